"""The kinds of news there are: each app registers what it tells, and how that reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salesops.kernel.registry import Registry


@dataclass(frozen=True)
class Told:
    """What a sentence is made of: who did it (empty: the clock), the title of the record, and the facts."""

    by: str
    record: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class NewsKind:
    """required: nobody switches it off, and neither quiet hours nor the daily mail hold it back."""

    key: str
    label: Any
    say: Callable[[Told], str]
    icon: str = "bell"
    required: bool = False


news_kinds: Registry[NewsKind] = Registry("kinds of news")


def task_sentence(told: Told) -> str:
    words = {"by": told.by, "record": told.record, "title": told.facts.get("title", "")}
    if told.by:
        return _("%(by)s gave you a task on %(record)s: %(title)s") % words
    return _("A task for you on %(record)s: %(title)s") % words


def job_sentence(told: Told) -> str:
    words = {"job": told.record}
    return _("%(job)s failed") % words if told.facts.get("failed") else _("%(job)s is done") % words


def changed_sentence(told: Told) -> str:
    words = {"by": told.by, "record": told.record}
    return _("%(by)s changed %(record)s") % words if told.by else _("%(record)s changed") % words


KINDS = (
    NewsKind(
        "mention",
        gettext_lazy("Somebody calls you in a comment"),
        lambda told: _("%(by)s mentioned you on %(record)s") % {"by": told.by, "record": told.record},
        "message",
    ),
    NewsKind(
        "comment",
        gettext_lazy("A comment where you took part, or on what you follow"),
        lambda told: _("%(by)s commented on %(record)s") % {"by": told.by, "record": told.record},
        "message",
    ),
    NewsKind("changed", gettext_lazy("A change on what you follow"), changed_sentence, "history"),
    NewsKind("task", gettext_lazy("A task is yours to do"), task_sentence, "circle-check", required=True),
    NewsKind(
        "task_done",
        gettext_lazy("A task you gave is done"),
        lambda told: (
            _("%(by)s finished “%(title)s” on %(record)s")
            % {"by": told.by or _("The clock"), "record": told.record, "title": told.facts.get("title", "")}
        ),
        "circle-check",
    ),
    NewsKind("job", gettext_lazy("Work you started has ended"), job_sentence, "refresh"),
    NewsKind(
        "channel_failing",
        gettext_lazy("A channel fails"),
        lambda told: (
            _("%(channel)s does not get through: %(error)s")
            % {"channel": told.record, "error": told.facts.get("error", "")}
        ),
        "alert-triangle",
        required=True,
    ),
    NewsKind(
        "test",
        gettext_lazy("A test of a channel"),
        lambda told: _("%(by)s tested %(channel)s. It works.") % {"by": told.by, "channel": told.record},
        required=True,
    ),
)


def register() -> None:
    for kind in KINDS:
        news_kinds.register(kind.key, kind)
