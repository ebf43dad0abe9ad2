"""What people say and hand each other about any record. The record is named by kind and uid (kernel/records.py)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesops.db.append_only import append_only
from salesops.db.models import EditableRecord
from salesops.db.scoped import ScopedQuerySet

PERSON = settings.AUTH_USER_MODEL
LONGEST_BODY = 10_000


class Comment(EditableRecord):
    """Markdown without HTML. A withdrawn one is shown to nobody; its words stay for who must answer for them."""

    kind = models.SlugField(max_length=40)
    record_uid = models.UUIDField()
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="comments")
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="comment_says_something")]
        indexes = [models.Index(fields=["kind", "record_uid", "id"], name="comment_of_record")]

    def __str__(self) -> str:
        return str(self.uid)


class CommentCopy(models.Model):
    """The words of a comment before an edit, true from `written_at` until `replaced_at`."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="copies")
    body = models.TextField()
    written_at = models.DateTimeField()
    replaced_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        triggers = append_only("inbox_commentcopy", erasable=("body",))


class Mention(models.Model):
    """A person named in a comment, told once however often it is edited."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="mentions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mention_once")]


class Task(EditableRecord):
    """Something one person is to do about a record. `source_uid`: the obligation or contract it stands for."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")

    class Origin(models.TextChoices):
        HAND = "hand", _("Given by hand")
        OBLIGATION = "obligation", _("Obligation")
        NOTICE = "notice", _("Notice day")
        REVIEW = "review", _("Review")
        MEETING = "meeting", _("Meeting")
        COACHING = "coaching", _("Coaching")

    kind = models.SlugField(max_length=40)
    record_uid = models.UUIDField()
    title = models.CharField(max_length=300)
    assignee = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=4, choices=State, default=State.OPEN)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.HAND)
    source_uid = models.UUIDField(null=True, blank=True)
    made_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.UniqueConstraint(fields=["origin", "source_uid"], name="task_source_once"),
            models.CheckConstraint(
                condition=Q(state="open", done_at__isnull=True) | Q(state="done", done_at__isnull=False),
                name="task_done_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "record_uid"], name="task_of_record"),
            models.Index(fields=["assignee", "due"], condition=Q(state="open"), name="task_open_of_person"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
