"""How an app below the audit, or beside it, writes down what was done: it tells recorders that it does not know."""

from collections.abc import Mapping
from typing import Any, Protocol

from salesops.kernel.registry import Registry


class Recorder(Protocol):
    """`salesops.audit.operations.record`, as far as callers from below need it."""

    def __call__(
        self,
        verb: str,
        *,
        by: Any,
        of: Any = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reason: str = "",
    ) -> Any: ...


recorders: Registry[Recorder] = Registry("recorders of acts")


def record_act(
    verb: str,
    *,
    by: Any,
    of: Any = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Who did `verb` to the record `of`, with the fields that changed; in the transaction of the act."""
    for recorder in recorders:
        recorder(verb, by=by, of=of, before=before, after=after, reason=reason)
