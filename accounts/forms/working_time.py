"""Forms of working calendars, holidays and leave."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.forms import RecordChoice, VersionedForm, day_field
from accounts.models import Leave, User
from accounts.planning_access import visible_calendars
from accounts.rules.hours_text import Unreadable, first_overlap, read_day

ISO_WEEKDAYS = {number + 1: word for number, word in WEEKDAYS.items()}
FIRST, LAST = date(1990, 1, 1), date(2199, 12, 31)


def near_day_field(label: Any, **options: Any) -> forms.DateField:
    """A day of the years people plan in."""
    field = day_field(label, **options)
    field.validators.append(_require_near)
    return field


def _require_near(day: date) -> None:
    if not FIRST <= day <= LAST:
        raise forms.ValidationError(_("Choose a year from 1990 to 2199."))


class CalendarForm(VersionedForm):
    """The hours of weekday n are the text `day_n`; `hours` in the cleaned data is what the operation takes."""

    name = forms.CharField(label=_("Name"), max_length=120)
    time_zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=64,
        help_text=_("Such as Europe/Lisbon; empty is the organisation's."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number, weekday in ISO_WEEKDAYS.items():
            hint = _("09:00–17:00, or several with a comma; past midnight 22:00–06:00; empty is closed.")
            self.fields[f"day_{number}"] = forms.CharField(
                label=weekday, required=False, max_length=120, help_text=hint if number == 1 else ""
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        hours = {}
        for number in ISO_WEEKDAYS:
            try:
                hours[number] = read_day(cleaned.pop(f"day_{number}", ""))
            except Unreadable:
                self.add_error(f"day_{number}", _("Write hours such as 08:00–12:00, 13:00–16:00."))
        clash = first_overlap(hours)
        if clash is not None:
            self.add_error(f"day_{clash}", _("These hours begin before others have closed."))
        return cleaned | {"hours": {number: found for number, found in hours.items() if found}}


class HolidayForm(forms.Form):
    date = near_day_field(_("Day"))
    name = forms.CharField(label=_("Name"), max_length=200)


class PrefillForm(forms.Form):
    country = forms.CharField(label=_("Country"), max_length=2, help_text=_("Two letters, such as PT."))
    subdivision = forms.CharField(
        label=_("Part of it"), required=False, max_length=10, help_text=_("Such as BY in DE; empty is all of it.")
    )
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2199)

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).strip().upper()


class CalendarChoiceForm(forms.Form):
    """`none` says what holds without a choice."""

    calendar = RecordChoice(label=_("Calendar"), queryset=None, required=False)
    start = near_day_field(_("From"), help_text=_("Days before keep their calendar."))

    def __init__(self, user: User, none: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["calendar"]
        choice.queryset, choice.empty_label = visible_calendars(user).order_by("name"), none


class LeaveForm(VersionedForm):
    """`end` in the cleaned data is exclusive."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Leave.Kind.choices)
    start = near_day_field(_("First day"))
    last = near_day_field(_("Last day"))
    minutes = forms.IntegerField(
        label=_("Only the last minutes of the day"),
        required=False,
        min_value=1,
        max_value=1439,
        help_text=_("For a part of one day, such as 240; empty is the whole day."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("Kind and note are seen by you, those above you, operations managers and finance."),
    )

    field_order = ("version", "kind", "start", "last", "minutes", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        last = cleaned.get("last")
        return cleaned if last is None else cleaned | {"end": last + timedelta(days=1)}
