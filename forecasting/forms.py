"""Forms of the forecast pages."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forecasting.models import ForecastCall

SHORT = re.compile(r"(-?)(\d+(?:\.\d+)?)([km]?)", re.IGNORECASE)
TIMES = {"": 1, "k": 1000, "m": 1_000_000}


def typed(amount: Decimal) -> str:
    """An amount as somebody would type it: `960000`, `960000.50`."""
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


class AmountInput(forms.CharField):
    """An amount as people type it: `1,030,000`, `1030k`, `1.03m`, `$1.03M`."""

    default_error_messages = {"not_an_amount": _("This is not an amount: “%(text)s”.")}

    def to_python(self, value: Any) -> Any:
        text = str(value or "").replace(",", "").replace(" ", "").replace("−", "-").replace("$", "")
        if not text:
            return None
        found = SHORT.fullmatch(text)
        if found is None:
            raise forms.ValidationError(
                self.error_messages["not_an_amount"], code="not_an_amount", params={"text": str(value)[:40]}
            )
        return Decimal(found[1] + found[2]) * TIMES[found[3].lower()]


class CallForm(forms.Form):
    """One number for a node. `base` is the roll-up the page showed; an adjustment of a report must say why."""

    measure = forms.ChoiceField(label=_("What you change"), choices=ForecastCall.Measure.choices)
    value = AmountInput(label=_("Amount, won included"))
    mode = forms.ChoiceField(
        label=_("When the roll-up moves"),
        choices=[("replace", _("Keep this amount")), ("shift", _("Move with it"))],
        initial="replace",
    )
    note = forms.CharField(label=_("Why"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    base = forms.DecimalField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, is_adjustment: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = is_adjustment
        self.fields["value"].widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300)
