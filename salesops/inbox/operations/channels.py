"""Registering ways out, and trying them."""

import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.access import reach
from accounts.models import Team, User
from accounts.operations.rows import locked, require_known, required_text, save_changes
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.db.secrets import sealed
from salesops.inbox.access import scope_hash
from salesops.inbox.models import Channel, Delivery, News, Notification
from salesops.inbox.operations.deliveries import resume
from salesops.inbox.operations.news import put_out
from salesops.kernel.errors import Refused
from salesops.web.outbound import checked

EDITABLE = frozenset({"name", "owner", "audience", "team", "address", "is_on"})
CARRIED = ("customer.see", "deal.see")
LENDING = frozenset({"owner", "address", "audience", "team"})
OF_BUILT_IN = frozenset({"is_on"})
OUT = (Channel.Kind.SLACK, Channel.Kind.TEAMS, Channel.Kind.WEBHOOK)


def create_channel(
    *, kind: str, name: str, address: str, owner: User, by: User, audience: str = "own", team: Team | None = None
) -> tuple[Channel, str]:
    """The channel, and the signing secret of a webhook, told this once; else "".

    Raises Refused `value_unknown`, `required`, `address_refused`, `receiver_inactive`, `team_needed`, `owner_outside`.
    """
    if kind not in OUT:
        raise _refused("value_unknown", "kind", _("Choose Slack, Teams or a webhook."))
    fields = _checked({"name": name, "address": address, "owner": owner, "audience": audience, "team": team})
    _require_lent(owner, by)
    secret = secrets.token_urlsafe(32) if kind == Channel.Kind.WEBHOOK else ""
    with operation(by=by):
        channel = Channel.objects.create(kind=kind, secret=sealed(secret) if secret else "", **fields)
        record("channel.created", by=by, of=channel, after={"name": channel.name, "kind": kind, "host": channel.host})
        return channel, secret


def edit_channel(channel: Channel, *, changes: Mapping[str, Any], by: User, seen: int | None = None) -> Channel:
    """An empty address keeps the one there is. Raises as `create_channel`, `built_in`, Conflict `stale_version`."""
    require_known(changes, EDITABLE)
    wanted = {name: value for name, value in changes.items() if name != "address" or value}
    with operation(by=by):
        channel = locked(channel, seen=seen, wanted={name: wanted[name] for name in wanted if name != "address"})
        if channel.is_built_in and wanted.keys() - OF_BUILT_IN:
            raise Refused("built_in", _("Of this channel only whether it is on can be changed."))
        if channel.kind == Channel.Kind.IN_APP and not wanted.get("is_on", True):
            raise Refused("built_in", _("What is in SalesOps is never off."))
        if wanted.keys() & LENDING:
            _require_lent(wanted.get("owner", channel.owner), by)
        _keep(channel, _checked(_whole(channel, wanted)), by)
        if wanted.get("is_on") and channel.is_on:
            resume(channel)
        return channel


def rotate_secret(channel: Channel, *, by: User) -> str:
    """A new secret, told this once; the one before signs as well until the next rotation. Raises `wrong_state`."""
    with operation(by=by):
        channel = locked(channel)
        if channel.kind != Channel.Kind.WEBHOOK:
            raise Refused("wrong_state", _("Only a webhook has a secret."))
        secret = secrets.token_urlsafe(32)
        channel.secret, channel.former_secret = sealed(secret), channel.secret
        channel.row_version += 1
        channel.save(update_fields=["secret", "former_secret", "row_version"])
        record("channel.secret_rotated", by=by, of=channel)
        return secret


def send_test(channel: Channel, *, by: User) -> Delivery | None:
    """One message to who asks, or to the channel's owner, tried once; None where nothing has to leave the house.

    Raises Refused `channel_off`, `address_needed` when mail has nowhere to go.
    """
    with operation(by=by) as op:
        channel = locked(channel)
        person = channel.owner or by
        if not channel.is_on:
            raise Refused("channel_off", _("Switch the channel on first."))
        if channel.kind == Channel.Kind.MAIL and not person.email:
            raise Refused("address_needed", _("You have no mail address."))
        news = News.objects.create(
            key=f"test:{uuid.uuid4()}", kind="test", record_kind="channel", record_uid=channel.uid, by=by, at=op.at
        )
        record("channel.tested", by=by, of=channel)
        if channel.kind == Channel.Kind.IN_APP:
            Notification.objects.create(news=news, person=person, made_at=op.at, scope_hash=scope_hash(person))
            Channel.objects.filter(pk=channel.pk).update(last_ok_at=op.at)
            return None
        return put_out(news, person, channel)


def _keep(channel: Channel, fields: dict[str, Any], by: User) -> None:
    """The address itself stands in no audit row: its host does."""
    address = fields.pop("address", None)
    if address is not None:
        channel.address = address
        channel.save(update_fields=["address"])
    if not save_changes(channel, fields, "channel.edited", by=by) and address is not None:
        channel.row_version += 1
        channel.save(update_fields=["row_version"])
        record("channel.edited", by=by, of=channel, after={"host": channel.host})


def _whole(channel: Channel, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Audience and team are judged together."""
    if wanted.keys() & {"audience", "team"}:
        return {"audience": channel.audience, "team": channel.team, **wanted}
    return dict(wanted)


def _require_lent(owner: User | None, by: User) -> None:
    """A channel carries what its owner sees: nobody else chooses where that goes, who does not see it all the same."""
    if owner is None or owner.pk == by.pk or all(reach(by, verb).covers(owner.pk) for verb in CARRIED):
        return
    raise _refused("owner_outside", "owner", _("Choose yourself: a channel carries what its owner sees."))


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    if "name" in fields:
        fields["name"] = required_text(fields["name"], "name", _("Give the channel a name."))
    if "owner" in fields and (fields["owner"] is None or not fields["owner"].is_active):
        raise _refused("receiver_inactive", "owner", _("Choose an owner who works here."))
    if fields.get("audience", "own") not in Channel.Audience.values:
        raise _refused("value_unknown", "audience", _("Choose whose news from the list."))
    if "audience" in fields:
        is_team = fields["audience"] == Channel.Audience.TEAM
        if is_team and fields.get("team") is None:
            raise _refused("team_needed", "team", _("Choose the team."))
        fields["team"] = fields.get("team") if is_team else None
    if "address" in fields:
        target = checked(fields["address"])
        fields |= {"address": sealed(fields["address"].strip()), "host": target.host}
    return fields


def _refused(code: str, field: str, sentence: str) -> Refused:
    return Refused(code, sentence, fields={field: sentence})
