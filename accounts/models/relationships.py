"""Who of us knows whom: weights that were computed from logged activities, or stated."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.customers import Contact
from salesops.db.models import PublicRecord

PERSON = settings.AUTH_USER_MODEL


class Relationship(PublicRecord):
    """`weight` adds to the others of the same two; one without consent is kept and counts for nothing.

    `removed_at`: taken away by a person; the nightly job does not bring it back. weighed_on: the day that a computed
    weight is as of; it fades from there.
    """

    class Source(models.TextChoices):
        COMPUTED = "computed", _("From activities")
        HAND = "hand", _("By hand")
        IMPORT = "import", _("From a file")
        API = "api", _("By a program")

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="relationships")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="relationships")
    source = models.CharField(max_length=8, choices=Source)
    weight = models.FloatField()
    seen_on = models.DateField()
    weighed_on = models.DateField(null=True, blank=True)
    consent = models.BooleanField(default=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["contact"], name="relationship_contact")]
        constraints = [
            models.UniqueConstraint(fields=["person", "contact", "source"], name="relationship_unique"),
            models.CheckConstraint(condition=models.Q(weight__gte=0), name="relationship_weight"),
        ]
