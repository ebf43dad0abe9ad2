"""Registered ways out: who keeps them, what is shown of them, how they fail and come back (DESK-07)."""

from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from salesops.audit.models import AuditRecord
from salesops.db.secrets import opened
from salesops.inbox.models import Channel, Delivery, News
from salesops.inbox.operations.channels import create_channel, edit_channel, send_test
from salesops.inbox.operations.comments import write_comment
from salesops.inbox.operations.deliveries import deliver
from salesops.inbox.rules.timing import PAUSED_AT
from salesops.kernel.errors import Refused
from tests.accounts.conftest import SignIn
from tests.company import Company
from tests.inbox.asking import acme_of, send
from tests.inbox.chat_sink import Sink, chat_sink

pytestmark = pytest.mark.django_db


def hook(company: Company, chat: Sink, kind: str = "webhook", **more: Any) -> tuple[Channel, str]:
    more = {"owner": company.marcus, **more}
    return create_channel(kind=kind, name="West chat", address=chat.url, by=company.omar, **more)


def call(company: Company, body: str = "@Marcus Boyle look") -> News:
    comment = write_comment(acme_of(company), body=body, by=company.priya)
    return News.objects.get(key=f"mention:{comment.uid}")


def test_one_is_added_tried_and_changed_on_its_pages(company: Company, as_person: SignIn, settings: Any) -> None:
    client = as_person(company.ada)
    with chat_sink(settings) as chat:
        asked = {
            "kind": "webhook",
            "name": "Data lake",
            "address": chat.url,
            "owner": str(company.ada.uid),
            "audience": "own",
        }
        made = client.post("/settings/channels/new", asked).content.decode()
        channel = Channel.objects.get(kind="webhook")
        assert opened(channel.secret) in made and "planted-marker" not in made
        path = f"/settings/channels/{channel.uid}"
        assert opened(channel.secret) not in client.get(path).content.decode()
        assert client.post(f"{path}/test").status_code == 302
        assert deliver(Delivery.objects.get().uid) == "sent" and len(chat.received) == 1
    page = client.get("/settings/channels").content.decode()
    assert "Data lake" in page and ">Works<" in page
    rotated = client.post(f"{path}/secret").content.decode()
    fresh = Channel.objects.get(pk=channel.pk)
    assert opened(fresh.secret) in rotated and fresh.former_secret == channel.secret
    shown = {"name": "Lake", "audience": "everyone", "owner": str(company.ada.uid), "version": fresh.row_version}
    assert client.post(path, shown).status_code == 302
    fresh.refresh_from_db()
    assert (fresh.name, fresh.audience, fresh.is_on, fresh.address) == ("Lake", "everyone", False, channel.address)
    assert client.post(path, shown).status_code == 409


def test_no_secret_and_no_address_is_kept_or_shown_in_the_clear(
    company: Company, as_person: SignIn, settings: Any
) -> None:
    with chat_sink(settings) as chat:
        channel, secret = hook(company, chat)
        edit_channel(channel, changes={"address": f"{chat.url}2"}, by=company.omar)
    channel.refresh_from_db()
    stored = f"{channel.address} {channel.secret} {list(AuditRecord.objects.values_list('before', 'after'))}"
    client = as_person(company.ada)
    shown = [client.get(path).content.decode() for path in (f"/settings/channels/{channel.uid}", "/api/v1/channels")]
    for text in (stored, *shown):
        assert "planted-marker" not in text and secret not in text
    assert opened(channel.address).endswith("planted-marker2")


def test_a_channel_carries_what_its_owner_may_see_once(company: Company, settings: Any) -> None:
    with chat_sink(settings) as chat:
        team, _s = hook(company, chat, "slack", audience="team", team=company.west)
        everyone, _s = hook(company, chat, "slack", audience="everyone", owner=company.helena)
        own, _s = hook(company, chat, "slack", owner=company.dana)
        news = call(company, "@Marcus @Dana look")
        put = set(Delivery.objects.filter(news=news).values_list("channel", "person"))
        post = Channel.objects.get(kind="mail").pk
        assert put == {
            (post, company.marcus.pk),
            (post, company.dana.pk),
            (team.pk, company.marcus.pk),
            (everyone.pk, company.helena.pk),
            (own.pk, company.dana.pk),
        }
        # Helena keeps a channel with everybody's news; of the other region's account nothing goes out by it.
        assert deliver(Delivery.objects.get(news=news, channel=everyone).uid) == "held"
        assert deliver(Delivery.objects.get(news=news, channel=own).uid) == "sent"
        assert len(chat.received) == 1


def test_after_twenty_refusals_it_is_paused_until_a_test_goes_through(company: Company, settings: Any) -> None:
    with chat_sink(settings) as chat:
        channel, _secret = hook(company, chat, "slack")
        Channel.objects.filter(pk=channel.pk).update(failures=PAUSED_AT)
        held = Delivery.objects.get(news=call(company), channel=channel)
        assert deliver(held.uid) == "held" and not chat.received
        chat.status = 410
        assert deliver(send_test(channel, by=company.omar).uid) == "failed"  # type: ignore[union-attr]
        chat.status = 200
        assert deliver(send_test(channel, by=company.omar).uid) == "sent"  # type: ignore[union-attr]
        held.refresh_from_db()
        assert held.state == "queued" and deliver(held.uid) == "sent"
        channel.refresh_from_db()
        assert channel.failures == 0 and len(chat.received) == 3


