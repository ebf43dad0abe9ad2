"""What an erasure would touch, counted by app and place; nothing is written but the preview itself."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import ErasureRequest, User
from accounts.operations.erasing import words_of
from accounts.operations.erasure_requests import require_erasable
from accounts.operations.rows import locked, save_changes
from accounts.operations.stored_files import count_files
from accounts.personal import held
from accounts.queries.privacy import Person, person_of
from salesops.audit import erasing
from salesops.db.operation import operation
from salesops.kernel.errors import Refused
from salesops.kernel.jobs import Run

State = ErasureRequest.State


def store_preview(request: ErasureRequest, *, by: User, run: Run) -> ErasureRequest:
    """Counted now; the state moves on to previewed. Raises Refused `wrong_state`, `person_active`, `person_gone`."""
    with operation(by=by) as op:
        request = locked(request)
        if request.state not in (State.VERIFIED, State.PREVIEWED):
            raise Refused("wrong_state", _("This request is past its preview."))
        require_erasable(request)
        person = person_of(request.subject_kind, request.subject_uid)
        request.preview = counted(person, run) if person else None
        request.previewed_by, request.previewed_at = by, op.at
        request.save(update_fields=["preview", "previewed_by", "previewed_at"])
        save_changes(request, {"state": State.PREVIEWED}, "erasure.previewed", by=by)
        return request


def counted(person: Person, run: Run) -> dict[str, Any]:
    """records: whom it covers; rows: what is theirs by key; texts: tables that mention them; files; shared: names and
    numbers that somebody else has as well, which are not looked for in free text."""
    words = words_of(person.searched)
    texts = _texts(words, run) if words.pattern else []
    return {
        "records": [{"kind": kind.key, "uid": str(one.uid)} for kind, one in person.records()],
        "rows": [
            {"key": rows.key, "n": n}
            for rows in held
            if (keys := person.keys.get(rows.kind)) and (n := rows.rows(keys).count())
        ],
        "texts": texts,
        "files": [asdict(count) for count in count_files(words)] if words.pattern else [],
        "shared": person.shared,
    }


def _texts(words: erasing.Words, run: Run) -> list[dict[str, Any]]:
    tables = erasing.tables()
    found = []
    for number, table in enumerate(tables):
        run.progress(number, len(tables), str(_("Looking at %(table)s") % {"table": table}))
        n = erasing.count_words(table, words)
        found += [{"table": table, "n": n}] if n else []
    audited = len(erasing.audit_rows_with(words))
    return [*found, {"table": erasing.AUDIT, "n": audited}] if audited else found
