"""Routes of people, customers and the organisation."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import ApiToken, Contact, ErasureRequest, PersonSession, Role, RoleGrant, SignInLink
from accounts.queries.signing_in import address_digest, token_of
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


def request_about_amara(company: Any) -> dict[str, Any]:
    subject = Contact.objects.get_or_create(customer=company.acme, name="Amara Osei")[0].uid
    known = {"received_on": date(2026, 11, 2), "due": date(2026, 12, 2), "state": "verified"}
    asked = {"kind": "erase", "subject_kind": "contact", "subject_uid": subject}
    return {"uid": ErasureRequest.objects.get_or_create(**asked, defaults=known)[0].uid}


def own_role(company: Any) -> dict[str, Any]:
    return {"key": Role.objects.get_or_create(key="deal_desk", defaults={"name": "Deal desk"})[0].key}


OBJECTS = {
    "own_role": own_role,
    "request_about_amara": request_about_amara,
    "refusal_about_amara": lambda company: request_about_amara(company) | {"step": "refuse"},
    "session_of_priya": session_of_priya,
    "link_of_priya": link_of_priya,
    "forged_link": lambda company: {"token": "00000000:forged"},
    "no_factor": lambda company: {"factor": 1},
    "acme": lambda company: {"uid": company.acme.uid},
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
    Route("accounts:owner", object="acme", get=OWNS_ACME, post=OWNS_ACME),
    # Without the instant of a change there is nothing to undo, whoever asks.
    Route("accounts:owner_undo", object="acme", post=roles(NONE, **SIGNED_OUT)),
    Route("accounts:customer_archive", object="acme", post=CHANGES_ACME),
    Route("accounts:customer_restore", object="acme", post=CHANGES_ACME),
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
    Route("accounts_api:customers", get=API_READS, post=by_token(SELLS, NO)),
    Route("accounts_api:customer", object="acme", get=by_token(SEES_ACME, IN), patch=by_token(CHANGES_ACME, NO)),
    Route("accounts_api:owners", object="acme", get=by_token(SEES_ACME, IN), post=by_token(OWNS_ACME, NO)),
    Route("accounts_api:owner_undo", object="acme", post=by_token(OWNS_ACME, NO)),
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
