"""Which values stay when two records are merged."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_customers
from accounts.forms import RecordChoice
from accounts.models import Contact, CustomerAccount, User
from accounts.operations.merges import CHOICES, Versions
from accounts.rules.merges import taken_from
from salesops.web.templatetags.formats import money

LABELS: dict[str, Any] = {
    "name": _("Name"),
    "parent": _("Belongs to"),
    "account_type": _("Type"),
    "sector": _("Sector"),
    "country": _("Country"),
    "employees": _("Employees"),
    "annual_revenue": _("Yearly revenue"),
    "founded_year": _("Founded in"),
    "title": _("Title"),
    "email": _("E-mail"),
    "phone": _("Phone"),
}


@dataclass(frozen=True)
class Compared:
    """One field of both sides; `field` is None where both say the same."""

    label: str | Promise
    ours: str
    theirs: str
    field: forms.BoundField | None


class OtherForm(forms.Form):
    """Which account turned out to be the same one."""

    def __init__(self, user: User, customer: CustomerAccount, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = visible_customers(user, "customer.merge").exclude(pk=customer.pk).order_by("name", "pk")
        self.fields["with"] = RecordChoice(label=_("The same account as"), queryset=rows)


class MergeForm(forms.Form):
    """A choice for each field that differs; the versions are those of both records when they were looked at."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2_147_483_647)
    other_version = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2_147_483_647)

    def __init__(self, kind: str, survivor: Any, loser: Any, *args: Any, **options: Any) -> None:
        seen = {"version": survivor.row_version, "other_version": loser.row_version}
        super().__init__(*args, **options)
        self.initial = seen
        self.kind, self.sides = kind, (survivor, loser)
        for name, columns in CHOICES[kind].items():
            ours, theirs = (getattr(side, columns[0]) for side in self.sides)
            if ours != theirs:
                sides = [("survivor", shown(survivor, name)), ("loser", shown(loser, name))]
                stays = taken_from(ours, theirs, None)
                self.fields[name] = forms.ChoiceField(
                    label=LABELS[name], choices=sides, initial=stays, required=False, widget=forms.RadioSelect
                )

    @property
    def rows(self) -> list[Compared]:
        ours, theirs = self.sides
        return [
            Compared(LABELS[name], shown(ours, name), shown(theirs, name), self[name] if name in self.fields else None)
            for name in CHOICES[self.kind]
        ]

    def asked(self) -> dict[str, Any]:
        """What the operation takes: the choices that were made, and what was looked at."""
        data = self.cleaned_data
        choices = {name: data[name] for name in CHOICES[self.kind] if data.get(name)}
        return {
            "choices": choices,
            "seen": Versions(data["version"], data["other_version"]),
            "reason": data["reason"],
        }


def shown(side: CustomerAccount | Contact, name: str) -> str:
    value = getattr(side, name)
    if value in (None, ""):
        return "–"
    if isinstance(side, CustomerAccount) and name == "annual_revenue":
        return money(value, side.annual_revenue_currency or "")
    return str(value)
