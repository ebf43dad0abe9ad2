"""Erasing a person: one run over everything that is held, in small transactions, safe to begin again (A-8).

What is looked for is kept, encrypted, from the first step to the last: a run that was killed knows it again although
the rows it came from are blank by then. The last pass is the one that finds nothing.
"""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ErasureRequest, User
from accounts.operations.sign_ins import end_sign_ins
from accounts.operations.stored_files import erase_files
from accounts.operations.suppressed import suppress
from accounts.personal import Held, held, in_order
from accounts.queries.privacy import Person, person_of
from accounts.rules.erasing import Values, pattern_of, whole_of
from salesops.audit import erasing
from salesops.audit.models import AuditRecord
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.db.secrets import opened, sealed
from salesops.kernel.errors import Refused
from salesops.kernel.jobs import Run

PASSES = 5
LIST = "privacy/erased.json"
"""In the file store: who was erased, by kind and uid, for `reapply_erasures` after a restore."""
FIELDS = ("names", "addresses", "phones", "others")
SOURCE = "erasure"


def erase_person(request: ErasureRequest, run: Run) -> dict[str, int]:
    """Returns the rows touched, by kind of place. Raises Refused `wrong_state` unless it was approved."""
    with run.chunk(), _acting(request):
        person, words = _begin(request)
    done = {"rows": 0, "texts": 0, "audit": 0, "files": 0}
    for rows in held:
        with run.chunk(), _acting(request):
            done["rows"] += _blank(rows, person)
    for _number in range(PASSES):
        found = 0
        for place, changed in _pass(request, run, person, words):
            done[place] += changed
            found += changed
        if not found:
            break
    else:
        raise Refused("erasure_unfinished", _("New texts about them kept coming: run it again."))
    with run.chunk(), _acting(request):
        _finish(request, person, done)
        run.finish(done)
    return done


def words_of(values: Values) -> erasing.Words:
    return erasing.Words(pattern_of(values), whole_of(values))


def _acting(request: ErasureRequest) -> Any:
    return operation(by=request.approved_by, source=SOURCE)


def _begin(request: ErasureRequest) -> tuple[Person, erasing.Words]:
    """Who it is and what to look for: gathered once, then read from what the first run kept."""
    request = ErasureRequest.objects.select_for_update().get(pk=request.pk)
    if request.state != ErasureRequest.State.APPROVED:
        raise Refused("wrong_state", _("Only an approved erasure is carried out."))
    if not request.words:
        person = person_of(request.subject_kind, request.subject_uid)
        if person is None:
            raise Refused("person_gone", _("There is nothing left of them."))
        request.words = sealed(json.dumps(_written(person)))
        request.save(update_fields=["words"])
        suppress(Values(addresses=person.values.addresses, phones=person.searched.phones))
        for user in User.objects.filter(pk__in=person.keys.get("user", ())):
            end_sign_ins(user)
    person = _read(json.loads(opened(request.words)))
    return person, words_of(person.searched)


def _written(person: Person) -> dict[str, Any]:
    sides = {"values": person.values, "searched": person.searched}
    texts = {side: {name: sorted(getattr(of, name)) for name in FIELDS} for side, of in sides.items()}
    return {"keys": {kind: list(ids) for kind, ids in person.keys.items()}, **texts}


def _read(kept: dict[str, Any]) -> Person:
    values, searched = (
        Values(**{name: frozenset(kept[side][name]) for name in FIELDS}) for side in ("values", "searched")
    )
    return Person({kind: tuple(ids) for kind, ids in kept["keys"].items()}, values, searched)


def _blank(rows: Held, person: Person) -> int:
    keys = person.keys.get(rows.kind, ())
    if not keys or rows.does == "stays":
        return 0
    found = rows.rows(keys)
    if rows.removed:
        return int(found.delete()[0])
    if rows.log:
        return erasing.erase_columns(
            found.model._meta.db_table, list(rows.blank), list(found.values_list("pk", flat=True))
        )
    return int(found.update(**rows.blank))


