"""Forms of a re-organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_people, visible_teams
from accounts.forms import RecordChoice, VersionedForm, here
from accounts.forms.working_time import near_day_field
from accounts.models import User


class PlanForm(VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    effective = near_day_field(_("Takes effect on"), help_text=_("Days before keep their line and teams."))


class PersonMoveForm(forms.Form):
    """`change` in the cleaned data names what moves: `manager`, `team` or both; None is the top, or no team."""

    person = RecordChoice(label=_("Person"), queryset=None)
    to_top = forms.BooleanField(label=_("Reports to nobody, the top"), required=False)
    manager = RecordChoice(label=_("New manager"), queryset=None, required=False, empty_label=_("Stays"))
    no_team = forms.BooleanField(label=_("In no team"), required=False)
    team = RecordChoice(label=_("New team"), queryset=None, required=False, empty_label=_("Stays"))

    field_order = ("person", "manager", "to_top", "team", "no_team")

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices: Any = self.fields
        choices["person"].queryset = visible_people(user).order_by("name", "pk")
        choices["manager"].queryset = here(user)
        choices["team"].queryset = visible_teams(user).order_by("name")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        change = {}
        for name, none in (("manager", "to_top"), ("team", "no_team")):
            if cleaned.get(none) and cleaned.get(name):
                self.add_error(name, _("Choose one or nothing."))
            if cleaned.get(none) or cleaned.get(name):
                change[name] = cleaned.get(name)
        if not change and not self.errors:
            self.add_error("manager", _("Choose a manager or a team."))
        return cleaned | {"change": change}


class TeamMoveForm(forms.Form):
    team = RecordChoice(label=_("Team"), queryset=None)
    parent = RecordChoice(label=_("Is part of"), queryset=None, required=False, empty_label=_("No other team"))

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices: Any = self.fields
        choices["team"].queryset = choices["parent"].queryset = visible_teams(user).order_by("name")
