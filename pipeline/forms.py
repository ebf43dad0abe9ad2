"""What people type: forms over the pipeline's operations. They read values; the operations judge them."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_customers, visible_people
from accounts.models import Currency, User
from accounts.operations.contract_terms import MOST_MONTHS
from accounts.queries.organisation import organisation
from pipeline.access import visible_deals
from pipeline.models import Activity, Opportunity, Product, Reason, Stage
from pipeline.models.leads import SourcedBy
from pipeline.models.opportunities import Kind
from pipeline.queries.categories import category_labels
from salesops.kernel.errors import SalesOpsError
from salesops.kernel.money import minor_units, round_half_up
from salesops.kernel.period_names import EARLIEST, LATEST
from salesops.web.filter_kinds import parse_amount

MONEY_HINT = _("Type 36,800 or 184k")
THOUSANDS = re.compile(r"[-−]?\d{1,3}(?:,\d{3})+(?![\d,]).*")
SOME_DAY = _("Write a day between 1900 and 2199.")


class MoneyInput(forms.CharField):
    """`184k`, `36,800`, `1.2m`; empty is no amount. A comma parts thousands: `12,5` is not read as 125."""

    widget = forms.TextInput(attrs={"class": "number", "inputmode": "decimal"})

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value).replace("$", "").strip()
        if not text:
            return None
        try:
            if "," in text and not THOUSANDS.fullmatch(text):
                raise ValueError(text)
            return parse_amount(text.replace(",", ""))
        except ValueError as error:
            raise forms.ValidationError(_("This is not an amount.")) from error

    def prepare_value(self, value: Any) -> Any:
        return format(value.normalize(), "f") if isinstance(value, Decimal) else value


class DayInput(forms.DateField):
    """A day somebody may plan with: the year 1 is a slip of the keyboard."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [
        MinValueValidator(date(EARLIEST, 1, 1), SOME_DAY),
        MaxValueValidator(date(LATEST, 12, 31), SOME_DAY),
    ]


def one_of(label: Any, *, required: bool = True, empty: Any = None, widget: Any = None) -> Any:
    """A record chosen by its uid; the form fills in the rows that its viewer may choose from."""
    options = {"widget": widget} if widget else {}
    return forms.ModelChoiceField(
        label=label,
        queryset=User.objects.none(),
        required=required,
        to_field_name="uid",
        empty_label=empty,
        **options,
    )


class StrictForm(forms.Form):
    """Takes the viewer, whose scope cuts every choice, and speaks of an operation's refusal at its field."""

    def __init__(self, viewer: User, *args: Any, **kwargs: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **kwargs)

    def refuse(self, error: SalesOpsError) -> None:
        known = {name: sentence for name, sentence in error.fields.items() if name in self.fields}
        for name, sentence in known.items():
            self.add_error(name, sentence)
        if not known:
            self.add_error(None, error.message)

    def require_minor_unit(self, field: str, currency: str) -> None:
        """An amount finer than its currency is said at its field, never rounded in silence."""
        amount, digits = self.cleaned_data.get(field), minor_units(currency)
        if amount is not None and round_half_up(amount, digits) != amount:
            words = {"currency": currency, "digits": digits}
            self.add_error(field, _("%(currency)s has %(digits)s decimals at most.") % words)


