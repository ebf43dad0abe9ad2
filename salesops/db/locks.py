"""Lock a row and look at its version: the second editor is told who was first."""

from typing import TypeVar, cast

from salesops.db.models import EditableRecord
from salesops.kernel.errors import Conflict, NotFound

R = TypeVar("R", bound=EditableRecord)


def lock(record: R, *, seen: int | None = None) -> R:
    """Re-read `record` FOR UPDATE. `seen` is the row version the editor looked at, None to take what is there.

    Raises Conflict `stale_version` when somebody saved in between, NotFound when the row is gone.
    """
    rows = record._meta.model._default_manager.select_for_update(of=("self",))
    fresh = cast("R | None", rows.filter(pk=record.pk).first())
    if fresh is None:
        raise NotFound()
    if seen is not None and fresh.row_version != seen:
        raise Conflict(
            "stale_version",
            "Somebody saved this record after you opened it.",
            seen=seen,
            current=fresh.row_version,
        )
    return fresh
