"""The inbox: what one was told, read or not, and how one wants to be told."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from accounts.views.asking import Done, FormPage, ask
from accounts.views.settings import settings_crumbs
from salesops.inbox.access import notification_for, place_for, visible_notifications
from salesops.inbox.forms import PreferenceForm
from salesops.inbox.models import Mute
from salesops.inbox.news_kinds import news_kinds
from salesops.inbox.operations.notifications import (
    follow,
    mark_all_read,
    mark_read,
    mark_unread,
    mute,
    preference_of,
    save_preference,
    snooze,
    unfollow,
    unmute,
)
from salesops.inbox.panels import back_to
from salesops.inbox.queries.wishes import in_sight_unread, zone_of
from salesops.inbox.reading import lines_for
from salesops.inbox.rules.timing import snoozed_until
from salesops.kernel.errors import NotFound
from salesops.web.errors import NotUnderstood
from salesops.web.fragments import saved

PAGE = 50
SNOOZES = {
    "later": gettext_lazy("In three hours"),
    "tomorrow": gettext_lazy("Tomorrow"),
    "week": gettext_lazy("Next week"),
}


@require_safe
def inbox_page(request: PersonRequest) -> HttpResponse:
    user = request.user
    is_all = request.GET.get("tab") == "all"
    rows = visible_notifications(user)
    waiting = rows.filter(in_sight_unread(request.now))
    unread = waiting.count()
    shown = rows if is_all else waiting
    before = request.GET.get("before", "")
    if before:
        shown = shown.filter(pk__lt=_key_of(before))
    found = list(shown.order_by("-pk")[: PAGE + 1])
    older = f"?tab={'all' if is_all else ''}&before={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    context = {
        "lines": lines_for(user, found[:PAGE]),
        "unread": unread,
        "is_all": is_all,
        "older_url": older,
        "snoozes": SNOOZES.items(),
        "sentence": ngettext("%(n)s unread.", "%(n)s unread.", unread) % {"n": unread} if unread else _("All read."),
        "tabs": [
            {"label": _("Unread"), "url": "?tab=", "is_current": not is_all, "count": unread},
            {"label": _("All"), "url": "?tab=all", "is_current": is_all},
        ],
    }
    return render(request, "inbox/inbox.html", context)


@require_POST
def read_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    mark_read(notification_for(request.user, uid))
    return saved(request, reverse("inbox:inbox"), said=_("Done"), undo_url=reverse("inbox:unread", args=[uid]))


@require_POST
def unread_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    mark_unread(notification_for(request.user, uid))
    return saved(request, reverse("inbox:inbox"), said=_("Unread again"))


@require_POST
def snooze_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """`until` is one of SNOOZES. Raises NotUnderstood for another."""
    notification = notification_for(request.user, uid)
    if request.POST.get("until") not in SNOOZES:
        raise NotUnderstood("bad_choice", _("Choose until when: later, tomorrow or next week."))
    until = snoozed_until(request.POST["until"], request.now, zone_of(request.user))
    snooze(notification, until)
    return saved(request, reverse("inbox:inbox"), said=_("It comes back"), undo_url=reverse("inbox:unread", args=[uid]))


@require_POST
def read_all_page(request: PersonRequest) -> HttpResponse:
    count = mark_all_read(request.user)
    said = ngettext("%(n)s marked as read", "%(n)s marked as read", count) % {"n": count}
    return saved(request, reverse("inbox:inbox"), said=said)


@require_POST
def follow_page(request: PersonRequest, kind: str, uid: UUID) -> HttpResponse:
    place = place_for(request.user, kind, uid)
    follow(place, by=request.user)
    undo = reverse("inbox:unfollow", args=[kind, uid])
    said = _("You hear of every comment and change on %(name)s") % _named(place)
    return saved(request, back_to(place), said=said, undo_url=undo)


@require_POST
def unfollow_page(request: PersonRequest, kind: str, uid: UUID) -> HttpResponse:
    place = place_for(request.user, kind, uid)
    unfollow(place, by=request.user)
    return saved(request, back_to(place), said=_("You do not follow %(name)s any more") % _named(place))


@require_POST
def mute_page(request: PersonRequest, kind: str, uid: UUID) -> HttpResponse:
    place = place_for(request.user, kind, uid)
    mute(place, by=request.user)
    undo = reverse("inbox:unmute", args=[kind, uid])
    return saved(
        request, back_to(place), said=_("You hear of %(name)s only what you must") % _named(place), undo_url=undo
    )


@require_POST
def unmute_page(request: PersonRequest, kind: str, uid: UUID) -> HttpResponse:
    place = place_for(request.user, kind, uid)
    unmute(place, by=request.user)
    return saved(request, back_to(place), said=_("You hear of %(name)s again") % _named(place))


@require_http_methods(["GET", "POST"])
def preferences_page(request: PersonRequest) -> HttpResponse:
    user = request.user
    kept = preference_of(user)
    initial = {
        "mail": kept.mail,
        "digest_hour": kept.digest_hour,
        "quiet_from": kept.quiet_from,
        "quiet_to": kept.quiet_to,
        "told": [kind.key for kind in news_kinds if not kind.required and kind.key not in kept.switched_off],
        "version": kept.row_version if kept.pk else None,
    }
    form = PreferenceForm(request.POST or None, initial=initial)
    page = FormPage(
        _("Notifications"),
        _("Save notifications"),
        reverse("accounts:settings"),
        _("What you hear of, and when it also comes by mail and chat."),
        settings_crumbs(),
        template="inbox/preferences.html",
        more={
            "required": [kind.label for kind in news_kinds if kind.required],
            "muted": Mute.objects.filter(person=user).count(),
            "zone": user.time_zone,
        },
    )

    def run(asked: dict[str, Any]) -> Done:
        save_preference(user, changes=asked, by=user, seen=asked.pop("version"))
        return Done(reverse("inbox:preferences"), _("Notifications saved"))

    return ask(request, form, page, run)


def _named(place: Any) -> dict[str, str]:
    return {"name": place.title}


def _key_of(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise NotFound()
    return int(text)
