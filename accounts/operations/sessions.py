"""Writes about sessions: opened, seen, ended. The sign-in itself lives in Django's own session of the same key."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from accounts.models import PersonSession, User
from accounts.operations.sign_in_events import Where
from salesops.audit.operations import record
from salesops.db.operation import operation

KEPT = timedelta(days=30)


def open_session(person: User, key: str, *, where: Where, at: datetime) -> PersonSession:
    """The row of a browser that has just signed in."""
    values = {"person": person, "epoch": person.auth_epoch, "ip": where.ip, "device": where.device[:120]}
    return PersonSession.objects.update_or_create(
        key=key, defaults={**values, "since": at, "seen_at": at, "ended_at": None}
    )[0]


def see_session(key: str, *, where: Where, at: datetime) -> None:
    PersonSession.objects.filter(key=key).update(seen_at=at, ip=where.ip)


def rekey_session(old: str, new: str, *, person: User) -> None:
    """The session that made a change goes on under a new key, as one of the new epoch."""
    PersonSession.objects.filter(key=old).update(key=new, epoch=person.auth_epoch)


def close_session(key: str, *, at: datetime) -> None:
    PersonSession.objects.filter(key=key, ended_at__isnull=True).update(ended_at=at)


def end_session(session: PersonSession, *, by: User) -> None:
    """At its next request it is signed out: what it signed in with is gone."""
    with operation(by=by) as op:
        Session.objects.filter(session_key=session.key).delete()
        close_session(session.key, at=op.at)
        record("session.ended", by=by, of=session, after={"device": session.device})


def forget_sessions() -> int:
    """Django's expired ones, and rows of ours that ended or were last seen a month ago. Returns how many went."""
    gone = Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
    before = timezone.now() - KEPT
    return gone + PersonSession.objects.filter(Q(ended_at__lt=before) | Q(seen_at__lt=before)).delete()[0]
