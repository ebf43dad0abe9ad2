"""Connecting what activity enters by, pausing it, taking it away. What is read there is `pipeline`'s matter."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import CaptureSource, User
from accounts.operations.rows import locked, require_known, required_text, save_changes
from accounts.rules.capture import Folder, calendar_address, is_plain
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.db.secrets import sealed
from salesops.kernel.errors import Refused
from salesops.web.outbound import checked, checked_mail_server

Kind = CaptureSource.Kind


@dataclass(frozen=True)
class Told:
    """What the sender of a hook is set up with, told once. secret: empty where it cannot sign."""

    key: str = ""
    secret: str = ""


def connect_calendar(address: str, *, person: User | None, by: User) -> CaptureSource:
    """A subscription address. Raises Refused `address_refused`."""
    url = calendar_address(address)
    target = checked(url)
    return _connected(Kind.CALENDAR, person, by, {"host": target.host, "address": sealed(url)})


def connect_folder(
    *, host: str, user: str, password: str, person: User | None, by: User, folder: str = "INBOX"
) -> CaptureSource:
    """One folder of a mailbox, read and never written. Raises Refused `address_refused`, `required`, `value_unknown`.

    What is there before is left alone: the folder counts from its next message on.
    """
    target = checked_mail_server(host)
    place = Folder(
        host=host.strip(),
        user=required_text(user, "user", _("Say as whom the folder is opened.")),
        folder=required_text(folder, "folder", _("Name the folder.")),
    )
    for name in ("user", "folder"):
        if not is_plain(getattr(place, name)):
            sentence = _("Letters, digits and signs without quotes are read here.")
            raise Refused("value_unknown", sentence, fields={name: sentence})
    password = required_text(password, "password", _("A folder is opened with a password."))
    fields = {"host": target.host, "address": sealed(place.as_text()), "secret": sealed(password)}
    return _connected(Kind.MAIL_FOLDER, person, by, fields)


def connect_hook(kind: str, *, person: User | None, by: User, signs: bool = True) -> tuple[CaptureSource, Told]:
    """A hook for mail or calls, and what its sender is told, this once. Raises Refused `value_unknown`."""
    if kind not in (Kind.MAIL_HOOK, Kind.PHONE_HOOK):
        sentence = _("A hook takes mail or calls.")
        raise Refused("value_unknown", sentence, fields={"kind": sentence})
    told = _new_told(signs)
    return _connected(kind, person, by, _kept(told)), told


def rotate_hook(source: CaptureSource, *, by: User) -> Told:
    """A new key and secret; the ones before end at once. Raises Refused `wrong_state` for what is no hook."""
    with operation(by=by):
        source = locked(source)
        if source.is_polled:
            raise Refused("wrong_state", _("Only a hook has a key."))
        told = _new_told(source.is_signed)
        fields = _kept(told)
        for name, value in fields.items():
            setattr(source, name, value)
        source.row_version += 1
        source.save(update_fields=[*fields, "row_version"])
        record("capture.rotated", by=by, of=source, after={"kind": source.kind})
        return told


def edit_source(
    source: CaptureSource, *, changes: Mapping[str, Any], by: User, seen: int | None = None
) -> CaptureSource:
    """Paused, it is neither read nor called; on again, it is read at once. Raises Conflict `stale_version`."""
    require_known(changes, {"is_on"})
    with operation(by=by) as op:
        source = locked(source, seen=seen, wanted=changes)
        is_on = bool(changes.get("is_on", source.is_on))
        if save_changes(source, {"is_on": is_on}, "capture.resumed" if is_on else "capture.paused", by=by):
            source.due_at = op.at if source.is_polled and is_on else None
            source.save(update_fields=["due_at"])
        return source


def disconnect_source(source: CaptureSource, *, by: User | None) -> None:
    """It goes with its address and secrets; what it brought stays logged. Twice is once."""
    with operation(by=by):
        for found in CaptureSource.objects.select_for_update().filter(pk=source.pk):
            after = {"kind": found.kind, "host": found.host}
            record("capture.disconnected", by=by, of=found, before=after)
            found.delete()


def disconnect_all_of(person: User, *, by: User | None) -> None:
    """Who leaves takes the ways into their mail and calendar with them."""
    for source in CaptureSource.objects.filter(person=person).order_by("pk"):
        disconnect_source(source, by=by)


def note_read(source: CaptureSource, *, at: datetime, due_at: datetime | None, cursor: Mapping[str, Any]) -> None:
    """It worked. No edit of somebody's: the row keeps its version and leaves no audit row."""
    CaptureSource.objects.filter(pk=source.pk).update(
        last_ok_at=at, due_at=due_at, cursor=dict(cursor), failing_since=None, last_error=""
    )


def note_failure(source: CaptureSource, sentence: str, *, at: datetime, due_at: datetime | None) -> None:
    """Shown to the owner from this first one on, and tried again by itself. `sentence` names no address."""
    rows = CaptureSource.objects.filter(pk=source.pk)
    rows.filter(failing_since__isnull=True).update(failing_since=at)
    rows.update(last_error=sentence[:300], due_at=due_at)


def digest_of_key(key: str) -> str:
    """What is stored. A key has 256 random bits, so that one round of SHA-256 cannot be searched."""
    return hashlib.sha256(key.encode()).hexdigest()


def _connected(kind: str, person: User | None, by: User, fields: dict[str, Any]) -> CaptureSource:
    with operation(by=by) as op:
        due = op.at if kind in (Kind.CALENDAR, Kind.MAIL_FOLDER) else None
        source = CaptureSource.objects.create(kind=kind, person=person, due_at=due, created_at=op.at, **fields)
        after = {"kind": kind, "host": source.host, "person": person.name if person else None}
        record("capture.connected", by=by, of=source, after=after)
        return source


def _new_told(signs: bool) -> Told:
    told = Told(key=secrets.token_urlsafe(32))
    return replace(told, secret=secrets.token_urlsafe(32)) if signs else told


def _kept(told: Told) -> dict[str, str]:
    return {"key_digest": digest_of_key(told.key), "secret": sealed(told.secret) if told.secret else ""}
