"""Channels: which ways out there are, whether they work, and trying them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import require
from accounts.requests import PersonRequest
from accounts.views.asking import Crumb, Done, FormPage, ask, put_on
from accounts.views.settings import settings_crumbs
from salesops.inbox.access import CHANGE_CHANNELS, channel_for, delivery_for, visible_channels, visible_deliveries
from salesops.inbox.forms import ChannelForm, NewChannelForm
from salesops.inbox.models import Channel
from salesops.inbox.news_kinds import news_kinds
from salesops.inbox.operations.channels import create_channel, edit_channel, rotate_secret, send_test
from salesops.inbox.operations.deliveries import send_again
from salesops.inbox.tables import Channels
from salesops.kernel.errors import Refused
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment, saved

LOG = 30


@require_safe
def channels_page(request: PersonRequest) -> HttpResponseBase:
    seen = visible_channels(request.user)
    table = Channels.read(request, seen)
    failing = seen.filter(is_on=True, failing_since__isnull=False).count()
    context = {"table": table.view, "failing": failing, "may_change": request.user.may(CHANGE_CHANNELS)}
    return export_answer(request, table) or page_or_fragment(request, "inbox/channels.html", "web/table.html", context)


@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def new_channel_page(request: PersonRequest) -> HttpResponse:
    """A webhook's secret is shown in the answer to the very POST, and never again."""
    require(request.user, CHANGE_CHANNELS)
    form = NewChannelForm(request.user, request.POST or None, initial={"owner": request.user.uid, "audience": "own"})
    page = FormPage(
        _("New channel"), _("Add channel"), reverse("inbox:channels"), crumbs=_crumbs(), template="accounts/form.html"
    )
    if request.method == "POST" and form.is_valid():
        try:
            asked = {name: value for name, value in form.cleaned_data.items() if name != "version"}
            channel, secret = create_channel(**asked, by=request.user)
            return _told_secret(request, channel, secret, _("%(name)s added") % {"name": channel.name})
        except Refused as refused:
            put_on(form, refused.message, refused.fields)
    status = 422 if request.method == "POST" else 200
    return render(request, page.template, {"page": page, "form": form, "conflict": None}, status=status)


@require_http_methods(["GET", "POST"])
def channel_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    channel = channel_for(request.user, uid, change=request.method == "POST")
    names = ("name", "audience", "is_on")
    initial = {name: getattr(channel, name) for name in names} | {
        "owner": channel.owner and channel.owner.uid,
        "team": channel.team and channel.team.uid,
        "version": channel.row_version,
    }
    form = ChannelForm(request.user, channel, request.POST or None, initial=initial)
    page = _page(request, channel)

    def run(asked: dict[str, Any]) -> Done:
        kept = edit_channel(channel, changes=asked, by=request.user, seen=asked.pop("version"))
        return Done(reverse("inbox:channel", args=[uid]), _("%(name)s saved") % {"name": kept.name})

    return ask(request, form, page, run)


@require_POST
def test_channel_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    channel = channel_for(request.user, uid, change=True)
    send_test(channel, by=request.user)
    return saved(request, reverse("inbox:channel", args=[uid]), said=_("Test is on its way"))


@never_cache
@sensitive_variables("secret")
@require_POST
def rotate_secret_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    channel = channel_for(request.user, uid, change=True)
    secret = rotate_secret(channel, by=request.user)
    return _told_secret(request, channel_for(request.user, uid), secret, _("New secret"))


@require_POST
def send_again_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    delivery = delivery_for(request.user, uid)
    send_again(delivery, by=request.user)
    return saved(request, reverse("inbox:channel", args=[delivery.channel.uid]), said=_("On its way again"))


@sensitive_variables("secret")
def _told_secret(request: PersonRequest, channel: Channel, secret: str, said: str) -> HttpResponse:
    if not secret:
        return saved(request, reverse("inbox:channel", args=[channel.uid]), said=said)
    page = _page(request, channel)
    initial = {"name": channel.name, "audience": channel.audience, "is_on": channel.is_on}
    more = {
        "owner": channel.owner and channel.owner.uid,
        "team": channel.team and channel.team.uid,
        "version": channel.row_version,
    }
    form = ChannelForm(request.user, channel, initial=initial | more)
    context = {"page": page, "form": form, "conflict": None, **page.more, "secret": secret}
    return render(request, page.template, context)


def _page(request: PersonRequest, channel: Channel) -> FormPage:
    may_change = request.user.may(CHANGE_CHANNELS)
    rows = visible_deliveries(request.user).filter(channel=channel).order_by("-pk")[:LOG] if may_change else []
    log = [(delivery, _label(delivery.news.kind)) for delivery in rows]
    more = {"channel": channel, "log": log, "may_change": may_change, "log_size": LOG}
    return FormPage(
        channel.name,
        _("Save channel"),
        reverse("inbox:channels"),
        crumbs=[*_crumbs(), Crumb(_("Channels"), reverse("inbox:channels"))],
        template="inbox/channel.html",
        more=more,
    )


def _label(kind: str) -> Any:
    known = news_kinds.get(kind)
    return known.label if known else kind


def _crumbs() -> list[Crumb]:
    return settings_crumbs()
