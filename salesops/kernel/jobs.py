"""How an app declares background work: all that a `tasks.py` needs. `salesops.jobs` keeps the rows and runs it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, TypeVar
from uuid import UUID

from salesops.kernel.registry import Registry

# Seconds one attempt may hold its claim; the worker's hard time limit is the same (platform.md 5.1).
HARD_LIMITS = {"interactive": 30, "refresh": 300, "bulk": 600, "outbound": 30, "science": 900}
ATTEMPTS = 3

F = TypeVar("F", bound=Callable[..., Any])


class Run(Protocol):
    """The hand a job function writes with. Every write says whose attempt it is; a late one raises JobLost."""

    @property
    def uid(self) -> UUID:
        """Of the job."""

    @property
    def attempt(self) -> int: ...

    def progress(self, done: int, total: int | None = None, text: str = "") -> None:
        """Shown at once, whatever the transaction of the work does; renews the claim."""

    def check_cancelled(self) -> None:
        """Between two pieces of work; renews the claim."""

    def chunk(self) -> AbstractContextManager[None]:
        """A transaction of a job that is not atomic; commits only while the job is ours and nobody cancelled it."""

    def finish(self, result: Any = None) -> None:
        """`done`, in the transaction of the effect: both are kept or neither."""


class RetryLater(Exception):
    """Raised by a job for a trouble that passes: the only error after which it is tried again by itself."""

    def __init__(self, message: str, *, after: timedelta | None = None) -> None:
        super().__init__(message)
        self.after = after


class JobLost(Exception):
    """The row is no longer ours: cancelled, or claimed by another worker after our claim had run out."""


@dataclass(frozen=True)
class JobType:
    """`atomic`: the whole function is one transaction, its return value the result. Otherwise it commits by chunks.

    label: what people read instead of the name; a function of the job's arguments where they belong to the words.
    """

    name: str
    queue: str
    run: Callable[..., Any]
    atomic: bool
    label: Any = ""

    @property
    def limit(self) -> timedelta:
        return timedelta(seconds=HARD_LIMITS[self.queue])

    def said(self, args: Mapping[str, Any]) -> str:
        """`Export of Deals`; without a label the name."""
        return str(self.label(args) if callable(self.label) else self.label) or self.name


JOBS: Registry[JobType] = Registry("jobs")


def job(name: str, *, queue: str, atomic: bool = True, label: Any = "") -> Callable[[F], F]:
    """Register `fn(run, **args)` under a name such as `pipeline.check_hygiene`: ids in, one operation called.

    `atomic=False` is for long work: `with run.chunk():` round each piece, `run.finish(..)` inside the last one.
    """
    if queue not in HARD_LIMITS:
        raise ValueError(f"{name}: there is no queue {queue}")

    def register(function: F) -> F:
        JOBS.register(name, JobType(name, queue, function, atomic, label))
        return function

    return register
