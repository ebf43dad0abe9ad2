"""Delegation: somebody acts for somebody else on some days, with the verbs that were named."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.rules.delegation import verbs_under
from salesops.db.models import PublicRecord

PERSON = settings.AUTH_USER_MODEL


class Delegation(PublicRecord):
    """`delegate` may do `verbs` over what `person` reaches, on the days of `during`, and not hand them on."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="acts_for")
    during = DateRangeField()
    verbs = ArrayField(models.CharField(max_length=60))
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("delegate")), name="delegation_not_self"),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                name="delegation_has_days",
            ),
            models.CheckConstraint(condition=Q(verbs__len__gt=0), name="delegation_names_verbs"),
            ExclusionConstraint(
                name="delegation_no_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("delegate", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    @property
    def verbs_now(self) -> frozenset[str]:
        """`person` is read without whom they act for themselves: nothing is handed on."""
        return verbs_under(frozenset(self.verbs), self.person.verbs) if self.person.is_active else frozenset()

    @property
    def last_day(self) -> date:
        return self.during.upper - timedelta(days=1)
