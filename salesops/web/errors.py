"""One mapping from what went wrong to a status, a code and a sentence, for pages and for the API (platform.md 3)."""

import logging
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _

from salesops.kernel.errors import Conflict, Forbidden, NotFound, Refused, SalesOpsError
from salesops.web.organisation import who_gives_access

logger = logging.getLogger(__name__)

RETRY_SECONDS = 5

QUERY_CANCELED = "57014"
LOCKED = ("55P03", "40P01", "40001")
"""SQLSTATE: lock timeout, deadlock, serialisation failure."""

NOT_UNDERSTOOD = ("bad_as_of", "bad_dimension", "no_history")
"""Codes of the kernel that speak of the request itself: 400, although the kernel knows no requests."""


class NotUnderstood(SalesOpsError):
    """The request itself cannot be read: an unknown parameter or field, a forged cursor, a bad `as_of`. 400."""


@dataclass(frozen=True)
class Problem:
    """One error as people and programs see it. `fields` maps a field to its sentence; `facts` say who, when, what."""

    status: int
    code: str
    detail: str
    fields: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    retry_after: int | None = None

    @property
    def title(self) -> str:
        return titles().get(self.status, titles()[500])


def titles() -> dict[int, str]:
    """A short heading for each status, in the reader's language."""
    return {
        400: _("The request was not understood"),
        401: _("Sign in to go on"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Not possible here"),
        406: _("This format is not offered"),
        409: _("It changed, or its state does not allow this"),
        413: _("Too large"),
        415: _("This kind of content is not read here"),
        422: _("A value cannot be accepted"),
        428: _("Say which version you saw"),
        429: _("Too many requests"),
        500: _("Something went wrong on our side"),
        503: _("Not available for a moment"),
    }


def status_of(error: SalesOpsError) -> int:
    """403 Forbidden, 404 NotFound, 422 when a value is named, 400 when nothing could be read, else 409."""
    if isinstance(error, NotUnderstood) or error.code in NOT_UNDERSTOOD:
        return 400
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, Forbidden):
        return 403
    if isinstance(error, Refused) and error.fields and not isinstance(error, Conflict):
        return 422
    return 409


def problem_of(error: BaseException | None) -> Problem | None:
    """The problem that an exception means to the outside, None when it is a fault of ours (500)."""
    if isinstance(error, SalesOpsError):
        facts = error.facts | _whom_to_ask() if error.code == "forbidden" else error.facts
        return Problem(status_of(error), error.code, error.message, error.fields, facts)
    if isinstance(error, Http404):
        return problem_of(NotFound())
    if isinstance(error, PermissionDenied):
        return problem_of(Forbidden())
    if isinstance(error, RequestDataTooBig):
        return Problem(413, "too_large", _("The request is larger than this address takes."))
    if isinstance(error, SuspiciousOperation):
        return Problem(400, "bad_request", _("The request could not be read."))
    return _database_problem(error)


def _whom_to_ask() -> dict[str, list[str]]:
    """Where the role is what is missing, who can give another (accounts-desk.md 8)."""
    names = who_gives_access()
    return {"ask": names} if names else {}


def _database_problem(error: BaseException | None) -> Problem | None:
    if isinstance(error, OperationalError | InterfaceError):
        return _unavailable(error)
    if isinstance(error, IntegrityError):
        # A constraint is the last wall of a race that the operation's own check has already lost.
        logger.error("constraint_violated", exc_info=error)
        rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        sentence = _("Somebody saved something in between that rules this out.")
        return Problem(409, "constraint_violated", sentence, facts={"rule": rule} if rule else {})
    if isinstance(error, DataError) or _is_unstorable_text(error):
        return Problem(422, "value_not_storable", _("A value is outside of what can be stored."))
    return None


def _unavailable(error: BaseException) -> Problem:
    """Stopped for taking too long, waiting for somebody's lock, or no database at all: 503, nothing was saved."""
    logger.warning("database_unavailable", exc_info=error)
    state = getattr(error.__cause__, "pgcode", None)
    if state == QUERY_CANCELED:
        return Problem(
            503, "too_slow", _("This took too long and was stopped. Ask for less."), retry_after=RETRY_SECONDS
        )
    if state in LOCKED:
        sentence = _("Somebody else is saving this right now. Nothing was saved; try again in a moment.")
        return Problem(503, "record_busy", sentence, retry_after=1)
    sentence = _("The database does not answer. Nothing was saved; try again in a moment.")
    return Problem(503, "database_unavailable", sentence, retry_after=RETRY_SECONDS)


def _is_unstorable_text(error: BaseException | None) -> bool:
    """NUL and half surrogate pairs: PostgreSQL has no text for them, the driver says so by a ValueError."""
    return isinstance(error, UnicodeEncodeError) or (isinstance(error, ValueError) and "NUL (0x00)" in str(error))
