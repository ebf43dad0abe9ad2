"""The lists of people and customers."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import Contract, ErasureRequest, OwnershipClaim, PeopleChange, SignInEvent, User
from accounts.personal import subject_kinds
from salesops.web.filters import Filter
from salesops.web.tables import Column, Empty, Row, Table
from salesops.web.templatetags.formats import day
from salesops.web.templatetags.shell import avatar

TONES = {User.State.ACTIVE: "good", User.State.SUSPENDED: "warn", User.State.DEACTIVATED: "outline"}


def person_cell(row: Row) -> SafeString:
    return format_html('<span class="row">{}<bdi>{}</bdi></span>', avatar(row["name"]), row["name"])


def state_cell(row: Row) -> SafeString:
    """Always a word; the tone only repeats it."""
    state = User.State(row["state"])
    return format_html('<span class="tag {}">{}</span>', TONES.get(state, ""), state.label)


class Customers(Table):
    """Rows come from `with_owner`."""

    key = "customers"
    caption = _("Accounts")
    ordering = ("name",)
    empty = Empty(_("No account yet"), _("Accounts you own or work on appear here."))
    filters = (
        Filter("name", _("Name"), "text"),
        Filter("owner", _("Owner"), "person", "owner_uid"),
        Filter("sector", _("Sector"), "text"),
        Filter("country", _("Country"), "text"),
        Filter("employees", _("Employees"), "number", may_be_empty=True),
    )
    columns = (
        Column("name", _("Name")),
        Column("owner", _("Owner"), value="owner_name"),
        Column("sector", _("Sector")),
        Column("country", _("Country")),
        Column("account_type", _("Type")),
        Column("employees", _("Employees"), kind="integer"),
        Column("parent", _("Belongs to"), value="parent__name", shown=False),
        Column("created_at", _("Created"), kind="moment", shown=False),
    )

    def row_url(self, row: Row) -> str | None:
        return reverse("accounts:customer", args=[row["id"]])


def roles_text(value: Any, row: Row) -> str:
    return ", ".join(value or ()) or "–"


class People(Table):
    """Rows come from `with_places`."""

    key = "people"
    caption = _("People")
    ordering = ("name",)
    empty = Empty(_("Nobody here yet"), _("People you work with appear here."))
    filters = (
        Filter("name", _("Name"), "text"),
        Filter("state", _("State"), "choice", choices=User.State.choices),
        Filter("team", _("Team"), "text", "team_name"),
        Filter("manager", _("Manager"), "text", "manager_name"),
    )
    columns = (
        Column("name", _("Name"), html=person_cell),
        Column("title", _("Job title")),
        Column("team", _("Team"), value="team_name"),
        Column("manager", _("Manager"), value="manager_name", phone="hide"),
        Column("roles", _("Roles"), value="role_names", sort=False, text=roles_text, phone="hide"),
        Column("state", _("State"), html=state_cell, phone="end"),
        Column("email", _("E-mail"), phone="hide"),
    )

    def row_url(self, row: Row) -> str | None:
        return reverse("accounts:person", args=[row["id"]])


CHANGE_TONES = {PeopleChange.State.SCHEDULED: "warn", PeopleChange.State.DONE: "good"}


def change_state_cell(row: Row) -> SafeString:
    state = PeopleChange.State(row["state"])
    return format_html('<span class="tag {}">{}</span>', CHANGE_TONES.get(state, "outline"), state.label)


class PeopleChanges(Table):
    """Rows come from `visible_changes`."""

    key = "people_changes"
    caption = _("Changes of people")
    ordering = ("-effective",)
    empty = Empty(_("No change yet"), _("Hires, job changes and leavers appear here."))
    filters = (
        Filter("person", _("Person"), "text", "person__name"),
        Filter("kind", _("Kind"), "choice", choices=PeopleChange.Kind.choices),
        Filter("state", _("State"), "choice", choices=PeopleChange.State.choices),
        Filter("effective", _("From"), "date"),
    )
    columns = (
        Column(
            "person",
            _("Person"),
            value="person__name",
            needs=("choices",),
            text=lambda name, row: name or (row["choices"] or {}).get("name", "–"),
        ),
        Column("kind", _("Kind"), text=lambda value, row: str(PeopleChange.Kind(value).label)),
        Column("effective", _("From"), kind="date"),
        Column("state", _("State"), html=change_state_cell, phone="end"),
        Column("made_by", _("Entered by"), value="made_by__name", phone="hide"),
        Column("saved_by", _("Saved by"), value="saved_by__name", phone="hide"),
    )

    def row_url(self, row: Row) -> str | None:
        return reverse("accounts:people_change", args=[row["id"]])


CONTRACT_TONES = {
    Contract.State.ACTIVE: "good",
    Contract.State.SIGNED: "good",
    Contract.State.IN_REVIEW: "warn",
    Contract.State.TERMINATED: "bad",
    Contract.State.VOID: "outline",
}


def contract_state_cell(row: Row) -> SafeString:
    state = Contract.State(row["state"])
    return format_html('<span class="tag {}">{}</span>', CONTRACT_TONES.get(state, ""), state.label)


def notice_cell(row: Row) -> SafeString:
    """The legal day; whether notice was given stands beside it."""
    said = format_html("{}", day(row["notice_by"]))
    return said if row["refused_on"] is None else format_html('{} <span class="tag warn">{}</span>', said, _("given"))


def contract_type_text(value: Any, row: Row) -> str:
    return str(Contract.Type(value).label)


class Contracts(Table):
    """Rows come from `visible_contracts`; `with_last_day` adds the day they end."""

    key = "contracts"
    caption = _("Contracts")
    ordering = ("notice_by",)
    empty = Empty(_("No contract here"), _("Contracts of your accounts appear here."))
    filters = (
        Filter("number", _("Number"), "text"),
        Filter("account", _("Account"), "text", "customer__name"),
        Filter("owner", _("Owner"), "person", "owner__uid"),
        Filter("state", _("State"), "choice", choices=Contract.State.choices),
        Filter("type", _("Type"), "choice", choices=Contract.Type.choices),
        Filter("notice_by", _("Notice by"), "date"),
        Filter("ends", _("Last day"), "date", "last_on"),
        Filter("value", _("Value"), "money"),
        Filter("auto_renew", _("Renews itself"), "flag"),
    )
    columns = (
        Column("number", _("Number")),
        Column("account", _("Account"), value="customer__name"),
        Column("state", _("State"), html=contract_state_cell),
        Column("value", _("Value"), kind="money", currency="currency"),
        Column("last_on", _("Last day"), kind="date"),
        Column("notice_by", _("Notice by"), kind="date", html=notice_cell, needs=("refused_on",)),
        Column("owner", _("Owner"), value="owner__name"),
        Column("type", _("Type"), text=contract_type_text, shown=False),
        Column("auto_renew", _("Renews itself"), kind="flag", shown=False),
        Column("renewal_value", _("To renew"), kind="money", currency="currency", shown=False),
        Column("signed_on", _("Signed on"), kind="date", shown=False),
    )

    def row_url(self, row: Row) -> str | None:
        return reverse("accounts:contract", args=[row["id"]])


class Orders(Table):
    key = "orders"
    caption = _("Orders")
    ordering = ("-ordered_on",)
    empty = Empty(_("No order yet"), _("What accounts ordered appears here: recorded, imported or sent by a program."))
    filters = (
        Filter("number", _("Number"), "text"),
        Filter("account", _("Account"), "text", "customer__name"),
        Filter("ordered_on", _("Ordered on"), "date"),
        Filter("amount", _("Amount"), "money"),
        Filter("source", _("Source"), "text"),
    )
    columns = (
        Column("number", _("Number")),
        Column("account", _("Account"), value="customer__name"),
        Column("ordered_on", _("Ordered on"), kind="date"),
        Column("amount", _("Amount"), kind="money", currency="currency"),
        Column("source", _("Source")),
    )

    def row_url(self, row: Row) -> str | None:
        return reverse("accounts:order", args=[row["id"]])


CLAIM_TONES = {OwnershipClaim.State.OPEN: "warn", OwnershipClaim.State.ACCEPTED: "good"}


def claim_state_cell(row: Row) -> SafeString:
    state = OwnershipClaim.State(row["state"])
    return format_html('<span class="tag {}">{}</span>', CLAIM_TONES.get(state, "outline"), state.label)


class Claims(Table):
    key = "claims"
    caption = _("Claims")
    ordering = ("-made_at",)
    empty = Empty(_("No claim"), _("Who says that an account should be theirs is listed here until somebody decides."))
    filters = (
        Filter("account", _("Account"), "text", "customer__name"),
        Filter("claimed_by", _("Claimed by"), "person", "claimed_by__uid"),
        Filter("state", _("State"), "choice", choices=OwnershipClaim.State.choices),
        Filter("made_at", _("Made"), "moment"),
    )
    columns = (
        Column("account", _("Account"), value="customer__name"),
        Column("claimed_by", _("Claimed by"), value="claimed_by__name"),
        Column("state", _("State"), html=claim_state_cell),
        Column("reason", _("Reason"), sort=False),
        Column("made_at", _("Made"), kind="moment"),
        Column("decided_by", _("Decided by"), value="decided_by__name", shown=False),
        Column("starts_on", _("Owner from"), kind="date", shown=False),
        Column("note", _("Answer"), sort=False, shown=False),
    )

    def row_url(self, row: Row) -> str | None:
        return reverse("accounts:claim", args=[row["id"]])


EVENT_TONES = {SignInEvent.Kind.SUCCESS: "good", SignInEvent.Kind.FAILURE: "warn", SignInEvent.Kind.LOCKED: "bad"}


def event_cell(row: Row) -> SafeString:
    kind = SignInEvent.Kind(row["kind"])
    return format_html('<span class="tag {}">{}</span>', EVENT_TONES.get(kind, "outline"), kind.label)


class SignIns(Table):
    """What happened at the door. An address that nobody has is not shown: people also type passwords there."""

    key = "sign_ins"
    caption = _("Sign-ins")
    ordering = ("-at",)
    empty = Empty(_("Nobody was at the door yet"), _("Sign-ins, refusals, locks and new passwords appear here."))
    filters = (
        Filter("who", _("Who"), "text", "person__name"),
        Filter("kind", _("What"), "choice", choices=SignInEvent.Kind.choices),
        Filter("at", _("When"), "moment"),
        Filter("ip", _("From"), "text"),
    )
    columns = (
        Column("kind", _("What"), html=event_cell),
        Column("who", _("Who"), value="person__name", text=lambda name, row: name or _("Unknown address")),
        Column("at", _("When"), kind="moment"),
        Column(
            "method",
            _("By"),
            sort=False,
            text=lambda value, row: SignInEvent.Method(value).label if value else "–",
        ),
        Column("ip", _("From"), sort=False, text=lambda value, row: value or "–"),
        Column("device", _("Device"), sort=False, text=lambda value, row: value or "–"),
        Column("by", _("Done by"), value="by__name", shown=False),
    )

    def row_url(self, row: Row) -> str | None:
        return None


REQUEST_TONES = {ErasureRequest.State.DONE: "good", ErasureRequest.State.REFUSED: "outline"}


def request_state_cell(row: Row) -> SafeString:
    state = ErasureRequest.State(row["state"])
    return format_html('<span class="tag {}">{}</span>', REQUEST_TONES.get(state, "warn"), state.label)


def subject_kind_text(value: Any, row: Row) -> str:
    kind = subject_kinds.get(value)
    return str(kind.label) if kind else str(value)


class ErasureRequests(Table):
    """Rows come from `with_subject`."""

    key = "erasure_requests"
    caption = _("Requests about personal data")
    ordering = ("due",)
    empty = Empty(_("Nobody asked yet"), _("Who asks to see, correct or erase what is held of them appears here."))
    filters = (
        Filter("who", _("Who"), "text", "subject_name"),
        Filter("kind", _("Asks for"), "choice", choices=ErasureRequest.Kind.choices),
        Filter("state", _("State"), "choice", choices=ErasureRequest.State.choices),
        Filter("due", _("Due"), "date"),
    )
    columns = (
        Column("who", _("Who"), value="subject_name"),
        Column("subject_kind", _("Held as"), text=subject_kind_text, sort=False, phone="hide"),
        Column("kind", _("Asks for"), text=lambda value, row: str(ErasureRequest.Kind(value).label)),
        Column("state", _("State"), html=request_state_cell, phone="end"),
        Column("due", _("Due"), kind="date"),
        Column("received_on", _("Received"), kind="date", phone="hide"),
    )

    def row_url(self, row: Row) -> str | None:
        return reverse("accounts:erasure_request", args=[row["id"]])
