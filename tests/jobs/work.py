"""Jobs that only tests run. Their effect is an audit row, so that the database can count it."""

import os
import signal
import time
from pathlib import Path

from salesops.audit.operations import record
from salesops.kernel.errors import Refused
from salesops.kernel.jobs import RetryLater, Run, job

DID = "test.did"


@job("test.effect", queue="interactive")
def effect(run: Run, mark: str = "") -> dict[str, str]:
    record(DID, by=None, reason=mark)
    return {"mark": mark}


@job("test.in_two_steps", queue="interactive")
def in_two_steps(run: Run, mark: str, seconds: float, started: str) -> None:
    """Writes, tells the test that it is in the middle, takes its time, writes again: a kill may fall anywhere."""
    record(DID, by=None, reason=mark)
    run.progress(1, 2, "half way")
    Path(started).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(seconds)
    record(DID, by=None, reason=mark)


@job("test.chunks", queue="bulk", atomic=False)
def chunks(run: Run, mark: str, count: int, stop_before: int | None = None) -> None:
    from salesops.jobs.models import Job
    from salesops.jobs.operations import cancel

    for number in range(count):
        with run.chunk():
            record(DID, by=None, reason=mark)
            if number == stop_before:
                cancel(Job.objects.get(args__mark=mark), by=None)
    run.finish({"chunks": count})


@job("test.suicide", queue="interactive")
def suicide(run: Run) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@job("test.refuses", queue="interactive")
def refuses(run: Run) -> None:
    record(DID, by=None, reason="refuses")
    raise Refused("no_quota", "There is no quota to divide.")


@job("test.breaks", queue="interactive")
def breaks(run: Run) -> None:
    raise ZeroDivisionError("secret 42")


@job("test.tries_later", queue="outbound")
def tries_later(run: Run) -> None:
    raise RetryLater("The mail server is away.")
