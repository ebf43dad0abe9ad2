"""What the pages of people, customers and the organisation read. What a value means is for the operations to judge."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.access import reach, visible_customers, visible_people, visible_teams
from accounts.models import AccountOwnership, Contact, FxRate, Organisation, Role, RoleGrant, User
from accounts.operations.customers import GONE
from accounts.rules.settings import AREAS, CATEGORIES
from accounts.rules.tokens import SCOPES

DAY = {"type": "date"}


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **options)


class VersionedForm(forms.Form):
    """`version` is the row version that the person looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2_147_483_647)


class RecordChoice(forms.ModelChoiceField):
    """A record by its uid, among those the person may see."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, to_field_name="uid", **({"empty_label": _("Choose")} | options))


def here(user: User, verb: str = "") -> Any:
    """People who still work here; with a verb those it covers."""
    rows = visible_people(user).exclude(state__in=GONE).order_by("name", "pk")
    seen = reach(user, verb) if verb else None
    return rows if seen is None or seen.everything else rows.filter(pk__in=list(seen.people))


class CustomerForm(VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=300)
    parent = RecordChoice(label=_("Belongs to"), queryset=None, required=False, empty_label=_("No other account"))
    domains = forms.CharField(
        label=_("Domains"), required=False, max_length=1000, help_text=_("Several with a comma: crestline.com")
    )
    account_type = forms.CharField(label=_("Type"), required=False, max_length=40)
    sector = forms.CharField(label=_("Sector"), required=False, max_length=80)
    country = forms.CharField(label=_("Country"), required=False, max_length=80)
    employees = forms.IntegerField(label=_("Employees"), required=False, min_value=0, max_value=2_147_483_647)
    annual_revenue = forms.DecimalField(
        label=_("Yearly revenue"), required=False, min_value=0, max_digits=19, decimal_places=4
    )
    annual_revenue_currency = forms.CharField(label=_("Currency of the revenue"), required=False, max_length=3)
    founded_year = forms.IntegerField(label=_("Founded in"), required=False, min_value=1, max_value=9999)

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].queryset = visible_customers(user).order_by("name", "pk")  # type: ignore[attr-defined]

    def clean_domains(self) -> list[str]:
        return [part for part in self.cleaned_data["domains"].replace(",", " ").split() if part]

    def clean_annual_revenue_currency(self) -> str | None:
        return self.cleaned_data["annual_revenue_currency"].strip().upper() or None


class NewCustomerForm(CustomerForm):
    owner = RecordChoice(label=_("Owner"), queryset=None, required=False, empty_label=_("Nobody yet"))

    field_order = ("name", "owner")

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(user, *args, **options)
        self.fields["owner"].queryset = here(user, "customer.change")  # type: ignore[attr-defined]


class OwnerForm(forms.Form):
    owner = RecordChoice(label=_("New owner"), queryset=None, required=False, empty_label=_("Nobody"))
    role = forms.ChoiceField(label=_("Role"), choices=AccountOwnership.Role.choices)
    start = day_field(_("From"), help_text=_("Days before keep their owner."))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = here(user, "ownership.change")  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    person = RecordChoice(label=_("Person"), queryset=None)
    role = forms.CharField(label=_("Does what here"), max_length=40)
    start = day_field(_("From"))

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = here(user)  # type: ignore[attr-defined]


class ContactForm(VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=300)
    title = forms.CharField(label=_("Title"), required=False, max_length=120)
    email = forms.CharField(label=_("E-mail"), required=False, max_length=254)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    consent = forms.ChoiceField(
        label=_("Consent to mail"), choices=Contact.Consent.choices, initial=Contact.Consent.UNKNOWN, required=False
    )
    opted_out = forms.BooleanField(label=_("Wants no mail"), required=False)

    def clean_consent(self) -> str:
        """Left out, it stays as it is."""
        return self.cleaned_data["consent"] or self.initial.get("consent", Contact.Consent.UNKNOWN)


class PersonForm(VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=300)
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("No mail is sent."))
    title = forms.CharField(label=_("Job title"), required=False, max_length=120)


class ManagerForm(forms.Form):
    manager = RecordChoice(label=_("New manager"), queryset=None, required=False, empty_label=_("Nobody, the top"))
    start = day_field(_("From"), help_text=_("Days before keep their manager."))

    def __init__(self, user: User, person: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["manager"].queryset = here(user).exclude(pk=person.pk)  # type: ignore[attr-defined]


class TeamChoiceForm(forms.Form):
    team = RecordChoice(label=_("Team"), queryset=None, required=False, empty_label=_("No team"))
    start = day_field(_("From"))

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = visible_teams(user).order_by("name")  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.none(), to_field_name="key")
    scope = forms.ChoiceField(
        label=_("Over"), required=False, choices=[("", _("As the role is meant")), *RoleGrant.Scope.choices]
    )
    start = day_field(_("From"))
    end = day_field(_("Up to"), required=False, help_text=_("The first day without it; empty is without an end."))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].queryset = Role.objects.filter(retired_at__isnull=True)  # type: ignore[attr-defined]


class EndForm(forms.Form):
    end = day_field(_("First day without it"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)


class ActivateForm(VersionedForm):
    email = forms.EmailField(label=_("E-mail"), help_text=_("Signs in with this address. No mail is sent."))


class TeamForm(VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.CharField(label=_("Kind"), required=False, max_length=40)


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What it is for"), max_length=120)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(scope, scope) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = day_field(_("Last day"))


class ProfileForm(VersionedForm):
    theme = forms.ChoiceField(label=_("Colours"), choices=User.Theme.choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=64,
        help_text=_("Such as Europe/Vienna; empty is the organisation's."),
    )
    single_keys = forms.BooleanField(label=_("Keys of one letter, such as N for a new deal"), required=False)


class PasswordForm(forms.Form):
    old = forms.CharField(
        label=_("Your password now"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 letters, none of the common ones."),
    )


class FactorForm(forms.Form):
    """A code, or what a passkey answered: the page's script fills that in."""

    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        help_text=_("The six digits of your app, or a recovery code."),
    )
    credential = forms.JSONField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("code") or cleaned.get("credential")):
            self.add_error("code", _("Type the code."))
        return cleaned


