"""Routes of people, customers and the organisation."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import (
    ApiToken,
    Contact,
    ContactMerge,
    CustomerMerge,
    Delegation,
    ErasureRequest,
    Holiday,
    InstalledProduct,
    Leave,
    PersonMove,
    PersonSession,
    Reorganisation,
    Role,
    RoleGrant,
    SignInLink,
    WorkCalendar,
)
from accounts.operations.claims import claim_customer
from accounts.operations.contacts import create_contact
from accounts.operations.customers import create_customer
from accounts.operations.merges import merge_contacts, merge_customers
from accounts.operations.orders import record_installed, record_order
from accounts.operations.relationships import state_relationship
from accounts.queries.signing_in import address_digest, token_of
from salesops.imports.models import ExternalId
from tests.contracts.matrix import EVERYBODY, IN, NO, NONE, OUT, SIGNED_IN, Route, roles


def contact_of_acme(company: Any) -> dict[str, Any]:
    return {"uid": Contact.objects.get_or_create(customer=company.acme, name="Amara Osei")[0].uid}


def token_of_priya(company: Any) -> dict[str, Any]:
    ends = timezone.now() + timedelta(days=30)
    known = {"user": company.priya, "scopes": ["accounts:read"], "expires_at": ends, "name": "nightly"}
    return {"uid": ApiToken.objects.get_or_create(digest="0" * 64, defaults=known)[0].uid}


def session_of_priya(company: Any) -> dict[str, Any]:
    known = {"person": company.priya, "epoch": company.priya.auth_epoch}
    return {"uid": PersonSession.objects.get_or_create(key="of priya, in the matrix", defaults=known)[0].uid}


def link_of_priya(company: Any) -> dict[str, Any]:
    ends = timezone.now() + timedelta(hours=1)
    known = {"address_digest": address_digest(company.priya.email), "expires_at": ends}
    link, _made = SignInLink.objects.get_or_create(person=company.priya, kind="reset", defaults=known)
    return {"token": token_of(link)}


def calendar_of_all(company: Any) -> WorkCalendar:
    return WorkCalendar.objects.get_or_create(name="Matrix", defaults={"default": True})[0]


def holiday_of_all(company: Any) -> dict[str, Any]:
    known = {"calendar": calendar_of_all(company), "date": date(2026, 1, 1), "name": "New Year"}
    return {"uid": Holiday.objects.get_or_create(**known)[0].uid}


def leave_of_priya(company: Any) -> dict[str, Any]:
    known = {"kind": "vacation", "during": (date(2026, 8, 3), date(2026, 8, 8))}
    return {"uid": Leave.objects.get_or_create(person=company.priya, defaults=known)[0].uid}


def delegation_of_priya(company: Any) -> dict[str, Any]:
    known = {"during": (date(2026, 1, 1), date(2199, 1, 1)), "verbs": ["deal.see"]}
    return {"uid": Delegation.objects.get_or_create(person=company.priya, delegate=company.ruth, defaults=known)[0].uid}


def draft_of_all(company: Any) -> Reorganisation:
    known = {"effective": date(2199, 1, 1)}
    return Reorganisation.objects.get_or_create(name="Matrix", defaults=known)[0]


def move_of_all(company: Any) -> dict[str, Any]:
    known = {"changes_team": True, "reorganisation": draft_of_all(company)}
    return {"uid": PersonMove.objects.get_or_create(person=company.ulf, defaults=known)[0].uid}


def merge_into_acme(company: Any) -> dict[str, Any]:
    """Another account that was merged into Acme, as long as nobody undid it."""
    merge = CustomerMerge.objects.filter(survivor=company.acme, undone_at__isnull=True).first()
    if merge is None:
        twin = create_customer(name="Acme Twin", by=None)
        merge = merge_customers(company.acme, twin, choices={}, by=company.omar)
    return {"uid": merge.uid}


def claim_of_priya(company: Any) -> dict[str, Any]:
    """On an account of the peer team, decided by who stands above it."""
    return {"uid": claim_customer(company.birch, reason="I know them", by=company.priya).uid}


def order_of_acme(company: Any) -> dict[str, Any]:
    day = date(2026, 3, 2)
    order = record_order(
        company.acme, number="O-1", ordered_on=day, amount=Decimal(10), currency="USD", by=company.priya
    )
    return {"uid": order.uid}


def installed_of_acme(company: Any) -> dict[str, Any]:
    known = InstalledProduct.objects.filter(customer=company.acme).first()
    made = known or record_installed(company.acme, name="Scale", start=None, by=company.priya)
    return {"uid": made.uid}


def relationship_of_priya(company: Any) -> dict[str, Any]:
    contact = Contact.objects.get_or_create(customer=company.acme, name="Amara Osei")[0]
    return {"uid": state_relationship(company.priya, contact, strength=0.4, by=company.priya).uid}


def merge_of_contacts(company: Any) -> dict[str, Any]:
    merge = ContactMerge.objects.filter(survivor__customer=company.acme, undone_at__isnull=True).first()
    if merge is None:
        twins = [create_contact(name="Kim Ode", customer=company.acme, by=None) for _n in range(2)]
        merge = merge_contacts(*twins, choices={}, by=company.omar)
    return {"uid": merge.uid}


def request_about_amara(company: Any) -> dict[str, Any]:
    subject = Contact.objects.get_or_create(customer=company.acme, name="Amara Osei")[0].uid
    known = {"received_on": date(2026, 11, 2), "due": date(2026, 12, 2), "state": "verified"}
    asked = {"kind": "erase", "subject_kind": "contact", "subject_uid": subject}
    return {"uid": ErasureRequest.objects.get_or_create(**asked, defaults=known)[0].uid}


def own_role(company: Any) -> dict[str, Any]:
    return {"key": Role.objects.get_or_create(key="deal_desk", defaults={"name": "Deal desk"})[0].key}


ID_OF_ACME = {"source": "crm", "external_id": "7"}


def id_of_acme(company: Any) -> dict[str, Any]:
    ExternalId.objects.get_or_create(**ID_OF_ACME, kind="customer", record_id=company.acme.pk)
    return {"uid": company.acme.uid}


OBJECTS = {
    "why_acme": lambda company: {"kind": "customer", "uid": company.acme.uid},
    "draft": lambda company: {"uid": draft_of_all(company).uid},
    "move": move_of_all,
    "delegation_of_priya": delegation_of_priya,
    "calendar": lambda company: {"uid": calendar_of_all(company).uid},
    "holiday": holiday_of_all,
    "leave_of_priya": leave_of_priya,
    "merge_into_acme": merge_into_acme,
    "merge_of_contacts": merge_of_contacts,
    "birch": lambda company: {"uid": company.birch.uid},
    "claim_of_priya": claim_of_priya,
    "relationship_of_priya": relationship_of_priya,
    "order_of_acme": order_of_acme,
    "installed_of_acme": installed_of_acme,
    "own_role": own_role,
    "request_about_amara": request_about_amara,
    "refusal_about_amara": lambda company: request_about_amara(company) | {"step": "refuse"},
    "session_of_priya": session_of_priya,
    "link_of_priya": link_of_priya,
    "forged_link": lambda company: {"token": "00000000:forged"},
    "no_factor": lambda company: {"factor": 1},
    "acme": lambda company: {"uid": company.acme.uid},
    "id_of_acme": id_of_acme,
    "member_of_acme": lambda company: {"uid": company.acme.uid, "person": company.jonah.uid},
    "contact_of_acme": contact_of_acme,
    "priya": lambda company: {"uid": company.priya.uid},
    "west": lambda company: {"uid": company.west.uid},
    "grant_of_priya": lambda company: {"uid": RoleGrant.objects.get(user=company.priya).uid},
    "token_of_priya": token_of_priya,
}

# Pages: a token opens none. Acme is Priya's; her manager is Marcus, above him Dana; the peer is of another team.
SIGNED_OUT = {"anonymous": OUT, "token": OUT}
SEES_ACME = roles(IN, outsider=NONE, peer=NONE, admin=NONE, **SIGNED_OUT)
CHANGES_ACME = roles(IN, outsider=NONE, peer=NONE, admin=NONE, analyst=NO, finance=NO, **SIGNED_OUT)
OWNS_ACME = roles(IN, outsider=NONE, peer=NONE, admin=NONE, rep=NO, analyst=NO, finance=NO, **SIGNED_OUT)
SEES_CLAIM = roles(NONE, rep=IN, vp=IN, ops_manager=IN, **SIGNED_OUT)
DECIDES_CLAIM = {**SEES_CLAIM, "rep": NO}
LOGS_WITH_ACME = roles(IN, outsider=NONE, peer=NONE, admin=NONE, analyst=NO, finance=NO, **SIGNED_OUT)
MERGES = roles(NO, ops_manager=IN, **SIGNED_OUT)
MERGES_ACME = roles(NO, outsider=NONE, peer=NONE, admin=NONE, ops_manager=IN, **SIGNED_OUT)
# Without another record to put beside it there is none, for whoever may merge at all.
MERGES_NOTHING = {**MERGES_ACME, "ops_manager": NONE}
SELLS = roles(IN, outsider=NO, admin=NO, analyst=NO, finance=NO, **SIGNED_OUT)
SETS_UP = roles(NO, ops_manager=IN, admin=IN, **SIGNED_OUT)
SEES_PRIYA = roles(IN, outsider=NONE, peer=NONE, **SIGNED_OUT)
CHANGES_PRIYA = roles(NO, outsider=NONE, peer=NONE, ops_manager=IN, admin=IN, **SIGNED_OUT)
GRANTS_PRIYA = roles(NO, outsider=NONE, peer=NONE, admin=IN, **SIGNED_OUT)
GRANTS = roles(NO, admin=IN, **SIGNED_OUT)
SEES_REQUESTS = roles(NO, ops_manager=IN, admin=IN, **SIGNED_OUT)
HANDLES = roles(NO, ops_manager=IN, **SIGNED_OUT)
APPROVES = roles(NO, admin=IN, **SIGNED_OUT)
OF_PRIYA = roles(NONE, rep=IN, **SIGNED_OUT)

PLANS_LEAVE = roles(IN, outsider=NONE, peer=NONE, analyst=NO, finance=NO, admin=NO, **SIGNED_OUT)

PLANS_LINE = roles(NONE, ops_manager=IN, admin=IN, **SIGNED_OUT)


def by_token(page: Any, token: str) -> Any:
    """The same as a page, but for the token: it reads as its owner and writes nothing."""
    return {**page, "token": token}


API_READS = roles(IN, anonymous=OUT)

ROUTES = [
    Route("accounts:sign_in", get=EVERYBODY, post=EVERYBODY),
    # Without a password proven a moment ago in this very session there is no second step.
    Route("accounts:sign_in_factor", get=roles(OUT), post=roles(OUT)),
    # No identity provider is named here: there is no such address.
    Route("accounts:provider", get=roles(NONE)),
    Route("accounts:provider_done", get=roles(NONE)),
    Route("accounts:forgotten", get=EVERYBODY, post=EVERYBODY),
    Route("accounts:link", object="link_of_priya", get=EVERYBODY, post=EVERYBODY),
    Route("accounts:link", object="forged_link", get=roles(NONE), post=roles(NONE)),
    Route("accounts:sign_out", post=roles(OUT)),
    Route("accounts:customers", get=SIGNED_IN),
    Route("accounts:customer_new", get=SELLS, post=SELLS),
    Route("accounts:customer", object="acme", get=SEES_ACME),
    Route("accounts:customer_edit", object="acme", get=CHANGES_ACME, post=CHANGES_ACME),
    Route("accounts:owners", object="acme", get=SEES_ACME),
    Route("accounts:owner", object="acme", get=OWNS_ACME, post=OWNS_ACME),
    # Without the instant of a change there is nothing to undo, whoever asks.
    Route("accounts:owner_undo", object="acme", post=roles(NONE, **SIGNED_OUT)),
    Route("accounts:customer_archive", object="acme", post=CHANGES_ACME),
    Route("accounts:customer_restore", object="acme", post=CHANGES_ACME),
    Route("accounts:external_id_new", object="acme", get=CHANGES_ACME, post=CHANGES_ACME),
    Route("accounts:external_id_remove", object="id_of_acme", post=CHANGES_ACME, body=ID_OF_ACME),
    Route("accounts:member_new", object="acme", get=OWNS_ACME, post=OWNS_ACME),
    Route(
        "accounts:member_end",
        object="member_of_acme",
        post=roles(NONE, rep=NO, analyst=NO, finance=NO, **SIGNED_OUT),
    ),
    Route("accounts:contact_new", object="acme", get=CHANGES_ACME, post=CHANGES_ACME),
    Route("accounts:contact_edit", object="contact_of_acme", get=CHANGES_ACME, post=CHANGES_ACME),
    Route("accounts:contact_archive", object="contact_of_acme", post=CHANGES_ACME),
    Route("accounts:contact_restore", object="contact_of_acme", post=CHANGES_ACME),
    # A card is for everybody who sees accounts at all, whoever the account belongs to; a claim for who sells.
    Route("accounts:cards", get=roles(IN, outsider=NO, admin=NO, **SIGNED_OUT)),
    Route("accounts:claim_new", object="birch", get=SELLS, post=SELLS),
    Route("accounts:claims", get=SIGNED_IN),
    Route("accounts:claim", object="claim_of_priya", get=SEES_CLAIM, post=DECIDES_CLAIM),
    Route("accounts:orders", get=SIGNED_IN),
    Route("accounts:reorders", get=roles(IN, outsider=NO, admin=NO, **SIGNED_OUT)),
    Route("accounts:order", object="order_of_acme", get=SEES_ACME),
    Route("accounts:order_new", object="acme", get=CHANGES_ACME, post=CHANGES_ACME),
    Route("accounts:order_remove", object="order_of_acme", get=CHANGES_ACME, post=CHANGES_ACME),
    Route("accounts:installed_new", object="acme", get=CHANGES_ACME, post=CHANGES_ACME),
    Route("accounts:installed_end", object="installed_of_acme", post=CHANGES_ACME),
    Route("accounts:contact_know", object="contact_of_acme", get=LOGS_WITH_ACME, post=LOGS_WITH_ACME),
    Route("accounts:relationship_remove", object="relationship_of_priya", post=CHANGES_ACME),
    Route("accounts:duplicates", get=MERGES),
    Route("accounts:customer_merge", object="acme", get=MERGES_ACME, post=MERGES_NOTHING),
    Route("accounts:customer_merge_undo", object="merge_into_acme", post=MERGES_ACME),
    Route("accounts:customer_not_duplicate", object="acme", post=MERGES_NOTHING),
    Route("accounts:contact_merge", object="contact_of_acme", get=MERGES_NOTHING, post=MERGES_NOTHING),
    Route("accounts:contact_merge_undo", object="merge_of_contacts", post=MERGES_ACME),
    Route("accounts:contact_not_duplicate", object="contact_of_acme", post=MERGES_NOTHING),
    Route("accounts:people", get=SIGNED_IN),
    Route("accounts:person_new", get=SETS_UP, post=SETS_UP),
    Route("accounts:org_chart", get=SIGNED_IN, query="?as_of=2026-01-01"),
    Route("accounts:person", object="priya", get=SEES_PRIYA),
    Route("accounts:person_edit", object="priya", get=CHANGES_PRIYA, post=CHANGES_PRIYA),
    Route("accounts:manager", object="priya", get=CHANGES_PRIYA, post=CHANGES_PRIYA),
    Route("accounts:line_undo", object="priya", post=CHANGES_PRIYA),
    Route("accounts:person_team", object="priya", get=CHANGES_PRIYA, post=CHANGES_PRIYA),
    Route("accounts:activate", object="priya", get=CHANGES_PRIYA, post=CHANGES_PRIYA),
    Route("accounts:invite", object="priya", get=CHANGES_PRIYA, post=CHANGES_PRIYA),
    Route("accounts:invite_withdraw", object="priya", post=CHANGES_PRIYA),
    Route("accounts:unlock", object="priya", post=GRANTS_PRIYA),
    Route("accounts:factors_reset", object="priya", get=GRANTS_PRIYA, post=GRANTS_PRIYA),
    Route("accounts:suspend", object="priya", post=CHANGES_PRIYA),
    Route("accounts:deactivate", object="priya", post=CHANGES_PRIYA),
    Route("accounts:grant", object="priya", get=GRANTS_PRIYA, post=GRANTS_PRIYA),
    Route("accounts:grant_end", object="grant_of_priya", get=GRANTS_PRIYA, post=GRANTS_PRIYA),
    Route("accounts:settings", get=SIGNED_IN),
    Route("accounts:profile", get=SIGNED_IN, post=SIGNED_IN),
    Route("accounts:password", get=SIGNED_IN, post=SIGNED_IN),
    Route("accounts:sign_out_everywhere", post=SIGNED_IN),
    Route("accounts:factor_again", get=SIGNED_IN, post=SIGNED_IN),
    Route("accounts:factors", get=SIGNED_IN),
    Route("accounts:factor_app", get=SIGNED_IN, post=SIGNED_IN),
    Route("accounts:factor_passkey", get=SIGNED_IN, post=SIGNED_IN),
    Route("accounts:factor_codes", post=SIGNED_IN),
    Route("accounts:factor_remove", object="no_factor", post=roles(NONE, **SIGNED_OUT)),
    Route("accounts:sessions", get=SIGNED_IN),
    Route("accounts:session_end", object="session_of_priya", post=OF_PRIYA),
    Route("accounts:sign_ins", get=roles(NO, admin=IN, **SIGNED_OUT)),
    Route("accounts:erasure_requests", get=SEES_REQUESTS),
    Route("accounts:erasure_new", get=HANDLES, post=HANDLES),
    Route("accounts:erasure_request", object="request_about_amara", get=SEES_REQUESTS),
    Route("accounts:erasure_preview", object="request_about_amara", post=HANDLES),
    Route("accounts:erasure_export", object="request_about_amara", post=HANDLES),
    Route("accounts:erasure_approve", object="request_about_amara", get=APPROVES, post=APPROVES),
    Route("accounts:erasure_step", object="refusal_about_amara", get=HANDLES, post=HANDLES),
    Route("accounts:tokens", get=SIGNED_IN, post=SIGNED_IN),
    Route("accounts:token_revoke", object="token_of_priya", post=OF_PRIYA),
    Route("accounts:roles", get=SIGNED_IN),
    Route("accounts:role_new", get=GRANTS, post=GRANTS),
    Route("accounts:role_edit", object="own_role", get=GRANTS, post=GRANTS),
    Route("accounts:role_retire", object="own_role", get=GRANTS, post=GRANTS),
    Route("accounts:teams", get=SIGNED_IN),
    Route("accounts:team_new", get=SETS_UP, post=SETS_UP),
    Route("accounts:team_edit", object="west", get=SETS_UP, post=SETS_UP),
    Route("accounts:organisation", get=SETS_UP, post=SETS_UP),
    Route("accounts:fiscal_years", get=SETS_UP, post=SETS_UP),
    Route("accounts:rates", get=SETS_UP, post=SETS_UP),
    Route("accounts:calendars", get=SIGNED_IN),
    Route("accounts:calendar_new", get=SETS_UP, post=SETS_UP),
    Route("accounts:calendar", object="calendar", get=SETS_UP, post=SETS_UP),
    Route("accounts:calendar_default", object="calendar", post=SETS_UP),
    Route("accounts:calendar_remove", object="calendar", post=SETS_UP),
    Route("accounts:holiday_new", object="calendar", get=SETS_UP, post=SETS_UP),
    Route("accounts:holidays_fill", object="calendar", get=SETS_UP, post=SETS_UP),
    Route("accounts:holiday_remove", object="holiday", post=SETS_UP),
    Route("accounts:team_calendar", object="west", get=SETS_UP, post=SETS_UP),
    Route("accounts:person_calendar", object="priya", get=CHANGES_PRIYA, post=CHANGES_PRIYA),
    Route("accounts:delegations", get=SIGNED_IN),
    Route("accounts:delegation_new", get=SIGNED_IN, post=SIGNED_IN),
    Route("accounts:delegation_end", object="delegation_of_priya", post=roles(NONE, rep=IN, admin=IN, **SIGNED_OUT)),
    # Ruth acts, and nobody else, whoever may end it.
    Route("accounts:act", object="delegation_of_priya", post=roles(NONE, **SIGNED_OUT)),
    Route("accounts:act_stop", post=SIGNED_IN),
    Route("accounts_api:delegations", get=API_READS, post=roles(IN, anonymous=OUT, token=NO)),
    Route(
        "accounts_api:delegation_end",
        object="delegation_of_priya",
        post=roles(NONE, anonymous=OUT, rep=IN, admin=IN, token=NO),
    ),
    Route("accounts:reorganisations", get=SETS_UP),
    Route("accounts:reorganisation_new", get=SETS_UP, post=SETS_UP),
    Route("accounts:reorganisation", object="draft", get=PLANS_LINE),
    Route("accounts:reorganisation_edit", object="draft", get=PLANS_LINE, post=PLANS_LINE),
    Route("accounts:reorganisation_person", object="draft", get=PLANS_LINE, post=PLANS_LINE),
    Route("accounts:reorganisation_team", object="draft", get=PLANS_LINE, post=PLANS_LINE),
    Route("accounts:reorganisation_take_out", object="move", post=PLANS_LINE),
    Route("accounts:reorganisation_schedule", object="draft", post=PLANS_LINE),
    Route("accounts:reorganisation_cancel", object="draft", post=PLANS_LINE),
    Route("accounts:reorganisation_remove", object="draft", post=PLANS_LINE),
    Route("accounts_api:reorganisations", get=API_READS, post=by_token(SETS_UP, NO)),
    Route(
        "accounts_api:reorganisation",
        object="draft",
        get=by_token(PLANS_LINE, NONE),
        patch=by_token(PLANS_LINE, NO),
        delete=by_token(PLANS_LINE, NO),
    ),
    Route("accounts_api:reorganisation_moves", object="draft", post=by_token(PLANS_LINE, NO)),
    Route("accounts_api:reorganisation_preview", object="draft", get=by_token(PLANS_LINE, NONE)),
    Route("accounts_api:reorganisation_schedule", object="draft", post=by_token(PLANS_LINE, NO)),
    Route("accounts_api:reorganisation_cancel", object="draft", post=by_token(PLANS_LINE, NO)),
    Route("accounts_api:reorganisation_move", object="move", delete=by_token(PLANS_LINE, NO)),
    Route("accounts:person_why", object="priya", get=SEES_PRIYA),
    Route("accounts:why", object="why_acme", get=SEES_ACME),
    Route("accounts_api:why", get=roles(IN, anonymous=OUT)),
    Route("accounts:my_leave", get=SIGNED_IN),
    Route("accounts:leave_calendar", get=SIGNED_IN, query="?month=2026-08"),
    Route("accounts:leave_new", object="priya", get=PLANS_LEAVE, post=PLANS_LEAVE),
    Route("accounts:leave", object="leave_of_priya", get=PLANS_LEAVE, post=PLANS_LEAVE),
    Route("accounts:leave_remove", object="leave_of_priya", post=PLANS_LEAVE),
    Route("accounts_api:work_calendars", get=API_READS, post=by_token(SETS_UP, NO)),
    Route(
        "accounts_api:work_calendar",
        object="calendar",
        get=API_READS,
        patch=by_token(SETS_UP, NO),
        delete=by_token(SETS_UP, NO),
    ),
    Route("accounts_api:work_calendar_default", object="calendar", post=by_token(SETS_UP, NO)),
    Route("accounts_api:team_calendar", object="west", post=by_token(SETS_UP, NO)),
    Route("accounts_api:person_calendar", object="priya", post=by_token(CHANGES_PRIYA, NO)),
    Route("accounts_api:holidays", get=API_READS, post=by_token(SETS_UP, NO)),
    Route("accounts_api:holidays_fill", post=by_token(SETS_UP, NO)),
    Route("accounts_api:holiday", object="holiday", get=API_READS, delete=by_token(SETS_UP, NO)),
    # What is sent names nobody: whose leave it would be is asked of the person that the body names.
    Route("accounts_api:leaves", get=API_READS, post=roles(IN, anonymous=OUT, token=NO)),
    Route(
        "accounts_api:leave",
        object="leave_of_priya",
        get=by_token(SEES_PRIYA, IN),
        patch=by_token(PLANS_LEAVE, NO),
        delete=by_token(PLANS_LEAVE, NO),
    ),
    Route("accounts_api:working_time", get=API_READS, query="?from=2026-05-06T15:20:00Z&to=2026-05-08T08:50:00Z"),
    Route("accounts_api:customers", get=API_READS, post=by_token(SELLS, NO)),
    Route("accounts_api:customer", object="acme", get=by_token(SEES_ACME, IN), patch=by_token(CHANGES_ACME, NO)),
    Route("accounts_api:owners", object="acme", get=by_token(SEES_ACME, IN), post=by_token(OWNS_ACME, NO)),
    Route("accounts_api:owner_undo", object="acme", post=by_token(OWNS_ACME, NO)),
    Route("accounts_api:external_ids", object="acme", get=by_token(SEES_ACME, IN), post=by_token(CHANGES_ACME, NO)),
    Route("accounts_api:external_id_remove", object="acme", post=by_token(CHANGES_ACME, NO)),
    Route("accounts_api:members", object="acme", get=by_token(SEES_ACME, IN), post=by_token(OWNS_ACME, NO)),
    Route("accounts_api:member_end", object="acme", post=by_token(OWNS_ACME, NO)),
    Route("accounts_api:customer_archive", object="acme", post=by_token(CHANGES_ACME, NO)),
    Route("accounts_api:customer_restore", object="acme", post=by_token(CHANGES_ACME, NO)),
    Route("accounts_api:contacts", get=API_READS, post=by_token(SELLS, NO)),
    Route(
        "accounts_api:contact",
        object="contact_of_acme",
        get=by_token(SEES_ACME, IN),
        patch=by_token(CHANGES_ACME, NO),
    ),
    Route("accounts_api:contact_archive", object="contact_of_acme", post=by_token(CHANGES_ACME, NO)),
    Route("accounts_api:contact_restore", object="contact_of_acme", post=by_token(CHANGES_ACME, NO)),
    Route("accounts_api:orders", get=API_READS, post=by_token(SELLS, NO)),
    Route("accounts_api:order", object="order_of_acme", get=by_token(SEES_ACME, IN)),
    Route("accounts_api:order_remove", object="order_of_acme", post=by_token(CHANGES_ACME, NO)),
    Route("accounts_api:installed", get=API_READS, post=by_token(SELLS, NO)),
    Route("accounts_api:installed_end", object="installed_of_acme", post=by_token(CHANGES_ACME, NO)),
    Route("accounts_api:usage", get=API_READS, post=by_token(SELLS, NO)),
    Route("accounts_api:reorders", get=roles(IN, anonymous=OUT, outsider=NO, admin=NO)),
    Route("accounts_api:relationships", get=API_READS, post=by_token(SELLS, NO)),
    Route("accounts_api:relationship_remove", object="relationship_of_priya", post=by_token(CHANGES_ACME, NO)),
    Route("accounts_api:who_knows_whom", object="acme", get=by_token(SEES_ACME, IN)),
    Route("accounts_api:cards", get=roles(IN, anonymous=OUT, outsider=NO, admin=NO)),
    Route("accounts_api:claim_new", object="birch", post=by_token(SELLS, NO)),
    Route("accounts_api:claims", get=API_READS),
    Route("accounts_api:claim", object="claim_of_priya", get=by_token(SEES_CLAIM, IN)),
    Route("accounts_api:claim_decide", object="claim_of_priya", post=by_token(DECIDES_CLAIM, NO)),
    Route("accounts_api:customer_duplicates", get=by_token(MERGES, NO)),
    Route("accounts_api:customer_merge", object="acme", post=by_token(MERGES_ACME, NO)),
    Route("accounts_api:customer_undo_merge", object="acme", post=by_token(MERGES_ACME, NO)),
    Route("accounts_api:customer_merges", object="acme", get=by_token(SEES_ACME, IN)),
    Route("accounts_api:customer_not_duplicate", object="acme", post=by_token(MERGES_ACME, NO)),
    Route("accounts_api:contact_duplicates", get=by_token(MERGES, NO)),
    Route("accounts_api:contact_merge", object="contact_of_acme", post=by_token(MERGES_ACME, NO)),
    Route("accounts_api:contact_undo_merge", object="contact_of_acme", post=by_token(MERGES_ACME, NO)),
    Route("accounts_api:contact_merges", object="contact_of_acme", get=by_token(SEES_ACME, IN)),
    Route("accounts_api:contact_not_duplicate", object="contact_of_acme", post=by_token(MERGES_ACME, NO)),
    Route("accounts_api:me", get=API_READS, patch=roles(IN, anonymous=OUT, token=NO)),
    Route("accounts_api:sessions", get=API_READS),
    Route("accounts_api:session_end", object="session_of_priya", post=by_token(OF_PRIYA, NO)),
    Route("accounts_api:sign_in_events", get=API_READS),
    Route("accounts_api:erasure_requests", get=by_token(SEES_REQUESTS, NO), post=by_token(HANDLES, NO)),
    Route("accounts_api:erasure_request", object="request_about_amara", get=by_token(SEES_REQUESTS, NO)),
    Route(
        "accounts_api:erasure_transition",
        object="request_about_amara",
        post=by_token(HANDLES, NO),
        body={"to": "refused", "text": ""},
    ),
    Route("accounts_api:erasure_preview", object="request_about_amara", post=by_token(HANDLES, NO)),
    Route("accounts_api:erasure_export", object="request_about_amara", post=by_token(HANDLES, NO)),
    Route("accounts_api:invite", object="priya", post=by_token(CHANGES_PRIYA, NO)),
    Route("accounts_api:invite_withdraw", object="priya", post=by_token(CHANGES_PRIYA, NO)),
    Route("accounts_api:unlock", object="priya", post=by_token(GRANTS_PRIYA, NO)),
    Route("accounts_api:factors_reset", object="priya", post=by_token(GRANTS_PRIYA, NO)),
    Route("accounts_api:people", get=API_READS, post=by_token(SETS_UP, NO)),
    Route("accounts_api:person", object="priya", get=by_token(SEES_PRIYA, IN), patch=by_token(CHANGES_PRIYA, NO)),
    Route("accounts_api:activate", object="priya", post=by_token(CHANGES_PRIYA, NO)),
    Route("accounts_api:suspend", object="priya", post=by_token(CHANGES_PRIYA, NO)),
    Route("accounts_api:deactivate", object="priya", post=by_token(CHANGES_PRIYA, NO)),
    Route("accounts_api:person_team", object="priya", post=by_token(CHANGES_PRIYA, NO)),
    Route("accounts_api:reporting_lines", get=API_READS, post=by_token(SETS_UP, NO)),
    Route("accounts_api:line_undo", post=by_token(SETS_UP, NO)),
    Route("accounts_api:teams", get=API_READS, post=by_token(SETS_UP, NO)),
    Route("accounts_api:team", object="west", get=API_READS, patch=by_token(SETS_UP, NO)),
    Route("accounts_api:roles", get=API_READS, post=by_token(GRANTS, NO)),
    Route("accounts_api:role", object="own_role", get=API_READS, patch=by_token(GRANTS, NO)),
    Route("accounts_api:role_effect", object="own_role", post=by_token(GRANTS, NO)),
    Route("accounts_api:role_retire", object="own_role", post=by_token(GRANTS, NO)),
    Route("accounts_api:role_grants", get=API_READS, post=roles(NO, anonymous=OUT, admin=IN)),
    Route("accounts_api:grant_end", object="grant_of_priya", post=by_token(GRANTS_PRIYA, NO)),
    Route("accounts_api:tokens", get=API_READS, post=roles(IN, anonymous=OUT, token=NO)),
    Route("accounts_api:token_revoke", object="token_of_priya", post=by_token(OF_PRIYA, NO)),
    Route("accounts_api:organisation_preview", post=by_token(SETS_UP, NO)),
    Route("accounts_api:organisation_changes", get=by_token(SETS_UP, NO)),
    Route("accounts_api:organisation", get=API_READS, patch=by_token(SETS_UP, NO)),
    Route("accounts_api:rates", get=API_READS, post=by_token(SETS_UP, NO)),
    Route("accounts_api:fiscal_periods", get=API_READS, post=by_token(SETS_UP, NO)),
]
