"""Bad input in every form: 422, the error at its field and announced, what was typed kept (ui.md 7)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test.html import Element, parse_html
from django.urls import reverse

from accounts.models import Seat
from forecasting.models import ForecastPeriodState
from forecasting.operations.periods import TAKES_CALLS, lock_period
from territories.rules.sheet import cell_name
from tests.accounts.second_factors import give_app
from tests.company import Company
from tests.contracts.matrix import IN, lines
from tests.contracts.people import People

LINES, OBJECTS = lines()


def locked_period(company: Any) -> dict[str, Any]:
    found = OBJECTS["forecast_period"](company)
    state = ForecastPeriodState.objects.get(uid=found["uid"])
    if state.state in TAKES_CALLS:
        lock_period(state, by=company.omar, reason="Books")
    return found


def app_of_marcus(company: Any) -> dict[str, Any]:
    give_app(company.marcus)
    return {}


OBJECTS["locked_period"] = locked_period
OBJECTS["app_of_marcus"] = app_of_marcus
PERIOD = {"type": "new_and_expansion", "period": "2026-Q4"}
DAY, NO_DAY, NOBODY = "2026-11-02", "the day after", "00000000-0000-4000-8000-000000000000"
LONG = "n" * 301
EMPLOYMENT = "employment_of_priya"


@dataclass(frozen=True)
class Bad:
    """One bad input. `wrong` names the control that must say so; empty: no field is to blame, the form itself speaks.

    A `wrong` that ends in a dash is the start of a name that holds a record; secret: what must not come back.
    """

    route: str
    role: str
    wrong: str
    typed: Mapping[str, Any] | Callable[[Any], Mapping[str, Any]] = field(default_factory=dict)
    object: str = ""
    secret: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return f"{self.route}-{self.wrong}".rstrip("-")


def quota_of_priya(company: Any) -> dict[str, str]:
    seat = Seat.objects.get(person=company.priya)
    return {"year": "2026", "level": "quarter", cell_name(seat.uid, "2026-Q4"): "plenty", "reason": "New year"}


ORDER = {
    "number": "O-9",
    "ordered_on": "2026-03-02",
    "name": "Scale",
    "amount": "12k",
    "currency": "USD",
    "quantity": "1",
}


def inner_address(company: Any) -> dict[str, str]:
    """Sent on with its owner, so that the address alone is wrong."""
    known = {"kind": "slack", "name": "West chat", "audience": "own", "owner": str(company.ada.uid)}
    return known | {"address": "https://10.0.0.1/"}


def team_without_name(company: Any) -> dict[str, str]:
    return {"name": "West chat", "audience": "team", "owner": str(company.ada.uid)}


ACCOUNTS = (
    Bad("accounts:sign_in", "anonymous", "username", {"password": "guess"}, secret=("password",)),
    Bad("accounts:sign_in", "anonymous", "", {"username": "x@x.example", "password": "guess"}, secret=("password",)),
    Bad("accounts:forgotten", "anonymous", "email", {"email": "priya at home"}),
    Bad("accounts:link", "anonymous", "new", {"new": "short"}, "link_of_priya", secret=("new",)),
    Bad("accounts:factor_app", "rep", "code", {"code": "000000"}),
    Bad("accounts:factor_passkey", "rep", "name", {"name": ""}),
    Bad("accounts:factor_again", "manager", "code", {"code": "000000"}, "app_of_marcus"),
    Bad("accounts:invite", "admin", "email", {"email": "priya at home"}, "priya"),
    Bad("accounts:factors_reset", "admin", "reason", {"reason": LONG}, "priya"),
    Bad("accounts:customer_new", "rep", "employees", {"name": "Crestline", "employees": "many", "sector": "Food"}),
    Bad("accounts:customer_new", "rep", "name", {"name": LONG, "country": "Austria"}),
    Bad("accounts:customer_edit", "rep", "annual_revenue", {"name": "Acme", "annual_revenue": "1e99"}, "acme"),
    Bad("accounts:owner", "manager", "start", {"start": NO_DAY, "role": "owner", "reason": "Fairer"}, "acme"),
    Bad("accounts:order_new", "rep", "amount", ORDER | {"amount": "a lot"}, "acme"),
    Bad("accounts:order_new", "rep", "ordered_on", ORDER | {"ordered_on": "2999-01-01"}, "acme"),
    Bad("accounts:order_remove", "rep", "reason", {"reason": ""}, "order_of_acme"),
    Bad("accounts:installed_new", "rep", "end", {"name": "Scale", "start": DAY, "end": DAY}, "acme"),
    Bad("accounts:contact_know", "rep", "strength", {"strength": "1"}, "contact_of_acme"),
    Bad("accounts:claim_new", "rep", "reason", {"reason": "  "}, "birch"),
    Bad("accounts:claim", "vp", "start", {"decision": "accept", "start": NO_DAY, "note": "Yes"}, "claim_of_priya"),
    Bad("accounts:claim", "vp", "note", {"decision": "decline", "start": DAY, "note": ""}, "claim_of_priya"),
    Bad("accounts:external_id_new", "ops_manager", "source", {"source": " ", "external_id": "7"}, "acme"),
    Bad("accounts:member_new", "manager", "person", {"person": NOBODY, "role": "Expert", "start": DAY}, "acme"),
    Bad("accounts:contact_new", "rep", "name", {"name": " ", "title": "Buyer", "phone": "+43 1 5"}, "acme"),
    Bad("accounts:contact_edit", "rep", "name", {"name": "", "title": "Buyer"}, "contact_of_acme"),
    Bad("accounts:contract_new", "manager", "last_day", {"number": "N-9", "last_day": NO_DAY, "currency": "USD"}),
    Bad("accounts:contract_new", "manager", "line-0-value", {"line-0-name": "Platform", "line-0-value": "a lot"}),
    Bad("accounts:contract_edit", "manager", "notice_days", {"number": "N", "notice_days": "-1"}, "contract_of_acme"),
    Bad("accounts:contract_renew", "manager", "months", {"start": DAY, "months": "0"}, "contract_of_acme"),
    Bad("accounts:contract_step", "manager", "signed_on", {"signed_on": NO_DAY}, "signing_of_acme"),
    Bad("accounts:contract_file_new", "manager", "file", {}, "contract_of_acme"),
    Bad("accounts:obligation_new", "manager", "due", {"name": "Report", "due": NO_DAY}, "contract_of_acme"),
    Bad("accounts:obligation", "manager", "name", {"name": "", "due": DAY}, "obligation_of_acme"),
    Bad("accounts:person_new", "admin", "email", {"name": "Ida Roth", "email": "ida at home", "title": "Rep"}),
    Bad("accounts:person_new", "admin", "email", {"name": "Ida Roth", "email": "dana@northwind.example"}),
    Bad("accounts:person_edit", "admin", "name", {"name": "", "title": "Rep"}, "priya"),
    Bad(
        "accounts:employment_new", "admin", "start", {"start": NO_DAY, "function": "sales", "location": "Oslo"}, "priya"
    ),
    Bad("accounts:employment_exit", "ops_manager", "last_day", {"last_day": NO_DAY, "exit_kind": "other"}, EMPLOYMENT),
    Bad("accounts:hire", "ops_manager", "email", {"name": "Lena", "email": "lena at home", "start": DAY}),
    Bad("accounts:hire_again", "ops_manager", "start", {"name": "Priya Raman", "start": NO_DAY}, "priya"),
    Bad("accounts:job_change", "ops_manager", "start", {"start": NO_DAY, "job_role": "Coach"}, "priya"),
    Bad("accounts:leaver", "ops_manager", "last_day", {"last_day": NO_DAY, "reason": "Moves"}, "priya"),
    Bad("accounts:manager", "admin", "start", {"start": NO_DAY}, "priya"),
    Bad("accounts:person_team", "admin", "start", {"start": NO_DAY}, "priya"),
    Bad("accounts:activate", "admin", "email", {"email": "priya"}, "priya"),
    Bad("accounts:grant", "admin", "role", {"role": "king", "start": DAY, "reason": "Asked"}, "priya"),
    Bad("accounts:grant", "admin", "end", {"role": "rep", "start": DAY, "end": NO_DAY}, "priya"),
    Bad("accounts:grant_end", "admin", "end", {"end": NO_DAY, "reason": "Moved"}, "grant_of_priya"),
    Bad("accounts:profile", "rep", "time_zone", {"theme": "dark", "language": "en", "time_zone": "Mars/Olympus"}),
    Bad("accounts:password", "rep", "old", {"old": "guess", "new": "a new passphrase 77"}, secret=("old", "new")),
    Bad("accounts:password", "rep", "new", {"old": "guess"}, secret=("old", "new")),
    Bad("accounts:tokens", "rep", "scopes", {"name": "nightly", "expires_on": DAY}),
    Bad("accounts:tokens", "rep", "expires_on", {"name": "n", "scopes": "accounts:read", "expires_on": "2001-01-01"}),
    Bad("accounts:role_new", "admin", "verbs", {"name": "Deal desk", "scope": "own", "home": "other", "verbs": "fly"}),
    Bad("accounts:role_edit", "admin", "name", {"name": "r" * 81, "scope": "own", "home": "other"}, "own_role"),
    Bad("accounts:role_retire", "admin", "reason", {"reason": ""}, "own_role"),
    Bad("accounts:erasure_new", "ops_manager", "received_on", {"kind": "erase", "received_on": NO_DAY}),
    Bad("accounts:erasure_step", "ops_manager", "reason", {"reason": ""}, "refusal_about_amara"),
    Bad("accounts:erasure_approve", "admin", "reason", {"reason": LONG}, "request_about_amara"),
    Bad("accounts:team_new", "admin", "name", {"name": "", "kind": "region"}),
    Bad("accounts:team_edit", "admin", "name", {"name": "t" * 121, "kind": "region"}, "west"),
    Bad("accounts:organisation", "admin", "fiscal_start_month", {"name": "N", "fiscal_start_month": "13"}),
    Bad("accounts:fiscal_years", "admin", "year", {"year": "1200"}),
    Bad(
        "accounts:rates", "admin", "rate", {"from_currency": "EUR", "to_currency": "USD", "rate": "dear", "start": DAY}
    ),
    Bad("accounts:calendar_new", "admin", "day_1", {"name": "Night", "day_1": "late", "day_2": "09:00-17:00"}),
    Bad(
        "accounts:calendar",
        "admin",
        "day_2",
        {"name": "Night", "day_1": "22:00-09:00", "day_2": "08:00-17:00"},
        "calendar",
    ),
    Bad("accounts:holiday_new", "admin", "date", {"date": "0001-01-01", "name": "Feast"}, "calendar"),
    Bad("accounts:holidays_fill", "admin", "country", {"country": "XX", "year": "2026"}, "calendar"),
    Bad(
        "accounts:holidays_fill",
        "admin",
        "subdivision",
        {"country": "DE", "subdivision": "QQ", "year": "2026"},
        "calendar",
    ),
    Bad("accounts:team_calendar", "admin", "calendar", {"calendar": NOBODY, "start": DAY}, "west"),
    Bad("accounts:person_calendar", "admin", "start", {"start": NO_DAY}, "priya"),
    Bad("accounts:leave_new", "manager", "last", {"kind": "sick", "start": DAY, "last": "9999-12-31"}, "priya"),
    Bad(
        "accounts:leave_new",
        "manager",
        "minutes",
        {"kind": "sick", "start": DAY, "last": DAY, "minutes": "2000"},
        "priya",
    ),
    Bad(
        "accounts:leave", "rep", "kind", {"kind": "fishing", "start": DAY, "last": DAY, "note": "Ill"}, "leave_of_priya"
    ),
    Bad("accounts:delegation_new", "manager", "verbs", {"start": DAY, "last": DAY, "verbs": "role.change"}),
    Bad("accounts:delegation_new", "manager", "delegate", {"delegate": NOBODY, "start": DAY, "last": DAY}),
    Bad("accounts:reorganisation_new", "admin", "effective", {"name": "East", "effective": "2001-01-01"}),
    Bad("accounts:reorganisation_edit", "admin", "name", {"name": "", "effective": "2199-01-01"}, "draft"),
    Bad("accounts:reorganisation_person", "admin", "person", {"person": NOBODY, "to_top": "on"}, "draft"),
    Bad("accounts:reorganisation_team", "admin", "team", {"team": NOBODY}, "draft"),
)
PIPELINE = (
    Bad("pipeline:new_deal", "rep", "amount", {"name": "Harbor", "amount": "a lot", "close_date": DAY}),
    Bad("pipeline:new_deal", "rep", "customer", {"name": "Harbor", "customer_text": "No such", "close_date": DAY}),
    Bad("pipeline:deal_field", "rep", "amount", {"amount": "a lot", "version": "1"}, "amount_of_deal"),
    Bad("pipeline:deal_edit", "rep", "close_date", {"name": "Harbor", "close_date": NO_DAY}, "deal_of_priya"),
    Bad("pipeline:deal_edit", "rep", "name", {"name": LONG, "amount": "184k"}, "deal_of_priya"),
    Bad("pipeline:deal_move", "rep", "stage", {"stage": NOBODY, "version": "1"}, "deal_of_priya"),
    Bad("pipeline:deal_win", "rep", "amount", {"amount": "all of it", "version": "1"}, "deal_of_priya"),
    Bad("pipeline:deal_lose", "rep", "reason", {"come_back_on": DAY, "version": "1"}, "deal_of_priya"),
    Bad("pipeline:deal_reopen", "manager", "reason", {"reason": LONG, "version": "1"}, "closed_deal_of_priya"),
    Bad("pipeline:deal_transfer", "manager", "owner", {"owner": NOBODY, "version": "1"}, "deal_of_priya"),
    Bad("pipeline:deal_correct", "manager", "effective_on", {"amount": "12k", "reason": "Typo"}, "deal_of_priya"),
    Bad("pipeline:deal_delete", "manager", "reason", {"version": "1"}, "deal_of_priya"),
    Bad("pipeline:customer_log", "rep", "kind", {"kind": "fax", "note": "Sent it"}, "acme"),
    Bad("pipeline:log", "rep", "deal", {"deal_text": "No such deal", "kind": "call", "note": "Good talk"}),
    Bad("pipeline:log", "rep", "next_step_date", {"kind": "call", "note": "Talk", "next_step_date": NO_DAY}),
    Bad("pipeline:new_lead", "rep", "email", {"name": "Ida Roth", "email": "ida at home", "sourced_by": "self"}),
    Bad("pipeline:lead_edit", "rep", "name", {"name": "", "company": "Pier One", "version": "1"}, "lead_of_priya"),
    Bad("pipeline:lead_assign", "rep", "owner", {"owner": NOBODY}, "lead_of_priya"),
    Bad("pipeline:lead_disqualify", "rep", "reason", {"reason": "r" * 201}, "lead_of_priya"),
    Bad("pipeline:lead_log", "rep", "kind", {"kind": "fax", "note": "Sent it"}, "lead_of_priya"),
    Bad("pipeline:new_product", "ops_manager", "list_price", {"name": "Scale", "list_price": "cheap"}),
    Bad("pipeline:product", "ops_manager", "name", {"name": "", "code": "S1", "version": "1"}, "product"),
    Bad("pipeline:stage_category", "ops_manager", "category", {"category": "hope"}, "stage"),
    Bad(
        "pipeline:new_process",
        "ops_manager",
        "stages-0-chance",
        {"name": "New way", "stages-TOTAL_FORMS": "1", "stages-INITIAL_FORMS": "1"}
        | {"stages-0-name": "Talk", "stages-0-kind": "open", "stages-0-chance": "likely"},
    ),
    Bad("pipeline:capture_new", "rep", "address", {"address": "gopher://1.1.1.1"}, object="kind"),
    Bad("pipeline:capture_organisation_new", "admin", "address", {"address": "https://127.0.0.1/"}, object="kind"),
    Bad("pipeline:captured_one", "rep", "record", {"record_text": "Nobody we know"}, object="captured_of_priya"),
)
CALL = PERIOD | {"measure": "commit", "mode": "replace", "note": "Two slip"}
OTHERS = (
    Bad("forecasting:save_call", "manager", "value", CALL | {"value": "lots"}, "open_quarter"),
    Bad("forecasting:save_call", "manager", "value", CALL | {"value": "9" * 20}, "open_quarter"),
    Bad("forecasting:withdraw_call", "rep", "reason", PERIOD | {"reason": "  "}, "call_of_priya"),
    Bad("forecasting:lock_period", "ops_manager", "reason", {"reason": ""}, "forecast_period"),
    Bad("forecasting:reopen_period", "ops_manager", "reason", {"reason": ""}, "locked_period"),
    Bad("territories:save_quotas", "ops_manager", "q-", quota_of_priya),
    Bad("web:save_view", "rep", "name", {"name": "v" * 61, "table": "deals", "address": "/deals"}),
    Bad("web:edit_view", "rep", "name", {"name": "", "table": "deals", "address": "/deals"}, "view_of_priya"),
    Bad("imports:batches", "ops_manager", "file", {"source": "salesforce", "snapshot_day": DAY}),
    Bad("imports:start", "ops_manager", "file"),
    Bad("imports:map", "ops_manager", "column-1", {"column-0": "name", "column-1": "name"}, "import_file"),
)
INBOX = (
    Bad("inbox:comment_new", "rep", "body", {"body": "  "}, "talk_of_acme"),
    Bad("inbox:comment_new", "rep", "body", {"body": "@Jonah Becker, look"}, "talk_of_acme"),
    Bad("inbox:comment", "rep", "body", {"body": "w" * 10_001}, "comment_of_priya"),
    Bad("inbox:task_new", "rep", "assignee", {"title": "Call", "assignee_text": "Nobody here"}, "talk_of_acme"),
    Bad("inbox:task_new", "rep", "due", {"title": "Call", "assignee_text": "Dana", "due": NO_DAY}, "talk_of_acme"),
    Bad("inbox:task", "rep", "title", {"title": LONG, "assignee_text": "Dana"}, "task_of_priya"),
    Bad("inbox:preferences", "rep", "digest_hour", {"mail": "daily", "digest_hour": "24", "quiet_from": "22:00"}),
    Bad("inbox:preferences", "rep", "quiet_to", {"mail": "none", "digest_hour": "8", "quiet_from": "22:00"}),
    Bad("inbox:channel_new", "admin", "address", inner_address),
    Bad("inbox:channel", "admin", "team", team_without_name, "chat"),
)
FORMS = (*ACCOUNTS, *PIPELINE, *OTHERS, *INBOX)

PRESSES = {
    "pipeline:capture_read",
    "pipeline:capture_switch",
    "pipeline:capture_rotate",
    "pipeline:capture_disconnect",
    "pipeline:captured_dismiss",
    "accounts:sign_out",
    "accounts:calendar_default",
    "accounts:calendar_remove",
    "accounts:holiday_remove",
    "accounts:leave_remove",
    "accounts:delegation_end",
    "accounts:act_stop",
    "accounts:reorganisation_take_out",
    "accounts:reorganisation_schedule",
    "accounts:reorganisation_cancel",
    "accounts:reorganisation_remove",
    "accounts:external_id_remove",
    "accounts:owner_undo",
    "accounts:customer_archive",
    "accounts:customer_restore",
    "accounts:member_end",
    "accounts:contact_archive",
    "accounts:customer_merge_undo",
    "accounts:installed_end",
    "accounts:relationship_remove",
    "accounts:contact_merge_undo",
    "accounts:contact_restore",
    "accounts:contract_notice_undo",
    "accounts:contract_file_remove",
    "accounts:obligation_done",
    "accounts:obligation_reopen",
    "accounts:line_undo",
    "accounts:employment_continue",
    "accounts:people_change_save",
    "accounts:people_change_cancel",
    "accounts:invite_withdraw",
    "accounts:unlock",
    "accounts:factor_codes",
    "accounts:factor_remove",
    "accounts:session_end",
    "accounts:suspend",
    "accounts:deactivate",
    "accounts:sign_out_everywhere",
    "accounts:token_revoke",
    "accounts:erasure_preview",
    "accounts:erasure_export",
    "pipeline:lead_qualify",
    "pipeline:lead_recycle",
    "pipeline:lead_convert",
    "pipeline:product_retire",
    "territories:prefill_quotas",
    "web:delete_view",
    "inbox:read_all",
    "inbox:read",
    "inbox:unread",
    "inbox:follow",
    "inbox:mute",
    "inbox:snooze",
    "inbox:unfollow",
    "inbox:unmute",
    "inbox:comment_withdraw",
    "inbox:task_done",
    "inbox:task_reopen",
    "inbox:channel_test",
    "inbox:channel_secret",
    "inbox:delivery_again",
    "jobs:cancel",
    "jobs:rerun",
    "jobs:new_export",
    "imports:check",
    "imports:commit",
}
"""Buttons: nothing is typed beside them."""
TAKES_ANYTHING = {
    "pipeline:hook": "a program's; what it cannot read it answers as JSON",
    "forecasting:submit": "a note of any words",
    "forecasting:open_period": "a choice of periods",
    "imports:add_file": "the API's and a program's; no page has a form for it",
    "imports:repair": "any word is a meaning; whether it is known the next check says by row",
    "imports:start_change": "any word; whether it is known the check says by row, on the same page",
    "imports:start_create": "as start_change",
    "imports:undo": "a reason of any words",
}


class Seen:
    """The page that came back: its elements in order, and those that stand for a field."""

    def __init__(self, html: str) -> None:
        self.all = list(walk(parse_html(html)))
        self.by_id = {of(el)["id"]: el for el in self.all if "id" in of(el)}

    def alerts(self) -> list[str]:
        return [words(el) for el in self.all if of(el).get("role") == "alert" and words(el)]

    def named(self, name: str) -> list[Element]:
        """Controls of that name; a combobox shows its record under `<name>_text`."""
        shown = [el for el in self.all if el.name in CONTROLS and of(el).get("type") != "hidden"]
        is_it = (lambda each: each.startswith(name)) if name.endswith("-") else (lambda each: each == name)
        return [el for el in shown if is_it(of(el).get("name", "")) or of(el).get("name") == f"{name}_text"]

    def error_at(self, name: str) -> str:
        """What is said at the field: by its control, or by the fieldset round its boxes. Empty when nothing is."""
        boxes = [el for el in self.all if el.name == "fieldset" and set(map(id, self.named(name))) & ids_in(el)]
        for el in [*self.named(name), *boxes]:
            told = [words(self.by_id[tie]) for tie in of(el).get("aria-describedby", "").split() if is_error(self, tie)]
            if of(el).get("aria-invalid") == "true" and any(told):
                return " ".join(told)
        return ""

    def kept(self, name: str) -> set[str]:
        """Every value that controls of this name hold, hidden ones too."""
        return {value for el in self.all if of(el).get("name") == name for value in values(el)}


CONTROLS = ("input", "select", "textarea")


def walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from walk(child)


def of(element: Element) -> dict[str, str]:
    return {name: value or "" for name, value in element.attributes}


def words(element: Element) -> str:
    return " ".join(part for el in walk(element) for part in el.children if isinstance(part, str)).strip()


def ids_in(element: Element) -> set[int]:
    return {id(each) for each in walk(element)}


def is_error(page: Seen, tie: str) -> bool:
    return tie in page.by_id and "field-error" in of(page.by_id[tie]).get("class", "")


def values(control: Element) -> list[str]:
    if control.name == "select":
        return [of(el).get("value", "") for el in walk(control) if el.name == "option" and "selected" in of(el)]
    if control.name == "textarea":
        return [words(control)]
    is_off = of(control).get("type") in ("checkbox", "radio") and "checked" not in of(control)
    return [] if is_off else [of(control).get("value", "")]


@pytest.fixture(scope="module")
def people(own_company: Company) -> People:
    return People(own_company)


@pytest.mark.parametrize("bad", FORMS, ids=lambda bad: bad.label)
def test_bad_input_is_told_at_its_field_and_kept(bad: Bad, people: People) -> None:
    kwargs = OBJECTS[bad.object](people.company) if bad.object else {}
    typed = bad.typed(people.company) if callable(bad.typed) else bad.typed
    client = people.client(bad.role)
    with transaction.atomic():
        answer = client.post(reverse(bad.route, kwargs=kwargs), typed)
        transaction.set_rollback(True)
    page = Seen(answer.content.decode())
    assert answer.status_code == 422
    assert page.alerts(), "nothing is announced"
    if bad.wrong:
        assert page.error_at(bad.wrong), "nothing is said at the field"
    lost = {name: value for name, value in typed.items() if name not in bad.secret and not is_kept(page, name, value)}
    assert not lost, "typed, and gone"
    assert not [name for name in bad.secret if any(page.kept(name))], "a secret came back"


def is_kept(page: Seen, name: str, value: str) -> bool:
    """A choice that is not offered cannot be shown again; blanks round a word may go."""
    controls = page.named(name)
    if controls and all(el.name == "select" or of(el).get("type") in ("radio", "checkbox") for el in controls):
        offered = {of(option).get("value") for el in controls for option in walk(el) if option.name == "option"}
        offered |= {of(el).get("value") for el in controls}
        return value not in offered or value in page.kept(name)
    return value.strip() in {kept.strip() for kept in page.kept(name)} or "-INITIAL_" in name


def test_every_form_of_the_site_is_tried() -> None:
    posts = {line.name for line in LINES if "_api:" not in line.name and IN in (line.post or {}).values()}
    tried = {bad.route for bad in FORMS}
    assert posts - tried - PRESSES - TAKES_ANYTHING.keys() == set(), "forms that nobody sends bad input"
    assert (tried | PRESSES | TAKES_ANYTHING.keys()) - {line.name for line in LINES} == set(), "entries without a route"
