"""What the demo's people say about open deals, and what waits in their inboxes. Nothing leaves the house."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from accounts.models import ReportingLine, User
from pipeline.models import Opportunity
from salesops.db.secrets import sealed
from salesops.demo.company import People
from salesops.demo.uids import fresh_uid
from salesops.inbox.models import Channel, Comment, Mention, News, Notification, Task

ASKED = (
    "@{rep} who signs on their side, and has **legal** seen the paper?",
    "@{rep} their close date moved twice. What has to be true for this quarter?",
    "@{rep} good call yesterday. Can we bring their IT in before the pricing talk?",
)
ANSWERED = (
    "Their operations director signs. Legal has it since Monday:\n\n- liability cap is open\n- the rest is agreed",
    "Budget is approved, procurement wants three references. Two are sent.",
    "They asked for a pilot in one warehouse first.",
)
TASKS = (("Send the third reference", 2), ("Get the redlines back from legal", -1), ("Book the pricing talk", 5))
DEALS_EACH = 3
HOUR = timedelta(hours=1)


@dataclass
class Talk:
    """Writes rows that look as the operations leave them."""

    rng: Random
    until: datetime

    def comment(
        self, deal: Opportunity, author: User, body: str, hours_ago: int, called: User | None = None
    ) -> Comment:
        at = self.until - hours_ago * HOUR
        about = {"kind": "deal", "record_uid": deal.uid}
        made = Comment.objects.create(**about, uid=fresh_uid(self.rng), author=author, body=body, created_at=at)
        if called is not None:
            Mention.objects.create(comment=made, person=called)
        return made

    def tell(self, kind: str, key: str, deal: Opportunity, by: User, to: User, at: datetime, **more: Any) -> None:
        uid = fresh_uid(self.rng)
        news = News.objects.create(
            uid=uid, key=key, kind=kind, record_kind="deal", record_uid=deal.uid, by=by, at=at, **more
        )
        is_old = self.until - at > 40 * HOUR
        Notification.objects.create(
            uid=fresh_uid(self.rng), news=news, person=to, made_at=at, read_at=at + HOUR if is_old else None,
            scope_hash="0" * 64,
        )  # fmt: skip

    def task(self, deal: Opportunity, title: str, days: int, by: User, to: User, hours_ago: int) -> Task:
        at = self.until - hours_ago * HOUR
        due = (self.until + timedelta(days=days)).date()
        return Task.objects.create(
            uid=fresh_uid(self.rng), kind="deal", record_uid=deal.uid, title=title, assignee=to, due=due, made_by=by,
            created_at=at,
        )  # fmt: skip


def write_talk(seed: int, people: People, until: datetime) -> int:
    """About the largest open deals of everybody who sells now; how many comments. Its own seed."""
    talk, count = Talk(Random(f"talk {seed}"), until), 0
    for boss in people.managers.values():
        lines = ReportingLine.objects.filter(manager=boss, during__contains=until.date()).select_related("person")
        for line in lines.order_by("person"):
            own = Opportunity.objects.filter(owner=line.person, status="open", amount__isnull=False)
            # The oldest first: inboxes list what came last on top.
            for number, deal in reversed(list(enumerate(own.order_by("-amount", "pk")[:DEALS_EACH]))):
                count += _about(talk, deal, line.person, boss, number)
    Channel.objects.create(
        uid=fresh_uid(talk.rng), kind=Channel.Kind.SLACK, name="West chat", owner=people.managers["West"],
        address=sealed("https://hooks.slack.com/services/none"), host="hooks.slack.com", is_on=False,
    )  # fmt: skip
    return count


def _about(talk: Talk, deal: Opportunity, rep: User, boss: User, number: int) -> int:
    hours = 6 + 26 * number
    asked = talk.comment(deal, boss, ASKED[number].format(rep=rep.name), hours, called=rep)
    answered = talk.comment(deal, rep, ANSWERED[number], hours - 2)
    title, days = TASKS[number]
    task = talk.task(deal, title, days, boss, rep, hours - 1)
    at = talk.until - hours * HOUR
    talk.tell("mention", f"mention:{asked.uid}", deal, boss, rep, at, about_uid=asked.uid)
    talk.tell("comment", f"comment:{answered.uid}", deal, rep, boss, at + 2 * HOUR, about_uid=answered.uid)
    talk.tell("task", f"task:{task.uid}:1", deal, boss, rep, at + HOUR, about_uid=task.uid, facts={"title": title})
    return 2
