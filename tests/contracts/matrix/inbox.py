"""Routes of comments, tasks, notifications and channels. What they are about is Acme's, which is Priya's."""

from typing import Any

from django.utils import timezone

from salesops.inbox.models import Channel, Comment, Delivery, News, Notification, Task
from tests.contracts.matrix import IN, NO, NONE, OUT, SIGNED_IN, Route, roles


def on_acme(company: Any) -> dict[str, Any]:
    return {"kind": "customer", "record_uid": company.acme.uid}


def comment_of_priya(company: Any) -> dict[str, Any]:
    return {"uid": Comment.objects.get_or_create(**on_acme(company), author=company.priya, body="Said")[0].uid}


def task_of_priya(company: Any) -> dict[str, Any]:
    known = {"assignee": company.priya, "made_by": company.marcus}
    return {"uid": Task.objects.get_or_create(**on_acme(company), title="Call", defaults=known)[0].uid}


def done_task_of_priya(company: Any) -> dict[str, Any]:
    known = {"assignee": company.priya, "made_by": company.marcus, "state": "done", "done_at": timezone.now()}
    return {"uid": Task.objects.get_or_create(**on_acme(company), title="Called", defaults=known)[0].uid}


def news_of_acme(company: Any) -> News:
    known = {"kind": "comment", "record_kind": "customer", "record_uid": company.acme.uid, "by": company.marcus}
    return News.objects.get_or_create(key="of acme, in the matrix", defaults=known)[0]


def notification_of_priya(company: Any) -> dict[str, Any]:
    return {"uid": Notification.objects.get_or_create(news=news_of_acme(company), person=company.priya)[0].uid}


def chat(company: Any) -> Channel:
    known = {"owner": company.marcus, "address": "sealed", "host": "hooks.example.com", "kind": "slack"}
    return Channel.objects.get_or_create(name="West chat", defaults=known)[0]


def failed_delivery(company: Any) -> dict[str, Any]:
    known = {"state": "failed", "attempts": 9}
    found = Delivery.objects.get_or_create(
        news=news_of_acme(company), person=company.marcus, channel=chat(company), defaults=known
    )
    return {"uid": found[0].uid}


OBJECTS = {
    "talk_of_acme": lambda company: {"kind": "customer", "uid": company.acme.uid},
    "comment_of_priya": comment_of_priya,
    "task_of_priya": task_of_priya,
    "done_task_of_priya": done_task_of_priya,
    "notification_of_priya": notification_of_priya,
    "in_app": lambda company: {"uid": Channel.objects.get(kind="in_app").uid},
    "chat": lambda company: {"uid": chat(company).uid},
    "failed_delivery": failed_delivery,
}

SIGNED_OUT = {"anonymous": OUT, "token": OUT}
STRANGERS = {"outsider": NONE, "peer": NONE, "admin": NONE}
SEES = roles(IN, **STRANGERS, **SIGNED_OUT)
OWN = roles(NO, rep=IN, **STRANGERS, **SIGNED_OUT)
# Who has it, who gave it, and who steers the one who has it.
DOES = roles(IN, analyst=NO, finance=NO, **STRANGERS, **SIGNED_OUT)
OF_PRIYA = roles(NONE, rep=IN, **SIGNED_OUT)
CHANNEL = roles(IN, outsider=NONE, **SIGNED_OUT)
KEEPS = roles(NO, outsider=NONE, ops_manager=IN, admin=IN, **SIGNED_OUT)
KEEPS_ALL = roles(NO, ops_manager=IN, admin=IN, **SIGNED_OUT)
LOG = roles(NONE, ops_manager=IN, admin=IN, manager=NO, **SIGNED_OUT)


def by_token(page: Any, token: str) -> Any:
    """The same as a page, but for the token: it reads as its owner and writes nothing."""
    return {**page, "token": token}


READS = roles(IN, anonymous=OUT)
WRITES = roles(IN, anonymous=OUT, token=NO)

