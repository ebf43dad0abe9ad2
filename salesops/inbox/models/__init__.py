"""Every table of the inbox."""

from salesops.inbox.models.talk import Comment, CommentCopy, Mention, Task

__all__ = ["Comment", "CommentCopy", "Mention", "Task"]