def _pass(request: ErasureRequest, run: Run, person: Person, words: erasing.Words) -> Iterator[tuple[str, int]]:
    """One look at every place. Without anything to look for only the rows that are theirs by key."""
    with run.chunk(), _acting(request):
        changed = _blank_audit(person)
    yield "audit", changed
    if not words.pattern:
        return
    tables = erasing.tables()
    for number, table in enumerate(tables):
        run.progress(number, len(tables), str(_("Looking at %(table)s") % {"table": table}))
        for first, last in erasing.pages_of(table) if table not in erasing.OWN_WAYS else [(0, 0)]:
            with run.chunk(), _acting(request):
                own = erasing.OWN_WAYS.get(table)
                changed = own.erase(words) if own else erasing.erase_words(table, words, first, last)
            yield "texts", changed
    for ids in _stretches(erasing.audit_rows_with(words)):
        with run.chunk(), _acting(request):
            changed = erasing.erase_audit(ids, names=[], words=words)
        yield "audit", changed
    with run.chunk(), _acting(request):
        changed = erase_files(words)
    yield "files", changed


def _blank_audit(person: Person) -> int:
    """The marked fields in every audit row about their records."""
    changed = 0
    for kind in in_order():
        records = kind.model._base_manager.filter(pk__in=person.keys.get(kind.key, ()))
        rows = AuditRecord.objects.filter(kind=kind.model._meta.model_name, record_uid__in=records.values("uid"))
        for ids in _stretches(list(rows.order_by("pk").values_list("pk", flat=True))):
            changed += erasing.erase_audit(ids, names=[*kind.columns, "email_norm"])
    return changed


def _stretches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), erasing.AUDIT_ROWS):
        yield ids[start : start + erasing.AUDIT_ROWS]


def _finish(request: ErasureRequest, person: Person, done: dict[str, int]) -> None:
    request = ErasureRequest.objects.select_for_update().get(pk=request.pk)
    blank = {"words": "", "note": "", "verified_how": "", "approval_reason": ""}
    for name, value in {**blank, "state": ErasureRequest.State.DONE, "done_at": timezone.now()}.items():
        setattr(request, name, value)
    request.row_version += 1
    request.save(update_fields=[*blank, "state", "done_at", "row_version"])
    record("erasure.done", by=request.approved_by, of=request, after={**done, "sole_approver": request.sole_approver})
    remember([{"kind": kind.key, "uid": str(one.uid)} for kind, one in person.records()])


def remember(records: list[dict[str, str]]) -> None:
    """Beside the database, so that a restore of an older dump can be told."""
    known = remembered()
    kept = json.dumps(known + [one for one in records if one not in known])
    default_storage.delete(LIST)
    default_storage.save(LIST, ContentFile(kept.encode()))


def remembered() -> list[dict[str, str]]:
    if not default_storage.exists(LIST):
        return []
    with default_storage.open(LIST) as file:
        known: list[dict[str, str]] = json.loads(file.read())
    return known


def reapply(*, by: User | None = None) -> list[ErasureRequest]:
    """After a restore: everybody who was erased and is back is erased again. Returns the requests made."""
    again = []
    for one in remembered():
        kind = next((kind for kind in in_order() if kind.key == one["kind"]), None)
        uid = UUID(one["uid"])
        if kind is None or not kind.model._base_manager.filter(uid=uid).exclude(kind.erased).exists():
            continue
        again.append(_again(kind.key, uid, by=by))
    return again


def _again(kind: str, uid: UUID, *, by: User | None) -> ErasureRequest:
    from accounts.operations.erasure_requests import start_erasure

    with operation(by=by, source=SOURCE, reason="restored from a backup") as op:
        day = op.at.date()
        asked = {"kind": ErasureRequest.Kind.ERASE, "subject_kind": kind, "subject_uid": uid}
        open_ones = ErasureRequest.objects.exclude(state__in=["done", "refused"]).filter(**asked)
        open_ones.update(state=ErasureRequest.State.REFUSED, refused_reason="restored from a backup", done_at=op.at)
        made = ErasureRequest.objects.create(
            **asked, state=ErasureRequest.State.APPROVED, received_on=day, due=day, approved_at=op.at
        )
        record("erasure.reapplied", by=by, of=made, reason="restored from a backup")
        return start_erasure(made, by=by)
