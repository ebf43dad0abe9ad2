"""One seal for every append-only table: stretches of rows under a hash, each chained to the one before.

H(k) = SHA-256( H(k-1) + row_hash of each row in order of id ), H(0) = 32 zero bytes. Written in batches after commit:
per row it would cost 275 times as much (platform.md 4). The newest hash is kept outside the database as well, so that
cutting the tail off, rows and seals together, is found.
"""

import json
import time
from dataclasses import asdict, dataclass

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from salesops.audit.models import Seal
from salesops.kernel.registry import Registry

logger = structlog.get_logger(__name__)
GENESIS = bytes(32)


@dataclass(frozen=True)
class Sealed:
    """A table under seal: `id` ascending, `row_hash` written with the row.

    wrong: SQL condition on `r` for a row that does not agree with its own hash.
    """

    table: str
    wrong: str


SEALED: Registry[Sealed] = Registry("sealed tables")
SEALED.register(
    "audit_auditrecord",
    Sealed(
        "audit_auditrecord",
        "r.row_hash IS DISTINCT FROM audit_row_hash(r) OR (r.salt IS NOT NULL"
        " AND r.payload_hash IS DISTINCT FROM audit_payload_hash(r.salt, r.before, r.after, r.reason))"
        " OR (r.salt IS NULL AND NOT EXISTS (SELECT FROM audit_auditrecord e"
        " WHERE e.verb = 'audit.erased' AND e.kind = 'auditrecord' AND e.record_uid = r.uid))",
    ),
)


@dataclass(frozen=True)
class Finding:
    """Where the table stops being what was sealed. `row` is None where only the stretch can be named."""

    table: str
    what: str
    first_id: int
    last_id: int
    row: int | None = None

    def __str__(self) -> str:
        place = f"row {self.row}" if self.row else f"rows {self.first_id} to {self.last_id}"
        return f"{self.table}: {place}: {self.what}"


@dataclass(frozen=True)
class Head:
    """The newest seal as it is kept outside the database; `hash` in hexadecimal."""

    table: str
    last_id: int
    hash: str


def sealed_tables() -> list[str]:
    return SEALED.keys()


def seal(table: str, *, patience: float = 10) -> Seal | None:
    """Seal every row committed so far, keep the head outside. None: nothing new, or writers did not end in time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('salesops.seal'), hashtext(%s))", [table])
        last_id = _settled_id(SEALED[table].table, patience)
        previous = Seal.objects.filter(table=table).order_by("last_id").last()
        first_id = previous.last_id + 1 if previous else 1
        if last_id < first_id:
            return None
        chained = bytes(previous.hash) if previous else GENESIS
        rows, digest = _digest(table, first_id, last_id, chained)
        cursor.execute("SELECT clock_timestamp()")
        made = Seal.objects.create(
            table=table,
            first_id=first_id,
            last_id=last_id,
            rows=rows,
            hash=digest,
            previous=chained,
            sealed_at=cursor.fetchone()[0],
        )
        transaction.on_commit(lambda: keep_head(made))
    return made


def verify(table: str, *, head: Head | None = None) -> Finding | None:
    """The first place where rows, seals and the head outside disagree; None when all agree.

    Rows since the last seal are checked against their own hash only.
    """
    sealed, chained, reached = SEALED[table], GENESIS, 0
    seals = list(Seal.objects.filter(table=table).order_by("first_id"))
    for one in seals:
        if bytes(one.previous) != chained or one.first_id != reached + 1:
            return Finding(table, "a seal before this one is missing or was changed", one.first_id, one.last_id)
        finding = _verify_stretch(sealed, one)
        if finding:
            return finding
        chained, reached = bytes(one.hash), one.last_id
    row = _first_wrong(sealed, reached + 1, None)
    if row:
        return Finding(table, "does not agree with its hash", row, row, row)
    if head and head.hash not in {bytes(one.hash).hex() for one in seals}:
        return Finding(table, "the tail up to the head kept outside is gone", reached + 1, head.last_id)
    return None


def keep_head(made: Seal) -> None:
    """Outside the database twice: in the file store and in the log."""
    head = asdict(Head(made.table, made.last_id, bytes(made.hash).hex()))
    logger.info("audit_head", **head)
    name = head_name(made.table)
    default_storage.delete(name)
    default_storage.save(name, ContentFile(json.dumps(head).encode()))


def kept_head(table: str) -> Head | None:
    """The newest head of the file store, None before the first seal."""
    name = head_name(table)
    if not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return Head(**json.loads(file.read()))


def head_name(table: str) -> str:
    return f"audit/head-{table}.json"


def _settled_id(table: str, patience: float) -> int:
    """The greatest id below which no running transaction can still commit a row; 0 when writers outlast `patience`.

    Whoever drew a smaller id holds his lock on the table since before: once the writers seen after reading the maximum
    have ended, everything up to it is decided. Nobody is blocked meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
        greatest = int(cursor.fetchone()[0])
    writing, deadline = _writers(table), time.monotonic() + patience
    while writing & _writers(table):
        if time.monotonic() > deadline:
            return 0
        time.sleep(0.05)
    return greatest


def _writers(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE relation = %s::regclass AND mode = 'RowExclusiveLock'"
            " AND pid <> pg_backend_pid()"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [table],
        )
        return {row[0] for row in cursor.fetchall()}


def _digest(table: str, first_id: int, last_id: int, previous: bytes) -> tuple[int, bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sha256(%s::bytea || coalesce(string_agg(row_hash, ''::bytea ORDER BY id), ''))"
            f" FROM {table} WHERE id BETWEEN %s AND %s",
            [previous, first_id, last_id],
        )
        rows, digest = cursor.fetchone()
    return int(rows), bytes(digest)


def _verify_stretch(sealed: Sealed, one: Seal) -> Finding | None:
    row = _first_wrong(sealed, one.first_id, one.last_id)
    if row:
        return Finding(sealed.table, "does not agree with its hash", one.first_id, one.last_id, row)
    rows, digest = _digest(sealed.table, one.first_id, one.last_id, bytes(one.previous))
    if rows != one.rows:
        return Finding(sealed.table, f"{one.rows} rows were sealed, {rows} are there", one.first_id, one.last_id)
    if digest != bytes(one.hash):
        return Finding(sealed.table, "not the rows that were sealed", one.first_id, one.last_id)
    return None


def _first_wrong(sealed: Sealed, first_id: int, last_id: int | None) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.id FROM {sealed.table} r WHERE r.id >= %s AND (%s::bigint IS NULL OR r.id <= %s)"
            f" AND ({sealed.wrong}) ORDER BY r.id LIMIT 1",
            [first_id, last_id, last_id],
        )
        found = cursor.fetchone()
    return int(found[0]) if found else None
