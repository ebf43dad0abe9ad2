"""Routes of people, customers and the organisation."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import (
    ApiToken,
    Contact,
    Delegation,
    Holiday,
    Leave,
    PersonMove,
    PersonSession,
    Reorganisation,
    RoleGrant,
    SignInLink,
    WorkCalendar,
)
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


OBJECTS = {
    "why_acme": lambda company: {"kind": "customer", "uid": company.acme.uid},
    "draft": lambda company: {"uid": draft_of_all(company).uid},
    "move": move_of_all,
    "delegation_of_priya": delegation_of_priya,
    "calendar": lambda company: {"uid": calendar_of_all(company).uid},
    "holiday": holiday_of_all,
    "leave_of_priya": leave_of_priya,
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
    Route("accounts:tokens", get=SIGNED_IN, post=SIGNED_IN),
    Route("accounts:token_revoke", object="token_of_priya", post=OF_PRIYA),
    Route("accounts:roles", get=SIGNED_IN),
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
    Route("accounts_api:roles", get=API_READS),
    Route("accounts_api:role_grants", get=API_READS, post=roles(NO, anonymous=OUT, admin=IN)),
    Route("accounts_api:grant_end", object="grant_of_priya", post=by_token(GRANTS_PRIYA, NO)),
    Route("accounts_api:tokens", get=API_READS, post=roles(IN, anonymous=OUT, token=NO)),
    Route("accounts_api:token_revoke", object="token_of_priya", post=by_token(OF_PRIYA, NO)),
    Route("accounts_api:organisation", get=API_READS, patch=by_token(SETS_UP, NO)),
    Route("accounts_api:rates", get=API_READS, post=by_token(SETS_UP, NO)),
    Route("accounts_api:fiscal_periods", get=API_READS, post=by_token(SETS_UP, NO)),
]
