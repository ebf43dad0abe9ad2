"""Re-organisation: moves of people and teams that are drafted together and take effect on one day."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from salesops.db.models import EditableRecord, PublicRecord

PERSON = settings.AUTH_USER_MODEL


class Reorganisation(EditableRecord):
    """`kept`: how lines, teams and parents were before it was scheduled, and how it left them, for taking it back."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")
        CANCELLED = "cancelled", _("Cancelled")

    name = models.CharField(max_length=120)
    effective = models.DateField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    kept = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-effective", "-pk"]

    def __str__(self) -> str:
        return self.name


class PersonMove(PublicRecord):
    """A new manager (none: the top), a new primary team (none: no team), or both."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="moves")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    changes_manager = models.BooleanField(default=False)
    manager = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changes_team = models.BooleanField(default=False)
    team = models.ForeignKey("accounts.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reorganisation", "person"], name="move_once"),
            models.CheckConstraint(
                condition=Q(changes_manager=True) | Q(changes_team=True), name="move_changes_something"
            ),
            models.CheckConstraint(
                condition=Q(manager__isnull=True) | ~Q(manager=F("person")), name="move_not_under_self"
            ),
        ]


class TeamMove(PublicRecord):
    """A team under another one; `parent` none: a team by itself."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="team_moves")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("accounts.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["reorganisation", "team"], name="team_move_once")]


class TeamParent(models.Model):
    """The team a team is part of, on some days."""

    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="parents")
    parent = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="children")
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="team_one_parent",
                expressions=[("team", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=~Q(team=F("parent")), name="team_not_its_parent"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="team_no_cycle",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("found", "bigint")],
                func="""
                    WITH RECURSIVE up(id, during) AS (
                        SELECT NEW.parent_id, NEW.during
                        UNION
                        SELECT p.parent_id, p.during * up.during
                        FROM accounts_teamparent p JOIN up ON p.team_id = up.id
                        WHERE p.during && up.during
                    )
                    SELECT id INTO found FROM up WHERE id = NEW.team_id LIMIT 1;
                    IF found IS NOT NULL THEN
                        RAISE EXCEPTION 'team_no_cycle: a team would be part of itself'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'team_no_cycle';
                    END IF;
                    RETURN NULL;
                """,
            )
        ]
