"""Every table of the inbox."""

from salesops.inbox.models.news import Channel, Delivery, Follow, Mute, News, Notification, Preference
from salesops.inbox.models.talk import Comment, CommentCopy, Mention, Task

__all__ = [
    "Channel",
    "Comment",
    "CommentCopy",
    "Delivery",
    "Follow",
    "Mention",
    "Mute",
    "News",
    "Notification",
    "Preference",
    "Task",
]
