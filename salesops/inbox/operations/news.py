"""Telling people: one call writes the news, the entries in inboxes and what is to go out, in the caller's transaction.

Each person's own scope decides, now and again when a message leaves: who may not open the record hears nothing of it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.access import today
from accounts.models import User
from salesops.db.operation import operation
from salesops.inbox.access import opens, scope_hash
from salesops.inbox.models import Channel, Delivery, News, Notification, Preference
from salesops.inbox.news_kinds import NewsKind, news_kinds
from salesops.inbox.queries.wishes import channels_out, muted_by, preferences_of, teams_of, wishes_of, zone_of
from salesops.inbox.rules.timing import release_at
from salesops.jobs.operations import enqueue

DELIVER, DIGEST = "inbox.deliver", "inbox.digest"


def tell(
    kind: str,
    *,
    key: str,
    people: Iterable[User | None],
    by: User | None,
    record: tuple[str, UUID],
    about: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
    without: Channel | None = None,
) -> None:
    """Tell each of `people` once, however often this is called under `key`; never who did it.

    without: the channel that must not carry it, because it is the one that fails.
    """
    known = news_kinds[kind]
    asked = {person.pk: person for person in people if person is not None and person != by and person.is_active}
    with operation(by=by) as op:
        wishes = preferences_of(asked)
        muted = muted_by(asked, *record)
        able = [
            person
            for person in asked.values()
            if _wants(known, wishes.get(person.pk), person.pk in muted) and opens(person, *record)
        ]
        if not able:
            return
        news, _made = News.objects.get_or_create(
            key=key,
            defaults={
                "kind": kind,
                "record_kind": record[0],
                "record_uid": record[1],
                "about_uid": about,
                "by": by,
                "facts": dict(facts or {}),
                "at": op.at,
            },
        )
        fresh = [person for person in able if _put_in_inbox(news, person, op.at)]
        if fresh:
            _send_out(news, known, fresh, wishes, op.at, without)


def _wants(kind: NewsKind, wishes: Preference | None, is_muted: bool) -> bool:
    return kind.required or not (is_muted or (wishes is not None and kind.key in wishes.switched_off))


def _put_in_inbox(news: News, person: User, at: datetime) -> bool:
    """False when it is there already."""
    known = {"made_at": at, "scope_hash": scope_hash(person)}
    return Notification.objects.get_or_create(news=news, person=person, defaults=known)[1]


def _send_out(
    news: News,
    kind: NewsKind,
    people: list[User],
    wishes: Mapping[int, Preference],
    at: datetime,
    without: Channel | None,
) -> None:
    """By mail to each; by chat and webhook to the owner of a channel whose audience has one of them."""
    keys = {person.pk for person in people}
    teams: set[int] | None = None
    for channel in channels_out():
        if without is not None and channel.pk == without.pk:
            continue
        if channel.kind == Channel.Kind.MAIL:
            for person in people:
                _mail(news, kind, person, channel, wishes.get(person.pk), at)
            continue
        if channel.audience == Channel.Audience.TEAM and teams is None:
            teams = teams_of(keys, today())
        owner = channel.owner
        if owner is not None and _carries(channel, keys, teams or set()):
            hold = release_at(at, zone_of(owner), wishes_of(_of(owner, wishes), by_mail=False))
            put_out(news, owner, channel, due_at=None if kind.required else hold)


def _carries(channel: Channel, people: set[int], teams: set[int]) -> bool:
    if channel.audience == Channel.Audience.OWN:
        return channel.owner_id in people
    return channel.audience == Channel.Audience.EVERYONE or channel.team_id in teams


def _of(owner: User, wishes: Mapping[int, Preference]) -> Preference | None:
    return wishes.get(owner.pk) or preferences_of([owner.pk]).get(owner.pk)


def _mail(news: News, kind: NewsKind, person: User, channel: Channel, wishes: Preference | None, at: datetime) -> None:
    """What is required goes at once, also to who wants no mail."""
    if not person.email:
        return
    if kind.required:
        put_out(news, person, channel)
    elif wishes is None or wishes.mail != Preference.Mail.NONE:
        hold = release_at(at, zone_of(person), wishes_of(wishes, by_mail=True))
        is_daily = wishes is not None and wishes.mail == Preference.Mail.DAILY
        put_out(news, person, channel, due_at=hold, in_digest=is_daily)


def put_out(
    news: News, person: User, channel: Channel, *, due_at: datetime | None = None, in_digest: bool = False
) -> Delivery | None:
    """One delivery and the job that sends it; None when (news, person, channel) has one already."""
    state = Delivery.State.HELD if due_at else Delivery.State.QUEUED
    known = {"state": state, "due_at": due_at, "in_digest": in_digest}
    delivery, made = Delivery.objects.get_or_create(news=news, person=person, channel=channel, defaults=known)
    if not made:
        return None
    enqueue_delivery(delivery)
    return delivery


def enqueue_delivery(delivery: Delivery) -> None:
    """The job that sends it when it is due: one for a daily mail, however many entries wait for it."""
    due, person = delivery.due_at, delivery.person
    if delivery.in_digest and due is not None:
        enqueue(DIGEST, key=f"{person.pk}:{due.isoformat()}", run_after=due, person=str(person.uid))
    else:
        enqueue(DELIVER, key=str(delivery.uid), run_after=due, delivery=str(delivery.uid))
