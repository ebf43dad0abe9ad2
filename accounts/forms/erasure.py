"""What the pages of requests about personal data read."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import today
from accounts.forms import day_field
from accounts.models import ErasureRequest, User
from accounts.personal import SubjectKind, in_order, subject_kinds

MOST = 10
SHORTEST = 3


@dataclass(frozen=True)
class Found:
    """Somebody who may be meant. `key` is what the form sends."""

    key: str
    kind: Any
    name: str
    address: str
    detail: str


def find_subjects(user: User, text: str) -> list[Found]:
    """By name or address, ten of a kind, among whom one may see. Less than three letters find nobody."""
    text = text.strip()
    if len(text) < SHORTEST:
        return []
    return [_found(kind, row) for kind in in_order() for row in _rows(kind, user, text)]


def subject_of(user: User, key: str) -> tuple[str, UUID] | None:
    """Kind and uid of one that `user` may see; None for anything else."""
    name, _colon, uid = key.partition(":")
    kind = subject_kinds.get(name)
    try:
        found = kind is not None and kind.visible(user).filter(uid=UUID(uid)).exists()
    except ValueError:
        return None
    return (name, UUID(uid)) if found else None


def _rows(kind: SubjectKind, user: User, text: str) -> Any:
    asked = Q()
    for column in (*kind.names, *kind.addresses):
        asked |= Q(**{f"{column}__icontains": text})
    return kind.visible(user).filter(asked).order_by(*kind.names, "pk")[:MOST]


def _found(kind: SubjectKind, row: Any) -> Found:
    address = next((value for name in kind.addresses if (value := getattr(row, name))), "")
    return Found(f"{kind.key}:{row.uid}", kind.label, str(row), address, kind.detail(row))


class RequestForm(forms.Form):
    subject = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("Asks for"), choices=ErasureRequest.Kind.choices)
    received_on = day_field(_("Received on"), help_text=_("To be answered within 30 days."))
    note = forms.CharField(
        label=_("What they wrote"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, user: User, found: list[Found], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["received_on"].initial = today
        self.user = user
        choices = [
            (one.key, " · ".join(filter(None, (one.name, str(one.kind), one.address, one.detail)))) for one in found
        ]
        self.fields["subject"].choices = choices  # type: ignore[attr-defined]


class HowForm(forms.Form):
    how = forms.CharField(
        label=_("How you know that it is them"), max_length=300, help_text=_("Such as a call back to a known number.")
    )


class OutcomeForm(forms.Form):
    outcome = forms.CharField(label=_("What was handed over or corrected"), max_length=300)


class RefuseForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class ApproveErasureForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        help_text=_("Needed when you previewed it yourself, because nobody else can approve."),
    )
