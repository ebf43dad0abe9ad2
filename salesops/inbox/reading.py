"""News as a person reads it: the sentence, where it leads, the words it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from salesops.inbox.access import Place, places_of
from salesops.inbox.models import Comment, News, Notification
from salesops.inbox.news_kinds import Told, news_kinds
from salesops.inbox.rules.words import excerpt
from salesops.web.panels import panels


@dataclass(frozen=True)
class Line:
    """One entry. Without `place` the person can no longer open the record, and nothing of it is said."""

    news: News
    place: Place | None
    sentence: str
    excerpt: str
    url: str
    icon: str
    notification: Notification | None = None

    @property
    def at(self) -> datetime:
        return self.news.at

    @property
    def is_unread(self) -> bool:
        return self.notification is not None and self.notification.read_at is None

    @property
    def snoozed_until(self) -> datetime | None:
        """None once it is back in sight."""
        until = self.notification.snoozed_until if self.notification else None
        return until if until and until > timezone.now() else None


def lines_for(user: User, notifications: Iterable[Notification]) -> list[Line]:
    """As many queries for fifty as for five of the same kinds."""
    rows = list(notifications)
    read = read_news(user, [row.news for row in rows])
    return [
        Line(line.news, line.place, line.sentence, line.excerpt, line.url, line.icon, row)
        for line, row in zip(read, rows, strict=True)
    ]


def read_news(user: User, many: list[News]) -> list[Line]:
    places = places_of(user, [(one.record_kind, one.record_uid) for one in many])
    seen = [one for one in many if (one.record_kind, one.record_uid) in places]
    words = _words([one.about_uid for one in seen if one.kind in ("mention", "comment")])
    return [_line(one, places.get((one.record_kind, one.record_uid)), words) for one in many]


def read_one(user: User, news: News) -> Line:
    return read_news(user, [news])[0]


def _line(news: News, place: Place | None, words: dict[UUID, str]) -> Line:
    kind = news_kinds.get(news.kind)
    if place is None or kind is None:
        return Line(news, None, _("No longer open to you"), "", "", "lock")
    told = Told(news.by.name if news.by else "", place.title, news.facts)
    said = excerpt(words.get(news.about_uid, "")) if news.about_uid else ""
    return Line(news, place, kind.say(told), said, _url(news, place), kind.icon)


def _url(news: News, place: Place) -> str:
    """Of a comment the panel it stands in; else the record."""
    key = f"talk_{place.kind.key}"
    is_said = news.kind in ("mention", "comment") and key in panels
    return f"{place.url}#panel-{key}" if is_said else place.url


def _words(uids: list[Any]) -> dict[UUID, str]:
    """What the comments say today; a withdrawn one says nothing."""
    rows = Comment.objects.filter(uid__in=uids, withdrawn_at__isnull=True) if uids else Comment.objects.none()
    return dict(rows.values_list("uid", "body"))
