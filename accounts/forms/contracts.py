"""What the pages of contracts read."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_customers
from accounts.contract_access import visible_contracts
from accounts.forms import RecordChoice, VersionedForm, day_field, here
from accounts.models import Contract, Obligation, User
from accounts.operations.contract_terms import MOST_MONTHS, MOST_NOTICE, Line
from accounts.operations.renewals import RENEWABLE
from accounts.products import products
from salesops.web.filter_kinds import parse_amount

SPARE_LINES = 2
MOST_LINES = 40


class AmountInput(forms.CharField):
    """`184k`, `36,800`, `1.2m`; empty is no amount."""

    widget = forms.TextInput(attrs={"class": "number", "inputmode": "decimal"})

    def clean(self, value: Any) -> Decimal | None:
        text = str(super().clean(value)).replace(",", "").strip()
        try:
            return parse_amount(text) if text else None
        except ValueError as error:
            raise forms.ValidationError(_("This is not an amount: “%(text)s”."), params={"text": text[:40]}) from error

    def prepare_value(self, value: Any) -> Any:
        return format(value.normalize(), "f") if isinstance(value, Decimal) else value


class ContractForm(VersionedForm):
    """The terms; `line_rows` are its lines, one row of fields each, a few empty ones at the end.

    A line's product is typed by its name; `offered` are the names to choose from, none where nothing is sold yet.
    """

    number = forms.CharField(label=_("Number"), required=False, max_length=60, help_text=_("Empty: it gets its own."))
    type = forms.ChoiceField(label=_("Type"), choices=Contract.Type.choices)
    start = day_field(_("First day"))
    last_day = day_field(_("Last day"), help_text=_("Still in the contract."))
    currency = forms.CharField(label=_("Currency"), max_length=3)
    notice_days = forms.IntegerField(label=_("Notice, days before the last day"), min_value=0, max_value=MOST_NOTICE)
    auto_renew = forms.BooleanField(label=_("Renews itself without notice"), required=False)
    renewal_months = forms.IntegerField(
        label=_("Renews for, months"),
        required=False,
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=_("Empty: as long as now."),
    )
    renewal_value = AmountInput(
        label=_("Value to renew"),
        required=False,
        max_length=30,
        help_text=_("Of more than a year: its yearly part. Empty: as the lines have it."),
    )
    owner = RecordChoice(label=_("Owner"), queryset=None, required=False, empty_label=_("Nobody"))

    def __init__(self, user: User, data: Any = None, *, lines: list[Line] | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["owner"].queryset = here(user)  # type: ignore[attr-defined]
        known = lines or []
        sold = products()
        # A product that nobody knows here any more stays with the line that names it.
        self.names = {line.product_uid: str(line.product_uid) for line in known if line.product_uid}
        self.names |= {uid: one.name for uid, one in sold.items()}
        self.offered = [one.name for one in sold.values() if one.is_offered]
        posted = sum(f"line-{n}-name" in self.data for n in range(MOST_LINES))
        self.numbers = range(min(max(len(known) + SPARE_LINES, posted), MOST_LINES))
        for number in self.numbers:
            self._add_line(number, known[number] if number < len(known) else None)

    def _add_line(self, number: int, line: Line | None) -> None:
        words = {"n": number + 1}
        fields = {
            "name": forms.CharField(label=_("What line %(n)s is for") % words, required=False, max_length=200),
            "value": AmountInput(label=_("Value of line %(n)s") % words, required=False, max_length=30),
            "recurring": forms.BooleanField(label=_("Line %(n)s recurs") % words, required=False),
            "product": forms.CharField(
                label=_("Product of line %(n)s") % words,
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs={"list": "products-offered", "autocomplete": "off"}),
            ),
        }
        shown = (
            {"name": line.name, "value": line.value, "recurring": line.recurring, "product": self._named(line)}
            if line
            else {"recurring": True}
        )
        for name, field in fields.items():
            self.fields[f"line-{number}-{name}"] = field
            self.initial[f"line-{number}-{name}"] = shown.get(name)

    def line_rows(self) -> list[tuple[forms.BoundField, ...]]:
        return [tuple(self[f"line-{n}-{name}"] for name in LINE) for n in self.numbers]

    def _named(self, line: Line) -> str:
        return self.names[line.product_uid] if line.product_uid else ""

    def terms(self) -> list[forms.BoundField]:
        """The visible fields beside the lines."""
        return [field for field in self.visible_fields() if not field.name.startswith("line-")]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).strip().upper()

    def clean(self) -> dict[str, Any]:
        """The lines in one value; a row without words and value is none."""
        asked = dict(super().clean() or self.cleaned_data)
        by_name = {name.lower(): uid for uid, name in self.names.items()}
        for field in [f"line-{n}-product" for n in self.numbers if asked.get(f"line-{n}-product")]:
            typed = asked[field].strip()
            asked[field] = by_name.get(typed.lower())
            if asked[field] is None:
                self.add_error(field, _("We sell no product of this name: “%(name)s”.") % {"name": typed[:60]})
        rows = [[asked.pop(f"line-{n}-{name}", None) for name in LINE] for n in self.numbers]
        asked["lines"] = [_line(*row) for row in rows if row[0] or row[1] is not None]
        return asked


LINE = ("name", "value", "recurring", "product")


def _line(name: str, value: Decimal | None, recurring: bool, product: UUID | str | None) -> Line:
    return Line(name or "", value or Decimal(0), bool(recurring), product or None)  # type: ignore[arg-type]


class NewContractForm(ContractForm):
    customer = RecordChoice(label=_("Account"), queryset=None)

    field_order = ("customer",)

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(user, *args, **options)
        rows = visible_customers(user, "contract.change").order_by("name", "pk")
        self.fields["customer"].queryset = rows  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class ApproveForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you approve what you made yourself"),
        max_length=300,
        required=False,
        help_text=_("Only where nobody else can approve."),
    )


class SignForm(forms.Form):
    signed_on = day_field(_("Signed by both on"))


class TerminateForm(forms.Form):
    terminated_on = day_field(_("Holds up to"))
    reason = forms.CharField(label=_("Reason"), max_length=300)


class NoticeForm(forms.Form):
    given_on = day_field(_("Notice given on"))


class RenewForm(forms.Form):
    """`together_with`: other contracts of the account that end in the same new one."""

    start = day_field(_("First day"))
    months = forms.IntegerField(label=_("For how many months"), min_value=1, max_value=MOST_MONTHS)
    value = AmountInput(
        label=_("Value"),
        required=False,
        max_length=30,
        help_text=_("Empty: what is left to renew. Less than that: renew the rest with a second contract."),
    )
    together_with: Any = forms.ModelMultipleChoiceField(
        label=_("Ends together with"),
        queryset=None,
        required=False,
        to_field_name="uid",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, user: User, contract: Contract, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        others = visible_contracts(user, "contract.change").filter(
            customer=contract.customer_id, currency=contract.currency, state__in=RENEWABLE
        )
        rows = others.exclude(pk=contract.pk).order_by("during", "pk")
        self.fields["together_with"].queryset = rows  # type: ignore[attr-defined]
        if not rows.exists():
            del self.fields["together_with"]


class FileForm(forms.Form):
    file = forms.FileField(label=_("Attach a PDF, Word document or picture"))


class ObligationForm(VersionedForm):
    name = forms.CharField(label=_("What is to be done"), max_length=300)
    due = day_field(_("By"))
    owner = RecordChoice(label=_("Owner"), queryset=None, required=False, empty_label=_("The contract's owner"))
    recurrence = forms.ChoiceField(
        label=_("How often"), required=False, choices=[("", _("Once")), *Obligation.Recurrence.choices]
    )

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = here(user)  # type: ignore[attr-defined]
