"""What an order and a product in use take on a page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import day_field
from accounts.forms.contracts import AmountInput


class OrderForm(forms.Form):
    number = forms.CharField(label=_("Number"), max_length=80)
    ordered_on = day_field(_("Ordered on"))
    name = forms.CharField(label=_("What was ordered"), max_length=300)
    quantity = forms.DecimalField(label=_("Quantity"), max_digits=15, decimal_places=3, initial=1)
    amount = AmountInput(label=_("Amount"), max_length=30)
    currency = forms.CharField(label=_("Currency"), max_length=3)

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).strip().upper()


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class InstalledForm(forms.Form):
    name = forms.CharField(label=_("Product"), max_length=300)
    competitor = forms.CharField(
        label=_("Made by"), required=False, max_length=200, help_text=_("Empty: it is one of ours.")
    )
    start = day_field(_("In use from"), required=False)
    end = day_field(_("Up to"), required=False, help_text=_("The first day without it; empty while it is in use."))