class AppForm(forms.Form):
    code = forms.CharField(
        label=_("Code the app shows now"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasskeyForm(forms.Form):
    name = forms.CharField(label=_("Call it"), max_length=60, help_text=_("Such as “Laptop” or “Blue key”."))
    credential = forms.JSONField(
        widget=forms.HiddenInput, error_messages={"required": _("The browser gave no passkey. Press the button again.")}
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("How you know that it is really them who asks.")
    )


class ForgottenForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))


class NewPasswordForm(forms.Form):
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 letters, none of the common ones."),
    )


class InviteForm(VersionedForm):
    email = forms.EmailField(label=_("E-mail"), help_text=_("The invitation goes there. It opens for seven days."))


class OrganisationForm(VersionedForm):
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    time_zone = forms.CharField(label=_("Time zone of business days"), max_length=64)
    currency = forms.CharField(label=_("Currency of totals"), max_length=3)
    fiscal_start_month = forms.IntegerField(label=_("Fiscal year starts in month"), min_value=1, max_value=12)
    fiscal_pattern = forms.ChoiceField(label=_("Fiscal months"), choices=Organisation.FiscalPattern.choices)
    fiscal_year_named_by = forms.ChoiceField(
        label=_("A fiscal year is named by the year it"), choices=[("start", _("starts in")), ("end", _("ends in"))]
    )
    won_follows = forms.ChoiceField(label=_("Won deals count for"), choices=Organisation.WonFollows.choices)
    capture_bodies = forms.BooleanField(
        label=_("Keep what captured mail says, not only who wrote to whom and when"), required=False
    )
    areas = forms.MultipleChoiceField(
        label=_("Areas in use"), required=False, choices=list(AREAS.items()), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for key, word in CATEGORIES.items():
            label = _("Label of %(word)s") % {"word": word}
            self.fields[f"label_{key}"] = forms.CharField(label=label, max_length=40, required=False)

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).strip().upper()


class RateForm(forms.Form):
    from_currency = forms.CharField(label=_("One unit of"), max_length=3)
    to_currency = forms.CharField(label=_("is worth in"), max_length=3)
    rate = forms.DecimalField(label=_("Rate"), max_digits=20, decimal_places=10)
    kind = forms.ChoiceField(label=_("Kind"), choices=FxRate.Kind.choices)
    start = day_field(_("From"))
    end = day_field(_("Up to"), required=False, help_text=_("The first day without it; empty is until the next rate."))

    def clean_from_currency(self) -> str:
        return str(self.cleaned_data["from_currency"]).strip().upper()

    def clean_to_currency(self) -> str:
        return str(self.cleaned_data["to_currency"]).strip().upper()


class FiscalYearForm(forms.Form):
    year = forms.IntegerField(label=_("Fiscal year to open"), min_value=1990, max_value=2200)
