"""The command line of every process, for the launcher and docker-compose.yml alike (a test compares them)."""

from collections.abc import Sequence

QUEUES = ("interactive", "refresh", "bulk", "outbound")
SCIENCE_QUEUE = "science"
CELERY = ("python", "-m", "celery", "-A", "salesops")
# No gossip, no mingle: workers need nothing of each other, and without them one is ready seconds sooner.
QUIET = ("--without-gossip", "--without-mingle", "--loglevel", "INFO")


def web(bind: str, workers: int | str) -> Sequence[str]:
    """Loaded once and forked. Requests are short (10 s of SQL at most): a worker silent for 60 s is replaced."""
    return (
        "python", "-m", "gunicorn", "salesops.wsgi:application", "--worker-class", "sync", "--bind", bind,
        "--workers", str(workers), "--timeout", "60", "--graceful-timeout", "30",
        "--max-requests", "5000", "--max-requests-jitter", "500", "--no-control-socket", "--preload",
    )  # fmt: skip


def worker(concurrency: int | str) -> Sequence[str]:
    return (
        *CELERY, "worker", "-n", "worker@%h", "-Q", ",".join(QUEUES), "--pool", "prefork",
        "--concurrency", str(concurrency), *QUIET,
    )  # fmt: skip


def science(concurrency: int | str) -> Sequence[str]:
    """A fresh child for each job: its libraries take up to 2 GB and are loaded in task code only."""
    return (
        *CELERY, "worker", "-n", "science@%h", "-Q", SCIENCE_QUEUE, "--pool", "prefork",
        "--concurrency", str(concurrency), "--max-tasks-per-child", "1", *QUIET,
    )  # fmt: skip


def beat(schedule: str) -> Sequence[str]:
    """No pid file: one left by a crash would keep beat from starting."""
    return (*CELERY, "beat", "--pidfile=", "--schedule", schedule, "--loglevel", "INFO")


def migrate() -> Sequence[str]:
    return ("python", "manage.py", "migrate", "--no-input")


def prepare_company(company: str) -> Sequence[str]:
    """Fills an empty database; on any other it prints nothing and changes nothing."""
    return ("python", "manage.py", "prepare_company", "--company", company)


def collect_static() -> Sequence[str]:
    return ("python", "manage.py", "collectstatic", "--no-input", "--clear", "--verbosity", "0")
