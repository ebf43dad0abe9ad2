"""Who may see and do what with imports: one list for everybody whose role carries the verb."""

from typing import Any
from uuid import UUID

from salesops.db.scoped import ScopedQuerySet
from salesops.imports.models import ImportBatch, ImportFile
from salesops.imports.registry import importers
from salesops.kernel.errors import Forbidden

SEE, CHECK, RUN, UNDO = "import.see", "import.check", "import.run", "import.undo"


def require(user: Any, verb: str) -> None:
    if not user.may(verb):
        raise Forbidden()


def visible_to(user: Any) -> ScopedQuerySet[ImportBatch]:
    """A batch with a file of what one may not read shows its cells, so it is not there at all."""
    rows: ScopedQuerySet[ImportBatch] = ImportBatch.objects.all()
    closed = [one.key for one in importers if not all(user.may(verb) for verb in one.verbs)]
    if closed:
        rows = rows.exclude(files__object_key__in=closed)
    return (rows if user.may(SEE) else rows.none()).mark_scoped(user)


def batch_for(user: Any, uid: UUID | str, verb: str = SEE) -> ImportBatch:
    """Raises NotFound for who sees no imports, Forbidden for who sees them without the verb."""
    batch = visible_to(user).one(uid=uid)
    require(user, verb)
    return batch


def file_for(user: Any, batch_uid: UUID | str, uid: UUID | str, verb: str = CHECK) -> ImportFile:
    batch = batch_for(user, batch_uid, verb)
    return batch.files.one(uid=uid)
