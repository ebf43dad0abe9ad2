"""The few errors that rules and operations raise, each with a stable code and a sentence for a salesperson.

One mapper turns them into pages, one into JSON (`salesops.web`):
Forbidden 403, NotFound 404, Conflict 409, Refused 422 when it names fields and 409 when it does not.
"""


class SalesOpsError(Exception):
    """code: stable key listed by a test. message: what happened, what to do. fields: {field: sentence}."""

    def __init__(self, code: str, message: str, *, fields: dict[str, str] | None = None, **facts: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fields = fields or {}
        self.facts = facts


class Refused(SalesOpsError):
    """A rule says no. With `fields` a value is not acceptable, without them the state does not allow it."""


class Conflict(SalesOpsError):
    """Somebody else was first; `facts` say who, when and both values."""


class NotFound(SalesOpsError):
    """There is no such record, or it is outside the asker's scope: the answer is the same."""

    def __init__(self, message: str = "There is no such record, or you cannot see it.") -> None:
        super().__init__("not_found", message)


class Forbidden(SalesOpsError):
    """The record is in scope, the verb is not."""

    def __init__(self, message: str = "Your role does not allow this.", code: str = "forbidden") -> None:
        super().__init__(code, message)
