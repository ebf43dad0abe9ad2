"""What a claim on an account takes, and what decides it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import day_field


class ClaimForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it should be yours"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("accept", _("Accept: the owner changes")), ("decline", _("Decline: it stays where it is"))],
        initial="accept",
        widget=forms.RadioSelect,
    )
    start = day_field(_("Owner from"), help_text=_("Days before keep their owner. Only when you accept."))
    note = forms.CharField(label=_("Answer"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
