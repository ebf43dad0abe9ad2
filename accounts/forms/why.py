"""Who is asked about, and what they would do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_people
from accounts.forms import RecordChoice
from accounts.models import User
from accounts.queries.verb_words import verb_words


class WhyForm(forms.Form):
    person = RecordChoice(label=_("Person"), queryset=None)
    verb = forms.ChoiceField(label=_("May they"))

    def __init__(self, user: User, verbs: tuple[str, ...], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["person"].queryset = visible_people(user).order_by("name", "pk")
        fields["verb"].choices = [(verb, verb_words(verb)) for verb in verbs]
