"""What people type of a lead, and the activity logged on one or on an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_contacts, visible_people
from accounts.models import CustomerAccount, User
from pipeline.forms import StrictForm, one_of
from pipeline.models import Activity
from pipeline.models.leads import SourcedBy


class LeadForm(StrictForm):
    """A lead, new or edited; `anyway` appears beside the evidence when somebody alike is here already."""

    name = forms.CharField(label=_("Name"), max_length=300)
    company = forms.CharField(label=_("Company"), max_length=300, required=False)
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    source = forms.CharField(label=_("Source"), max_length=80, required=False)
    sourced_by = forms.ChoiceField(label=_("Sourced by"), choices=SourcedBy.choices)
    owner = one_of(_("Owner"), required=False, empty=_("Nobody yet"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = visible_people(self.viewer).order_by("name")  # type: ignore[attr-defined]


class LeadEditForm(LeadForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    field_order = ("name", "company", "title", "email", "phone", "source", "sourced_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["owner"]


class LeadReasonForm(StrictForm):
    reason = forms.CharField(label=_("Why it is disqualified"), max_length=200)


class LeadOwnerForm(StrictForm):
    owner = one_of(_("Owner"), empty=_("Choose"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = visible_people(self.viewer).order_by("name")  # type: ignore[attr-defined]


class LeadLogForm(StrictForm):
    kind = forms.ChoiceField(label=_("What"), choices=Activity.Kind.choices)
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[("", _("None")), *Activity.Outcome.choices], required=False
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class CustomerLogForm(LeadLogForm):
    """With a contact of the account, where one was talked to: who knows whom follows from it."""

    contact = one_of(_("With"), required=False, empty=_("Nobody in particular"))
    field_order = ("kind", "contact", "outcome", "note")

    def __init__(self, viewer: User, customer: CustomerAccount, *args: Any, **kwargs: Any) -> None:
        super().__init__(viewer, *args, **kwargs)
        contacts = visible_contacts(viewer).filter(customer=customer).order_by("name", "pk")
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
