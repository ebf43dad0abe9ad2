"""How people want to be told, and by which channels."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.models import TeamMembership, User
from accounts.queries.organisation import zone
from salesops.inbox.models import Channel, Follow, Mute, Preference
from salesops.inbox.rules.timing import Wishes


def preferences_of(people: Iterable[int]) -> dict[int, Preference]:
    return {row.person_id: row for row in Preference.objects.filter(person__in=list(people))}


def muted_by(people: Iterable[int], kind: str, uid: UUID) -> set[int]:
    rows = Mute.objects.filter(person__in=list(people), kind=kind, record_uid=uid)
    return set(rows.values_list("person", flat=True))


def who_follows(uid: UUID) -> list[User]:
    rows = Follow.objects.filter(record_uid=uid).order_by("person").select_related("person")
    return [row.person for row in rows]


def in_sight_unread(now: datetime) -> Q:
    """Of notifications: unread, and not snoozed any more."""
    return Q(read_at__isnull=True) & (Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=now))


def wishes_of(preference: Preference | None, *, by_mail: bool) -> Wishes:
    if preference is None:
        return Wishes()
    daily = by_mail and preference.mail == Preference.Mail.DAILY
    return Wishes(preference.quiet_from, preference.quiet_to, preference.digest_hour if daily else None)


def zone_of(person: User) -> ZoneInfo:
    return ZoneInfo(person.time_zone) if person.time_zone else zone()


def channels_out() -> list[Channel]:
    """Mail, chat and webhooks that are switched on; what is in the app needs no delivery."""
    rows = Channel.objects.filter(is_on=True).exclude(kind=Channel.Kind.IN_APP)
    return list(rows.select_related("owner").order_by("pk"))


def teams_of(people: Iterable[int], day: date) -> set[int]:
    rows = TeamMembership.objects.filter(Q(person__in=list(people)), during__contains=day)
    return set(rows.values_list("team", flat=True))
