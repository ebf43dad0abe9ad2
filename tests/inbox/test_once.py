"""Mail through a real SMTP server and chat through a real HTTP server: once, however often the job is delivered."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from celery import current_app
from django.db import connection

from salesops.inbox.models import Channel, Delivery, News
from salesops.inbox.operations.channels import create_channel
from salesops.inbox.operations.comments import write_comment
from salesops.inbox.operations.news import DELIVER
from salesops.jobs.models import Job
from salesops.jobs.operations import enqueue
from salesops.jobs.running import run_job
from tests.accounts.smtp_sink import smtp_sink
from tests.company import Company
from tests.inbox.asking import acme_of
from tests.inbox.chat_sink import chat_sink


@pytest.fixture(scope="module")
def here(own_company: Company) -> Iterator[Company]:
    """Jobs wait here until a test runs them, several at once."""
    current_app.conf.task_always_eager = False
    yield own_company
    current_app.conf.task_always_eager = True


def run_alone(job: int) -> str | None:
    try:
        return run_job(job)
    finally:
        connection.close()


def run_all_at_once(deliveries: list[Delivery]) -> None:
    """The same job on several threads, and twin jobs of other names beside it: what a bad broker and a sweep do."""
    theirs = Job.objects.filter(name=DELIVER, args__delivery__in=[str(delivery.uid) for delivery in deliveries])
    jobs = [job.pk for job in theirs]
    jobs += [enqueue(DELIVER, key=f"twin {n} {d.uid}", delivery=str(d.uid)).pk for d in deliveries for n in range(3)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(run_alone, jobs * 3))


def call_marcus(company: Company, body: str) -> News:
    comment = write_comment(acme_of(company), body=body, by=company.priya)
    return News.objects.get(key=f"mention:{comment.uid}")


def test_sent_once_under_duplicate_delivery(here: Company, settings: Any) -> None:
    with smtp_sink(settings) as post, chat_sink(settings) as chat:
        made = [
            create_channel(kind=kind, name=kind, address=chat.url, owner=here.marcus, by=here.omar)
            for kind in ("slack", "teams", "webhook")
        ]
        news = call_marcus(here, "@Marcus Boyle look <!channel> & **see**")
        deliveries = list(Delivery.objects.filter(news=news))
        assert len(deliveries) == 4 and not post.received and not chat.received
        run_all_at_once(deliveries)
        states = set(Delivery.objects.filter(news=news).values_list("state", "attempts"))
        print(f"\n{len(post.received)} mail, {len(chat.received)} posts of {4 * 3 + 4} jobs x 3 threads: {states}")
        assert states == {("sent", 1)}
        assert [message["To"] for message in post.received] == [here.marcus.email]
        assert "look <!channel>" in post.received[0].get_content()
        assert len(chat.received) == 3
        bodies = {tuple(json.loads(body)): (headers, body) for _path, headers, body in chat.received}
        assert b"&lt;!channel&gt;" in bodies[("text",)][1]
        headers, body = bodies[("event", "kind", "text", "excerpt", "url", "at")]
        assert headers["SalesOps-Event"] == str(news.uid) == json.loads(body)["event"]
        at, digest = (part.partition("=")[2] for part in headers["SalesOps-Signature"].split(","))
        secret = next(told for _channel, told in made if told)
        assert digest == hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
        Channel.objects.exclude(kind__in=("in_app", "mail")).update(is_on=False)


def test_a_failing_channel_shows_within_one_send(here: Company, settings: Any) -> None:
    from django.test import Client

    from tests.accounts.conftest import BACKEND

    client = Client()
    client.force_login(here.omar, backend=BACKEND)
    with smtp_sink(settings) as post, chat_sink(settings) as chat:
        channel, _secret = create_channel(
            kind="slack", name="West chat", address=chat.url, owner=here.marcus, by=here.omar
        )
        assert ">Failing<" not in client.get("/settings/channels?name=West").content.decode()
        chat.status = 500
        news = call_marcus(here, "@Marcus once")
        delivery = Delivery.objects.get(news=news, channel=channel)
        run_all_at_once([delivery])
        page = client.get("/settings/channels?name=West").content.decode()
        assert ">Failing<" in page and "The other side answered 500" in page
        channel.refresh_from_db()
        delivery.refresh_from_db()
        # Twins of a job that failed find the message waiting for its next try: one call, one failure.
        assert len(chat.received) == 1 and channel.failures == 1
        assert (delivery.state, delivery.attempts) == ("queued", 1) and delivery.due_at is not None
        told = Delivery.objects.get(news__kind="channel_failing", person=here.marcus)
        run_all_at_once([told])
        assert told.channel.kind == "mail" and "does not get through" in str(post.received[-1]["Subject"])
        chat.status = 200
        Delivery.objects.filter(pk=delivery.pk).update(due_at=None)
        run_all_at_once([delivery])
        channel.refresh_from_db()
        assert (channel.failing_since, channel.failures) == (None, 0) and channel.last_ok_at is not None
        assert len(chat.received) == 2
        Channel.objects.filter(pk=channel.pk).update(is_on=False)


def test_mail_that_is_refused_shows_and_is_tried_again(here: Company, settings: Any) -> None:
    with smtp_sink(settings) as post:
        post.refuses = True
        delivery = Delivery.objects.get(news=call_marcus(here, "@Marcus by mail"), channel__kind="mail")
        run_all_at_once([delivery])
        mail = Channel.objects.get(kind="mail")
        assert mail.failing_since is not None and mail.failures == 1 and not post.received
        assert "planted-marker" not in mail.last_error and here.marcus.email not in mail.last_error
        told = News.objects.get(kind="channel_failing", record_uid=mail.uid)
        assert not Delivery.objects.filter(news=told, channel=mail).exists()
        assert told.notifications.filter(person=here.omar).exists()
        post.refuses = False
        Delivery.objects.filter(pk=delivery.pk).update(due_at=None)
        run_all_at_once([delivery])
        assert len(post.received) == 1
        mail.refresh_from_db()
        assert mail.failing_since is None
