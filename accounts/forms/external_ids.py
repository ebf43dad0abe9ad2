"""What the page of an account's ids in other systems reads."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ExternalIdForm(forms.Form):
    source = forms.CharField(label=_("System"), max_length=40, help_text=_("As its imports are named here: crm, erp."))
    external_id = forms.CharField(label=_("ID there"), max_length=300)
