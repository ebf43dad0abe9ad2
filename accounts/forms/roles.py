"""What the pages of own roles read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import VersionedForm
from accounts.models import Role, RoleGrant
from accounts.queries.verb_words import VERB_WORDS
from accounts.rules.roles import VERBS

WORDED = [(verb, VERB_WORDS[verb]) for verb in VERBS]


class RoleForm(VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    scope = forms.ChoiceField(
        label=_("Over"), choices=RoleGrant.Scope.choices, help_text=_("Unless a grant says otherwise.")
    )
    home = forms.ChoiceField(label=_("Home page"), choices=Role.Home.choices)
    second_factor = forms.BooleanField(
        label=_("Who holds it must have a second factor"),
        required=False,
        help_text=_("Always, where it grants roles, changes people or approves erasures."),
    )
    verbs = forms.MultipleChoiceField(label=_("Carries"), choices=WORDED, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=300, help_text=_("Needed for more rights in a role of your own.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["home"].initial = Role.Home.OTHER


class RetireForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)
