"""What a person does with their inbox, and how they want to be told."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.operations.rows import locked, require_known, save_changes
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.inbox.access import Place
from salesops.inbox.models import Follow, Mute, Notification, Preference
from salesops.inbox.news_kinds import news_kinds
from salesops.inbox.queries.wishes import in_sight_unread
from salesops.inbox.rules.timing import LONGEST_SNOOZE
from salesops.kernel.errors import Refused

EDITABLE = frozenset({"mail", "digest_hour", "quiet_from", "quiet_to", "switched_off"})


def mark_read(notification: Notification) -> bool:
    """False when it was read before: no audit row, it is nobody else's business."""
    rows = Notification.objects.filter(pk=notification.pk, read_at__isnull=True)
    return bool(rows.update(read_at=timezone.now(), snoozed_until=None))


def mark_unread(notification: Notification) -> bool:
    """Back in sight, also what was snoozed."""
    away = Q(read_at__isnull=False) | Q(snoozed_until__isnull=False)
    rows = Notification.objects.filter(away, pk=notification.pk)
    return bool(rows.update(read_at=None, snoozed_until=None))


def mark_all_read(person: User) -> int:
    """What is in sight: what was snoozed comes back in its time."""
    now = timezone.now()
    return Notification.objects.filter(in_sight_unread(now), person=person).update(read_at=now, snoozed_until=None)


def snooze(notification: Notification, until: datetime) -> None:
    """Out of sight and unread until then. Raises Refused `out_of_range`."""
    if not timedelta(0) < until - timezone.now() <= LONGEST_SNOOZE:
        raise _refused("out_of_range", "until", _("Choose a moment of the coming year."))
    Notification.objects.filter(pk=notification.pk).update(read_at=None, snoozed_until=until)


def follow(place: Place, *, by: User) -> None:
    """Every comment and change of this record; who muted it does not any more."""
    with operation(by=by):
        Follow.objects.get_or_create(person=by, **place.named)
        Mute.objects.filter(person=by, **place.named).delete()


def unfollow(place: Place, *, by: User) -> None:
    with operation(by=by):
        Follow.objects.filter(person=by, **place.named).delete()


def mute(place: Place, *, by: User) -> None:
    """Nothing of this record but what one must hear; who followed it does not any more."""
    with operation(by=by):
        Mute.objects.get_or_create(person=by, **place.named)
        Follow.objects.filter(person=by, **place.named).delete()


def unmute(place: Place, *, by: User) -> None:
    with operation(by=by):
        Mute.objects.filter(person=by, **place.named).delete()


def preference_of(person: User) -> Preference:
    """Their row, or an unsaved one with what holds without it."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)


def save_preference(person: User, *, changes: Mapping[str, Any], by: User, seen: int | None = None) -> Preference:
    """Raises Refused `required_kind`, `value_unknown`, `out_of_range`, `both_needed`; Conflict `stale_version`."""
    require_known(changes, EDITABLE)
    with operation(by=by):
        kept, made = Preference.objects.get_or_create(person=person)
        # Before the first save there is no version to have seen.
        kept = locked(kept, seen=None if made else seen, wanted=changes)
        _require(kept, changes)
        if not save_changes(kept, changes, "preference.saved", by=by) and made:
            record("preference.saved", by=by, of=kept)
        return kept


def _require(kept: Preference, changes: Mapping[str, Any]) -> None:
    for key in changes.get("switched_off", ()):
        kind = news_kinds.get(key)
        if kind is None:
            raise _refused("value_unknown", "switched_off", _("There is no such kind of news."))
        if kind.required:
            words = {"kind": kind.label}
            raise _refused("required_kind", "switched_off", _("Nobody switches this off: %(kind)s.") % words)
    if not 0 <= changes.get("digest_hour", kept.digest_hour) <= 23:
        raise _refused("out_of_range", "digest_hour", _("An hour is 0 to 23."))
    ends = [changes.get(name, getattr(kept, name)) for name in ("quiet_from", "quiet_to")]
    if ends.count(None) == 1:
        missing = "quiet_from" if ends[0] is None else "quiet_to"
        raise _refused("both_needed", missing, _("Quiet hours have a beginning and an end."))


def _refused(code: str, field: str, sentence: str) -> Refused:
    return Refused(code, sentence, fields={field: sentence})
