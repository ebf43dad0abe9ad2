"""Sending what is queued, once: the lock on the delivery makes a second job wait, and then find it sent.

The row is written whatever becomes of the job round it: a message that is out must never look unsent.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.inbox.access import keepers_of_channels, scope_hash
from salesops.inbox.models import Channel, Delivery
from salesops.inbox.operations.news import enqueue_delivery, tell
from salesops.inbox.operations.sending import SendFailed, mail, send
from salesops.inbox.reading import Line, read_news
from salesops.inbox.rules.timing import PAUSED_AT, next_try
from salesops.kernel.errors import Refused

OUT_OF_SIGHT, PAUSED, OFF = "out_of_sight", "channel_paused", "channel_off"
WAITING = (Delivery.State.QUEUED, Delivery.State.HELD)


def deliver(uid: UUID) -> str:
    """The state it is in afterwards. Any number of calls at once send it once."""
    with transaction.atomic():
        delivery, now = _locked([uid]).get(uid=uid), timezone.now()
        if delivery.state not in WAITING or delivery.reason or delivery.in_digest or _is_early(delivery, now):
            return delivery.state
        with translation.override(delivery.person.language):
            line = read_news(delivery.person, [delivery.news])[0]
        reason = why_not(delivery, line)
        if reason:
            return _hold([delivery], reason)
        try:
            send(delivery, line)
        except SendFailed as failed:
            return _failed([delivery], str(failed), now)
        return _sent([delivery], now)


def send_digest(person_uid: UUID) -> int:
    """The daily mail: all that waits for it by now, in one message. How many entries went out."""
    with transaction.atomic():
        person = User.objects.get(uid=person_uid)
        now = timezone.now()
        rows = Delivery.objects.filter(person=person, in_digest=True, state=Delivery.State.HELD, reason="")
        due = list(_lock(rows.filter(due_at__lte=now)))
        if not due:
            return 0
        with translation.override(person.language):
            lines = read_news(person, [delivery.news for delivery in due])
        pairs = list(zip(due, lines, strict=True))
        for delivery, line in pairs:
            reason = why_not(delivery, line)
            if reason:
                _hold([delivery], reason)
        able = [(delivery, line) for delivery, line in pairs if not delivery.reason]
        if able:
            _mail_digest(person, able, now)
        return len([delivery for delivery, _line in able if delivery.state == Delivery.State.SENT])


def _mail_digest(person: User, able: list[tuple[Delivery, Line]], now: datetime) -> None:
    rows = [delivery for delivery, _line in able]
    about = f"daily-{rows[0].uid}"
    context = {"lines": [line for _delivery, line in able]}
    try:
        mail(person, _("Your day in SalesOps"), "inbox/mail/digest.txt", about, context)
    except SendFailed as failed:
        _failed(rows, str(failed), now)
    else:
        _sent(rows, now)


def send_again(delivery: Delivery, *, by: User) -> Delivery:
    """From the log: what failed is tried once more, from the beginning. Raises Refused `wrong_state`."""
    with operation(by=by):
        delivery = _locked([delivery.uid]).get(uid=delivery.uid)
        if delivery.state != Delivery.State.FAILED:
            raise Refused("wrong_state", _("Only what failed is sent again."))
        _queue(delivery)
        record("delivery.sent_again", by=by, of=delivery)
        return delivery


def resume(channel: Channel) -> None:
    """What was held while the channel was paused or off goes out."""
    rows = Delivery.objects.filter(channel=channel, state=Delivery.State.HELD, reason__in=(PAUSED, OFF))
    for delivery in _lock(rows):
        _queue(delivery)


def why_not(delivery: Delivery, line: Line) -> str:
    """Why it must not go out now; empty when it may. A test goes out also while the channel is paused."""
    if line.place is None or not delivery.person.is_active:
        return OUT_OF_SIGHT
    if not delivery.channel.is_on:
        return OFF
    is_paused = delivery.channel.failures >= PAUSED_AT and delivery.news.kind != "test"
    return PAUSED if is_paused else ""


def _queue(delivery: Delivery) -> None:
    delivery.state, delivery.reason, delivery.error, delivery.attempts = Delivery.State.QUEUED, "", "", 0
    delivery.in_digest, delivery.due_at, delivery.tried_since = False, None, None
    delivery.save(update_fields=["state", "reason", "error", "attempts", "in_digest", "due_at", "tried_since"])
    enqueue_delivery(delivery)


def _hold(rows: list[Delivery], reason: str) -> str:
    for delivery in rows:
        delivery.state, delivery.reason = Delivery.State.HELD, reason
        delivery.save(update_fields=["state", "reason"])
    return Delivery.State.HELD


def _sent(rows: list[Delivery], now: datetime) -> str:
    for delivery in rows:
        delivery.state, delivery.sent_at, delivery.as_of, delivery.error = Delivery.State.SENT, now, now, ""
        delivery.scope_hash, delivery.attempts = scope_hash(delivery.person), delivery.attempts + 1
        delivery.save(update_fields=["state", "sent_at", "as_of", "error", "scope_hash", "attempts"])
    channel = rows[0].channel
    was_paused = channel.failures >= PAUSED_AT
    Channel.objects.filter(pk=channel.pk).update(last_ok_at=now, failures=0, failing_since=None, last_error="")
    if was_paused:
        resume(channel)
    return Delivery.State.SENT


def _failed(rows: list[Delivery], error: str, now: datetime) -> str:
    """The channel is shown as failing from the first refusal on, and its keeper told; the message is tried again."""
    for delivery in rows:
        delivery.attempts, delivery.error = delivery.attempts + 1, error[:300]
        delivery.tried_since = delivery.tried_since or now
        again = None if delivery.news.kind == "test" else next_try(delivery.attempts, delivery.tried_since, now)
        waits = Delivery.State.HELD if delivery.in_digest else Delivery.State.QUEUED
        delivery.state, delivery.due_at = waits if again else Delivery.State.FAILED, again
        delivery.save(update_fields=["attempts", "error", "tried_since", "state", "due_at"])
        if again is not None:
            enqueue_delivery(delivery)
    _note_failure(rows[0].channel, error, now)
    return rows[0].state


def _note_failure(channel: Channel, error: str, now: datetime) -> None:
    rows = Channel.objects.filter(pk=channel.pk)
    # Of two that fail at once one finds it working still: that one tells.
    is_first = bool(rows.filter(failing_since__isnull=True).update(failing_since=now))
    rows.update(failures=F("failures") + 1, last_error=error[:300])
    if is_first:
        tell(
            "channel_failing",
            key=f"channel_failing:{channel.uid}:{now.isoformat()}",
            people=[channel.owner] if channel.owner else keepers_of_channels(),
            by=None,
            record=("channel", channel.uid),
            facts={"error": error[:300]},
            without=channel,
        )


def _is_early(delivery: Delivery, now: datetime) -> bool:
    return delivery.due_at is not None and delivery.due_at > now


def _locked(uids: list[UUID]) -> QuerySet[Delivery]:
    return _lock(Delivery.objects.filter(uid__in=uids))


def _lock(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return rows.select_for_update(of=("self",)).select_related("news__by", "person", "channel__owner").order_by("pk")