def test_a_failed_test_shows_at_once_and_is_sent_again_from_the_log(
    company: Company, as_person: SignIn, settings: Any
) -> None:
    client = as_person(company.ada)
    with chat_sink(settings) as chat:
        channel, _secret = hook(company, chat)
        chat.status = 302
        told = send(client, "post", f"/api/v1/channels/{channel.uid}/test")
        assert told.status_code == 202 and deliver(told.json()["id"]) == "failed"
        row = client.get(f"/api/v1/channels/{channel.uid}").json()
        assert row["failing_since"] and row["last_error"] == "The other side answered 302" and row["failures"] == 1
        assert ">Failing<" in client.get("/settings/channels").content.decode()
        assert len(chat.received) == 1
        chat.status = 200
        again = send(client, "post", f"/api/v1/deliveries/{told.json()['id']}/again")
        assert again.status_code == 202 and deliver(told.json()["id"]) == "sent"
        assert send(client, "post", f"/api/v1/deliveries/{told.json()['id']}/again").status_code == 409
        assert client.get("/api/v1/deliveries?state=sent").json()["results"][0]["event"]


def test_an_address_is_looked_at_again_at_each_use(company: Company, settings: Any) -> None:
    with chat_sink(settings) as chat:
        channel, _secret = hook(company, chat)
        settings.OUTBOUND_ALLOW = ()
        assert deliver(send_test(channel, by=company.omar).uid) == "failed"  # type: ignore[union-attr]
        assert not chat.received
        delivery = Delivery.objects.get(channel=channel)
        assert delivery.error == "An address begins with https://."


def test_the_built_in_ones(company: Company, as_person: SignIn) -> None:
    client = as_person(company.omar)
    inside, post = (Channel.objects.get(kind=kind) for kind in ("in_app", "mail"))
    assert send(client, "post", f"/api/v1/channels/{inside.uid}/test").status_code == 204
    assert "Omar Farouk tested In SalesOps" in client.get("/inbox").content.decode()
    assert deliver(send_test(post, by=company.omar).uid) == "sent"  # type: ignore[union-attr]
    assert mail.outbox[0].to == [company.omar.email]
    for channel, changes in ((inside, {"is_on": False}), (post, {"name": "Post"})):
        path = f"/api/v1/channels/{channel.uid}"
        assert send(client, "patch", path, changes, If_Match='"1"').json()["code"] == "built_in"
    assert send(client, "patch", f"/api/v1/channels/{post.uid}", {"is_on": False}, If_Match='"1"').status_code == 200
    assert send(client, "post", f"/api/v1/channels/{post.uid}/test").json()["code"] == "channel_off"
    with pytest.raises(IntegrityError), transaction.atomic():
        Channel.objects.create(kind="mail", name="Other mail")


def test_over_rest(company: Company, as_person: SignIn, settings: Any) -> None:
    client = as_person(company.ada)
    with chat_sink(settings) as chat:
        body = {"kind": "webhook", "name": "Lake", "address": chat.url, "owner": str(company.ada.uid)}
        made = send(client, "post", "/api/v1/channels", body)
        assert made.status_code == 201 and made.json()["secret"] and "address" not in made.json()
        path = f"/api/v1/channels/{made.json()['id']}"
        assert send(client, "post", f"{path}/secret").json()["secret"] != made.json()["secret"]
        assert send(client, "patch", path, {"name": "Data"}, If_Match='"2"').json()["name"] == "Data"
        for bad, field in (
            ({"kind": "mail"}, "kind"),
            ({"address": "https://10.0.0.1/"}, "address"),
            ({"address": "gopher://x"}, "address"),
            ({"name": " "}, "name"),
            ({"audience": "team"}, "team"),
            ({"audience": "king"}, "audience"),
            ({"owner": None}, "owner"),
        ):
            answer = send(client, "post", "/api/v1/channels", body | bad)
            assert answer.status_code == 422 and field in answer.json()["fields"], (bad, answer.content)
        assert send(client, "post", f"{path}/secret", {"secret": "mine"}).status_code == 400
    assert as_person(company.priya).get("/api/v1/channels").json()["results"]
    assert as_person(company.ulf).get("/api/v1/channels").json()["results"] == []


def test_nobody_lends_the_sight_of_somebody_they_do_not_see(company: Company, settings: Any) -> None:
    """An administrator sees no deals: news of a manager's scope does not go where only the administrator reads it."""
    with chat_sink(settings) as chat:
        named = {"kind": "webhook", "name": "Lake", "address": chat.url, "owner": company.marcus}
        with pytest.raises(Refused) as refused:
            create_channel(**named, by=company.ada)
        assert refused.value.code == "owner_outside"
        channel, _secret = create_channel(**named, by=company.omar)
        with pytest.raises(Refused):
            edit_channel(channel, changes={"address": f"{chat.url}2"}, by=company.ada)
        assert edit_channel(channel, changes={"name": "Sea"}, by=company.ada).name == "Sea"
