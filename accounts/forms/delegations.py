"""The form of a delegation."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import RecordChoice
from accounts.forms.working_time import near_day_field
from accounts.models import User
from accounts.planning_access import possible_delegates
from accounts.queries.verb_words import verb_words
from accounts.rules.delegation import DELEGABLE


class DelegationForm(forms.Form):
    """`end` in the cleaned data is exclusive."""

    delegate = RecordChoice(label=_("Who acts for you"), queryset=None)
    start = near_day_field(_("First day"))
    last = near_day_field(_("Last day"), help_text=_("It ends by itself."))
    verbs = forms.MultipleChoiceField(label=_("What they may do"), widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people: Any = self.fields["delegate"]
        people.queryset = possible_delegates(user).order_by("name", "pk")
        words: Any = self.fields["verbs"]
        words.choices = sorted(((verb, verb_words(verb)) for verb in DELEGABLE & user.verbs), key=lambda pair: pair[1])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        last = cleaned.pop("last", None)
        return cleaned if last is None else cleaned | {"end": last + timedelta(days=1)}