class ComboboxForm(StrictForm):
    """A form with a record chosen by typing: without a script the typed name, where only one bears it, chooses too."""

    combobox = ""

    def __init__(self, viewer: User, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(viewer, data, *args, **kwargs)
        rows = self.choices()
        self.fields[self.combobox].queryset = rows  # type: ignore[attr-defined]
        typed = (data or {}).get(f"{self.combobox}_text", "").strip()
        if data is not None and typed and not data.get(self.combobox):
            named = list(rows.filter(name__iexact=typed)[:2])
            if len(named) == 1:
                completed = data.copy()
                completed[self.combobox] = str(named[0].uid)
                self.data = completed

    def clean(self) -> dict[str, Any]:
        """Words that name no record, or more than one, are never dropped in silence."""
        data = super().clean() or {}
        if self.data.get(f"{self.combobox}_text", "").strip() and not data.get(self.combobox):
            self.errors.pop(self.combobox, None)
            self.add_error(self.combobox, _("None, or more than one, is called this. Choose one that is offered."))
        return data

    def choices(self) -> Any:
        raise NotImplementedError

    @property
    def combo(self) -> dict[str, Any]:
        """What templates/web/_combobox.html prints."""
        value = self[self.combobox].value()
        chosen = self.choices().filter(uid=value).first() if value else None
        typed = self.data.get(f"{self.combobox}_text", "")
        return {"value": value or "", "text": chosen.name if chosen else typed}


class ChangeForm(StrictForm):
    """A change of one deal: `version` is the one that the person looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, viewer: User, deal: Opportunity, *args: Any, **kwargs: Any) -> None:
        self.deal = deal
        super().__init__(viewer, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("amount") != self.deal.amount:
            self.require_minor_unit("amount", data.get("currency") or self.deal.currency)
        return data

    @property
    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def reasons(list_: str) -> Any:
    return Reason.objects.filter(list=list_, retired_at__isnull=True).order_by("label")


def category_choices() -> list[tuple[str, str]]:
    keys = ("commit", "upside", "pipeline", "omitted")
    labels = category_labels()
    return [("", str(_("As its stage says"))), *((key, labels[key]) for key in keys)]


class FieldForm(ChangeForm):
    """One field of a deal, edited where it stands."""

    def __init__(self, viewer: User, deal: Opportunity, field: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(viewer, deal, *args, **kwargs)
        self.fields |= FIELD_MAKERS[field](deal)


def amount_fields(deal: Opportunity) -> dict[str, forms.Field]:
    return {"amount": MoneyInput(label=_("Amount"), required=False, help_text=MONEY_HINT)}


def close_fields(deal: Opportunity) -> dict[str, forms.Field]:
    return {
        "close_date": DayInput(label=_("Close date")),
        "push_reason": forms.ModelChoiceField(
            label=_("Reason, when it leaves the quarter"),
            queryset=reasons(Reason.List.PUSH),
            required=False,
            empty_label=_("No reason needed"),
        ),
    }


def stage_fields(deal: Opportunity) -> dict[str, forms.Field]:
    open_stages = Stage.objects.filter(process=deal.process_id, kind=Stage.Kind.OPEN).order_by("position")
    return {
        "stage": forms.ModelChoiceField(label=_("Stage"), queryset=open_stages, empty_label=None, to_field_name="uid")
    }


def category_fields(deal: Opportunity) -> dict[str, forms.Field]:
    return {"category": forms.ChoiceField(label=_("Category"), choices=category_choices, required=False)}


def step_fields(deal: Opportunity) -> dict[str, forms.Field]:
    return {
        "next_step": forms.CharField(label=_("Next step"), max_length=300, required=False),
        "next_step_date": DayInput(label=_("On"), required=False),
    }


FIELD_MAKERS = {
    "amount": amount_fields,
    "close_date": close_fields,
    "stage": stage_fields,
    "category": category_fields,
    "next_step": step_fields,
}


class DealForm(ChangeForm):
    """Everything of a deal that is edited on its page."""

    name = forms.CharField(label=_("Name"), max_length=300)
    amount = MoneyInput(label=_("Amount"), required=False, help_text=MONEY_HINT)
    currency = forms.ModelChoiceField(label=_("Currency"), queryset=Currency.objects.none(), empty_label=None)
    close_date = DayInput(label=_("Close date"), required=False)
    push_reason = forms.ModelChoiceField(
        label=_("Reason, when it leaves the quarter"), queryset=Reason.objects.none(), required=False
    )
    category_override = forms.ChoiceField(label=_("Category"), choices=category_choices, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    product = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.none(), required=False)
    next_step = forms.CharField(label=_("Next step"), max_length=300, required=False)
    next_step_date = DayInput(label=_("Next step on"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].queryset = Currency.objects.order_by("code")  # type: ignore[attr-defined]
        self.fields["push_reason"].queryset = reasons(Reason.List.PUSH)  # type: ignore[attr-defined]
        products = Product.objects.filter(retired_at__isnull=True)
        self.fields["product"].queryset = products  # type: ignore[attr-defined]

        self.fields["close_date"].required = bool(self.deal.status == Stage.Kind.OPEN and self.deal.close_date)

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"].code)


class NewDealForm(ComboboxForm):
    combobox = "customer"

    name = forms.CharField(label=_("Name"), max_length=300)
    customer = one_of(_("Account"), required=False, widget=forms.HiddenInput(attrs={"id": "new-customer"}))
    owner = one_of(_("Owner"))
    amount = MoneyInput(label=_("Amount"), required=False, help_text=MONEY_HINT)
    close_date = DayInput(label=_("Close date"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    product: Any = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.none(), required=False)
    sourced_by = forms.ChoiceField(
        label=_("Sourced by"), choices=[("", _("Not known")), *SourcedBy.choices], required=False
    )
    next_step = forms.CharField(label=_("Next step"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "owner": visible_people(self.viewer).filter(state__in=["active", "listed", "invited"]).order_by("name"),
            "product": Product.objects.filter(retired_at__isnull=True),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["amount"].label = f"{_('Amount')} ({organisation().currency})"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.require_minor_unit("amount", organisation().currency)
        return data

    def choices(self) -> Any:
        return visible_customers(self.viewer).order_by("name")


class WinForm(ChangeForm):
    close_date = DayInput(label=_("Close date"), required=False, help_text=_("Empty is today"))
    amount = MoneyInput(label=_("Amount won"), required=False, help_text=_("Empty keeps the amount of the deal"))
    months = forms.IntegerField(
        label=_("Contract for, months"),
        required=False,
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=_("With a term the contract is made from this deal; empty makes none"),
    )
    contract_from = DayInput(label=_("Contract from"), required=False)


class LoseForm(ChangeForm):
    reason = forms.ModelChoiceField(label=_("Why it was lost"), queryset=Reason.objects.none(), empty_label=_("Choose"))
    close_date = DayInput(label=_("Close date"), required=False, help_text=_("Empty is today"))
    come_back_on = DayInput(label=_("Come back on"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = reasons(Reason.List.LOSS)  # type: ignore[attr-defined]


class StageForm(ChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= stage_fields(self.deal)


class ReopenForm(StageForm):
    reason = forms.CharField(label=_("Why it is reopened"), max_length=300)


class TransferForm(ChangeForm):
    owner = one_of(_("New owner"), empty=_("Choose"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = visible_people(self.viewer).filter(state__in=["active", "listed", "invited"]).order_by("name")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class DeleteForm(ChangeForm):
    reason = forms.CharField(label=_("Why it is deleted"), max_length=300)


class CorrectForm(ChangeForm):
    """What was wrong, from when. Fields left empty stay as they were."""

    effective_on = DayInput(label=_("True from"), help_text=_("The start of that day, until somebody said otherwise"))
    amount = MoneyInput(label=_("Amount"), required=False, help_text=MONEY_HINT)
    close_date = DayInput(label=_("Close date"), required=False)
    stage = one_of(_("Stage"), required=False, empty=_("As it was"))
    owner = one_of(_("Owner"), required=False, empty=_("As it was"))
    next_step = forms.CharField(label=_("Next step"), max_length=300, required=False)
    reason = forms.CharField(label=_("Why it is corrected"), max_length=300)

    def __init__(self, viewer: User, deal: Opportunity, *args: Any, **kwargs: Any) -> None:
        # The fields say what was wrong: today's values in them would be stated for the past too.
        kwargs["initial"] = {"version": deal.row_version}
        super().__init__(viewer, deal, *args, **kwargs)
        stages = Stage.objects.filter(process=self.deal.process_id).order_by("position")
        self.fields["stage"].queryset = stages  # type: ignore[attr-defined]
        self.fields["owner"].queryset = visible_people(self.viewer).order_by("name")  # type: ignore[attr-defined]


class LogForm(ComboboxForm):
    """One form for a call, a mail, a meeting; the deal is guessed from where the person was."""

    combobox = "deal"

    deal = one_of(_("Deal"), widget=forms.HiddenInput(attrs={"id": "log-deal"}))
    kind = forms.ChoiceField(label=_("What"), choices=Activity.Kind.choices, initial="call")
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[("", _("None")), *Activity.Outcome.choices], required=False
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    next_step = forms.CharField(label=_("Next step"), max_length=300, required=False)
    next_step_date = DayInput(label=_("Next step on"), required=False)

    def choices(self) -> Any:
        return visible_deals(self.viewer, "activity.log").order_by("-status", "name")


class ProductForm(StrictForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(label=_("Code"), max_length=60, required=False)
    family = forms.CharField(label=_("Family"), max_length=80, required=False)
    list_price = MoneyInput(label=_("List price"), required=False, help_text=MONEY_HINT)
    currency = forms.ChoiceField(label=_("Currency"), choices=lambda: currency_choices(), required=False)
    problem = forms.CharField(
        label=_("The problem it solves"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    value = forms.CharField(label=_("What it is worth"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    how_it_works = forms.CharField(label=_("How it works"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def clean_currency(self) -> str | None:
        return self.cleaned_data["currency"] or None


def currency_choices() -> list[tuple[str, str]]:
    codes = Currency.objects.order_by("code").values_list("code", flat=True)
    return [("", str(_("None"))), *((code, code) for code in codes)]


class StageCategoryForm(StrictForm):
    category = forms.ChoiceField(label=_("Category"), choices=lambda: category_choices()[1:])