ROUTES = [
    Route("inbox:inbox", get=SIGNED_IN),
    Route("inbox:read_all", post=SIGNED_IN),
    Route("inbox:read", object="notification_of_priya", post=OF_PRIYA),
    Route("inbox:unread", object="notification_of_priya", post=OF_PRIYA),
    Route("inbox:talk", object="talk_of_acme", get=SEES),
    Route("inbox:comment_new", object="talk_of_acme", post=SEES, body={"body": "Said"}),
    Route("inbox:task_new", object="talk_of_acme", get=SEES, post=SEES),
    Route("inbox:people_options", object="talk_of_acme", get=SEES, query="?assignee_text=a"),
    Route("inbox:snooze", object="notification_of_priya", post=OF_PRIYA, body={"until": "tomorrow"}),
    Route("inbox:follow", object="talk_of_acme", post=SEES),
    Route("inbox:unfollow", object="talk_of_acme", post=SEES),
    Route("inbox:mute", object="talk_of_acme", post=SEES),
    Route("inbox:unmute", object="talk_of_acme", post=SEES),
    Route("inbox:comment", object="comment_of_priya", get=SEES, post=OWN),
    Route("inbox:comment_withdraw", object="comment_of_priya", post=OWN),
    Route("inbox:tasks", get=SIGNED_IN),
    Route("inbox:task", object="task_of_priya", get=SEES, post=DOES),
    Route("inbox:task_done", object="task_of_priya", post=DOES),
    Route("inbox:task_reopen", object="done_task_of_priya", post=DOES),
    Route("inbox:preferences", get=SIGNED_IN, post=SIGNED_IN),
    Route("inbox:channels", get=SIGNED_IN),
    Route("inbox:channel_new", get=KEEPS_ALL, post=KEEPS_ALL),
    Route("inbox:channel", object="chat", get=CHANNEL, post=KEEPS),
    Route("inbox:channel_test", object="in_app", post=KEEPS),
    Route("inbox:channel_secret", object="chat", post=KEEPS),
    Route("inbox:delivery_again", object="failed_delivery", post=LOG),
    Route("inbox_api:comments", get=READS, post=WRITES),
    Route(
        "inbox_api:comment",
        object="comment_of_priya",
        get=by_token(SEES, IN),
        patch=by_token(OWN, NO),
        delete=by_token(OWN, NO),
    ),
    Route("inbox_api:tasks", get=READS, post=WRITES),
    Route("inbox_api:task", object="task_of_priya", get=by_token(SEES, IN), patch=by_token(DOES, NO)),
    Route("inbox_api:task_done", object="task_of_priya", post=by_token(DOES, NO)),
    Route("inbox_api:task_reopen", object="done_task_of_priya", post=by_token(DOES, NO)),
    Route("inbox_api:notifications", get=READS),
    Route("inbox_api:read_all", post=WRITES),
    Route("inbox_api:read", object="notification_of_priya", post=by_token(OF_PRIYA, NO)),
    Route("inbox_api:unread", object="notification_of_priya", post=by_token(OF_PRIYA, NO)),
    Route("inbox_api:snooze", object="notification_of_priya", post=by_token(OF_PRIYA, NO)),
    Route("inbox_api:follow", post=WRITES),
    Route("inbox_api:unfollow", post=WRITES),
    Route("inbox_api:preferences", get=READS, patch=WRITES),
    Route("inbox_api:mute", post=WRITES),
    Route("inbox_api:unmute", post=WRITES),
    Route("inbox_api:channels", get=READS, post=by_token(KEEPS_ALL, NO)),
    Route("inbox_api:channel", object="chat", get=by_token(CHANNEL, IN), patch=by_token(KEEPS, NO)),
    Route("inbox_api:channel_test", object="in_app", post=by_token(KEEPS, NO)),
    Route("inbox_api:channel_secret", object="chat", post=by_token(KEEPS, NO)),
    Route("inbox_api:deliveries", get=READS),
    Route("inbox_api:delivery_again", object="failed_delivery", post=by_token(LOG, NO)),
]
