"""THE list of pages: what every gate opens. A page of the site that is missing here fails (test_pages.py).

A page says who opens it, what it is about, and its states beyond the first sight: an address with another question, a
press, another company. Menus and folded parts are found and opened by the gates themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.browser.faults import fail_the_page

if TYPE_CHECKING:
    from tests.browser.places import Place


Question = str | Callable[[Any], str]
"""What stands behind the path; by a function of the place where it names a record or a day."""


@dataclass(frozen=True)
class State:
    """One more sight of a page. `do` presses something; `inside` narrows axe to what it opened.

    query and find replace those of the page; status is what the server answers, when that is not 200; `is_long` keeps
    it for the long gates.
    """

    name: str
    query: Question | None = None
    do: Callable[[Any], None] | None = None
    inside: str = ""
    place: str = "full"
    role: str = ""
    status: int = 200
    is_long: bool = False
    find: Callable[[Place], dict[str, Any]] | None = None


@dataclass(frozen=True)
class Page:
    route: str
    role: str = ""
    """Who opens it, by role; empty is nobody signed in."""
    find: Callable[[Place], dict[str, Any]] = lambda place: {}
    query: Question = ""
    states: tuple[State, ...] = ()
    name: str = ""
    """Tells two entries of one route apart."""

    @property
    def label(self) -> str:
        return f"{self.route} {self.name}".rstrip()


def press(selector: str) -> Callable[[Any], None]:
    return lambda page: page.locator(selector).first.click()


def key(keys: str, then: str) -> Callable[[Any], None]:
    """Presses keys on the page, and waits for what they open."""

    def do(page: Any) -> None:
        page.keyboard.press(keys)
        page.locator(then).wait_for()

    return do


def empty(role: str = "admin") -> State:
    """The page in a company that was set up a minute ago."""
    return State("empty", place="empty", role=role)


def send_blank(page: Any, form: str = "main form[method=post]") -> None:
    """Sends the last form of the page without a word in it, past the browser's own checks: the answer is seen."""
    page.locator(form).last.evaluate("form => look.sendBlank(form)")
    page.locator("[aria-invalid=true], .error-summary, main [role=alert]:not(:empty)").first.wait_for()


def ask_for_link(page: Any) -> None:
    page.locator("[name=email]").fill("nobody@northwind.example")
    page.locator("main form button").click()
    page.locator("main [role=status]").wait_for()


def press_passkey(page: Any) -> None:
    """On an address that is a number no browser makes a passkey; the page says so."""
    page.locator("[name=name]").fill("Laptop")
    page.locator("[data-passkey]").click()
    page.locator("[data-passkey-fault]:not([hidden])").wait_for()
    page.mouse.move(0, 0)


def invitation(place: Place) -> dict[str, Any]:
    """The link in a mail; signed here, for the key of a run signs no link of another run."""
    from accounts.models import SignInLink
    from accounts.queries.signing_in import token_of

    return {"token": token_of(SignInLink.objects.get(uid=place.things["invitation"]))}


def search_for(text: str) -> Callable[[Any], None]:
    def do(page: Any) -> None:
        page.keyboard.press("Control+k")
        page.locator("#palette input").fill(text)
        page.locator("#palette-records").locator("a, p").first.wait_for()

    return do


def press_and_wait(selector: str, then: str) -> Callable[[Any], None]:
    def do(page: Any) -> None:
        page.locator(selector).first.click()
        page.locator(then).first.wait_for()

    return do


def act_for(page: Any) -> None:
    """Whom one acts for stands on top of every page."""
    page.locator("main form button").first.click()
    page.locator(".asof-bar").wait_for()


def open_person(page: Any) -> None:
    """On a phone the navigation, which holds it, opens first."""
    if not page.locator(".person summary").is_visible():
        page.locator(".tabbar [href='#nav']").click()
    page.locator(".person summary").click()


PALETTE = State("palette", do=key("Control+k", "#palette[open]"), inside="#palette")
KEYS = State("keys", do=key("?", "#keys[open]"), inside="#keys")
PERSON = State("person menu", do=open_person, inside=".nav")


def days_ago(days: int) -> str:
    return (datetime.now(UTC).date() - timedelta(days=days)).isoformat()


def about(thing: str) -> Callable[[Place], dict[str, Any]]:
    """The address of one record of the place."""
    return lambda place: {"uid": place.things[thing]}


def talk_about(thing: str) -> Callable[[Place], dict[str, Any]]:
    return lambda place: {"kind": thing, "uid": place.things[thing]}


def other(name: str, thing: str, **more: Any) -> State:
    """The page of another record, in a state that is seldom seen (tests/browser/rare.py)."""
    return State(name, find=about(thing), is_long=True, **more)


def seen_by(*roles: str) -> tuple[State, ...]:
    """The page as these see it."""
    return tuple(State(f"seen by {role}", role=role, is_long=True) for role in roles)


AS_OF = State("in the past", f"?as_of={days_ago(30)}")
NOTHING = State("filtered to nothing", "?name=qqqqqq")
REFUSED = State("refused", do=send_blank, status=422)
MATCHED_TO_NOTHING = State("refused", do=partial(send_blank, form="main form.form"), status=422)
# Drawn by the same pieces as those above; what each says is asked without a browser (tests/contracts/test_forms.py).
REFUSED_TOO = replace(REFUSED, is_long=True)
# The last form of such a page withdraws or removes.
EDIT_REFUSED = replace(
    REFUSED_TOO, do=lambda page: send_blank(page, "main form:is(:has([name=body]), :has([name=name]))")
)
EMPTY_TOO = replace(empty(), is_long=True)

NO_FILE = replace(REFUSED_TOO, name="no file", do=partial(send_blank, form="main form[enctype]"))
NOBODY = State("filtered to nothing", "?person=qqqqqq")
PREVIEWED = State("previewed", do=press_and_wait("main .form .button.primary", "#preview-title"))

FRAME = (
    Page("accounts:sign_in", states=(REFUSED,)),
    Page("accounts:forgotten", states=(REFUSED, State("sent", do=ask_for_link))),
    Page("accounts:link", find=invitation, states=(REFUSED_TOO,)),
    Page(
        "web:search",
        "rep",
        query="?q=ar",
        states=(
            State("nothing asked", ""),
            State("nothing found", "?q=qqqqqq"),
            State("no such page", "/qqqqqq", status=404),
            State("a day nobody knows", "?as_of=qqqqqq", status=400),
            State("stopped", do=fail_the_page, status=503),
            EMPTY_TOO,
            PALETTE,
            State("palette with records", do=search_for("ar"), inside="#palette"),
            KEYS,
            PERSON,
        ),
    ),
    Page("web:components", "admin"),
    Page("web:save_view", "rep", query="?table=deals&address=/deals%3Ftab%3Dchanged", states=(REFUSED,)),
    Page("web:edit_view", "rep", find=about("view"), states=(EDIT_REFUSED,)),
)

DEALS = (
    Page(
        "pipeline:deals",
        "rep",
        states=(
            AS_OF,
            NOTHING,
            State("changed", "?tab=changed"),
            State("closed", "?tab=closed", role="manager"),
            State("deal beside it", lambda place: f"?sel={place.things['deal']}"),
            State("cell form", do=press_and_wait("[data-row] .cell-button", "[data-row] .cell-form")),
            *seen_by("sdr", "vp", "analyst"),
            empty(),
        ),
    ),
    Page(
        "pipeline:board",
        "manager",
        states=(
            AS_OF,
            State("stage menu", do=press("[data-move-menu]"), inside="#move-card[open]"),
            empty(),
        ),
    ),
    Page("pipeline:deal", "rep", find=about("deal"), states=(other("lost", "lost_deal"), *seen_by("manager"))),
    Page(
        "pipeline:deal",
        "rep",
        find=about("won_deal"),
        name="won",
        states=(State("before it was won", f"?as_of={days_ago(1)}"),),
    ),
    Page("pipeline:new_deal", "rep", states=(REFUSED, EMPTY_TOO)),
    Page("pipeline:log", "rep", states=(REFUSED, EMPTY_TOO)),
    Page("pipeline:log", "rep", query=lambda place: f"?deal={place.things['deal']}", name="of a deal"),
    Page("pipeline:deal_edit", "rep", find=about("deal"), states=(REFUSED,)),
    Page("pipeline:deal_move", "rep", find=about("deal")),
    Page("pipeline:deal_win", "rep", find=about("deal")),
    Page("pipeline:deal_lose", "rep", find=about("deal"), states=(REFUSED,)),
    Page("pipeline:deal_reopen", "manager", find=about("won_deal"), states=(REFUSED_TOO,)),
    Page("pipeline:deal_transfer", "manager", find=about("deal"), states=(REFUSED_TOO,)),
    Page("pipeline:deal_correct", "manager", find=about("deal"), states=(REFUSED_TOO,)),
    Page("pipeline:deal_delete", "manager", find=about("deal"), states=(REFUSED_TOO,)),
    Page("pipeline:deal_field", "rep", find=lambda place: {"uid": place.things["deal"], "field": "close_date"}),
    Page("pipeline:leads", "manager", states=(NOTHING, empty())),
    Page(
        "pipeline:lead",
        "manager",
        find=about("lead"),
        states=(other("converted", "converted_lead"), other("disqualified", "disqualified_lead")),
    ),
    Page("pipeline:new_lead", "manager", states=(REFUSED, EMPTY_TOO)),
    Page("pipeline:lead_edit", "manager", find=about("lead"), states=(REFUSED,)),
    Page("pipeline:lead_assign", "manager", find=about("lead"), states=(REFUSED_TOO,)),
    Page("pipeline:lead_disqualify", "manager", find=about("lead"), states=(REFUSED,)),
    Page("pipeline:lead_log", "manager", find=about("lead")),
    Page("pipeline:products", "ops_manager", states=(empty(),)),
    Page("pipeline:product", "ops_manager", find=about("product")),
    Page("pipeline:new_product", "ops_manager", states=(REFUSED,)),
    Page("pipeline:processes", "ops_manager", states=(empty(),)),
    Page("pipeline:new_process", "ops_manager", states=(REFUSED_TOO,)),
    Page("pipeline:stage_category", "ops_manager", find=about("stage")),
)

FIGURES = (
    Page(
        "reporting:home",
        "rep",
        states=(
            State("manager", role="manager"),
            State("vp", role="vp"),
            State("operations", role="ops_manager"),
            State("in the past", f"?as_of={days_ago(30)}", role="manager"),
            *seen_by("sdr", "am", "csm", "renewals", "analyst", "finance", "admin"),
            empty(),
        ),
    ),
    Page("reporting:performance", "manager", states=(AS_OF, State("vp", role="vp"), empty())),
    Page("reporting:metrics", "manager", states=(EMPTY_TOO,)),
    Page("reporting:metric", "manager", find=lambda place: {"key": "win_rate"}, states=(AS_OF, EMPTY_TOO)),
    Page("reporting:rows", "manager", find=lambda place: {"key": "win_rate"}, states=(EMPTY_TOO,)),
)
FORECAST = (
    Page(
        "forecasting:call",
        "manager",
        states=(
            AS_OF,
            State("adjusting in its cell", do=press_and_wait("[data-edit]", ".cell-form [name=value]")),
            State("own form", do=press("summary:has-text('Change my forecast')")),
            State("added up", "?view=cumulative"),
            State("rep", role="rep"),
            State("vp", role="vp"),
            empty(),
        ),
    ),
    Page(
        "forecasting:rows",
        "manager",
        query="?cell=commit",
        states=(State("every deal", "?cell=all", role="vp"),),
    ),
    Page("forecasting:edit_call", "manager", query=lambda place: f"?node={place.people['rep'].uid}"),
    Page("forecasting:submissions", "manager", states=(empty(),)),
    Page("forecasting:submission", "manager", find=about("submission")),
    Page("forecasting:periods", "ops_manager", states=(empty(), State("only looking", role="rep"))),
)

WORK = (
    Page("jobs:jobs", "admin", states=(empty(),)),
    Page("jobs:job", "ops_manager", find=about("job"), states=(other("running", "running"), other("failed", "failed"))),
    Page("jobs:new_export", "ops_manager", query="?address=/jobs%3Fformat%3Dcsv"),
    Page("audit:records", "admin", states=(empty(), State("filtered to nothing", "?verb=nothing"))),
    Page("audit:record", "admin", find=about("record")),
)

IMPORTS = (
    Page(
        "imports:start",
        "ops_manager",
        query="?other=1",
        states=(State("own company", "", place="empty", role="admin"),),
    ),
    Page("imports:start_proposals", "ops_manager", find=about("start")),
    Page("imports:start_rows", "ops_manager", find=lambda place: {"uid": place.things["start"], "finding": "overdue"}),
    Page("imports:batches", "ops_manager", states=(empty(), State("only looking", role="analyst"), REFUSED_TOO)),
    Page("imports:batch", "ops_manager", find=about("checked"), name="to decide"),
    Page("imports:batch", "ops_manager", find=about("imported"), name="imported", states=(other("undone", "undone"),)),
)

GROUND = (
    Page("accounts:customers", "rep", states=(NOTHING, *seen_by("csm"), empty())),
    Page(
        "accounts:customer",
        "rep",
        find=about("customer"),
        states=(other("with a merge", "merged", role="ops_manager"), *seen_by("manager")),
    ),
    Page("accounts:customer_new", "rep", states=(REFUSED,)),
    Page("accounts:customer_edit", "rep", find=about("customer"), states=(REFUSED,)),
    Page("accounts:owner", "manager", find=about("customer"), states=(REFUSED_TOO,)),
    Page("accounts:external_id_new", "rep", find=about("customer"), states=(REFUSED_TOO,)),
    Page("accounts:member_new", "manager", find=about("customer"), states=(REFUSED_TOO,)),
    Page("accounts:contact_new", "rep", find=about("customer"), states=(REFUSED,)),
    Page("accounts:contact_edit", "rep", find=about("contact")),
    Page(
        "accounts:owners",
        "rep",
        find=about("customer"),
        states=(State("as believed", lambda place: f"?as_of={days_ago(400)}&known_at={days_ago(30)}"),),
    ),
    Page("accounts:orders", "rep", states=(State("filtered to nothing", "?number=qqqqqq"), empty())),
    Page("accounts:reorders", "ops_manager", states=(empty(),)),
    Page("accounts:order", "rep", find=about("order")),
    Page("accounts:order_new", "rep", find=about("customer"), states=(REFUSED_TOO,)),
    Page("accounts:order_remove", "rep", find=about("order"), states=(REFUSED_TOO,)),
    Page("accounts:installed_new", "rep", find=about("customer"), states=(REFUSED_TOO,)),
    Page("accounts:contact_know", "rep", find=about("contact"), states=(REFUSED_TOO,)),
    Page("pipeline:customer_log", "rep", find=about("customer")),
    Page(
        "accounts:cards",
        "rep",
        states=(State("found", "?q=inc"), State("too short", "?q=a", status=422), EMPTY_TOO),
    ),
    Page("accounts:claim_new", "rep", find=about("others"), states=(REFUSED,)),
    Page("accounts:claims", "vp", states=(State("filtered to nothing", "?account=qqqqqq"), empty())),
    Page(
        "accounts:claim", "ops_manager", find=about("claim"), states=(REFUSED_TOO, other("declined", "declined_claim"))
    ),
    Page(
        "accounts:duplicates",
        "ops_manager",
        states=(State("contacts", "?of=contacts"), State("less sure", "?page=2", is_long=True), empty()),
    ),
    Page("accounts:customer_merge", "ops_manager", find=about("customer")),
    Page(
        "accounts:customer_merge",
        "ops_manager",
        find=about("customer"),
        query=lambda place: f"?with={place.things['twin']}",
        name="beside each other",
    ),
    Page(
        "accounts:contact_merge",
        "ops_manager",
        find=about("contact"),
        query=lambda place: f"?with={place.things['twin_contact']}",
    ),
    Page(
        "accounts:contracts",
        "manager",
        states=(State("filtered to nothing", "?number=qqqqqq"), *seen_by("renewals"), empty()),
    ),
    Page("accounts:contracts", "ops_manager", query="?tab=notices", name="notices due", states=(EMPTY_TOO,)),
    Page("accounts:arr", "vp", states=(AS_OF, State("churn", "?bar=churn"), empty())),
    Page("accounts:renewals", "manager", states=(AS_OF, empty())),
    Page(
        "accounts:contract",
        "manager",
        find=about("contract"),
        states=(
            State("to read", role="analyst"),
            other("noticed", "noticed_contract"),
            other("ended", "ended_contract"),
            other("void", "void_contract"),
        ),
    ),
    Page("accounts:contract", "manager", find=about("draft_contract"), name="draft", states=(NO_FILE,)),
    Page("accounts:contract_new", "manager", states=(REFUSED, EMPTY_TOO)),
    Page("accounts:contract_edit", "manager", find=about("draft_contract"), states=(REFUSED,)),
    Page("accounts:contract_renew", "manager", find=about("contract")),
    Page(
        "accounts:contract_step",
        "manager",
        find=lambda place: {"uid": place.things["contract"], "step": "terminate"},
        states=(REFUSED,),
    ),
    Page("accounts:obligation_new", "manager", find=about("contract"), states=(REFUSED,)),
    Page("accounts:obligation", "manager", find=about("obligation")),
    Page("accounts:people", "manager", states=(NOTHING, empty())),
    Page(
        "accounts:person",
        "manager",
        find=about("person"),
        states=(State("seen by admin", role="admin"), *seen_by("rep"), other("gone", "left", role="admin")),
    ),
    Page("accounts:person_new", "admin", states=(REFUSED,)),
    Page("accounts:org_chart", "vp", states=(AS_OF, empty())),
    Page(
        "accounts:headcount",
        "vp",
        states=(
            AS_OF,
            State("who left", "?part=separations"),
            State("counts alone", role="analyst"),
            State("not begun", "?from=2090-01-01&to=2091-01-01"),
            State("nobody", "?from=2001-01-01&to=2002-01-01"),
            EMPTY_TOO,
        ),
    ),
    Page("accounts:people_changes", "ops_manager", states=(NOBODY, empty())),
    Page("accounts:people_change", "ops_manager", find=about("leaver")),
    Page("accounts:people_change", "manager", find=about("draft_leaver"), name="draft"),
    Page("accounts:hire", "ops_manager", states=(REFUSED, EMPTY_TOO)),
    Page("accounts:hire_again", "ops_manager", find=about("person"), states=(REFUSED_TOO,)),
    Page("accounts:job_change", "ops_manager", find=about("person"), states=(PREVIEWED,)),
    Page("accounts:leaver", "ops_manager", find=about("person"), states=(PREVIEWED,)),
    Page("accounts:employment_new", "admin", find=about("person"), states=(REFUSED,)),
    Page("accounts:employment_exit", "ops_manager", find=about("employment"), states=(REFUSED_TOO,)),
    Page("accounts:person_edit", "admin", find=about("person"), states=(REFUSED,)),
    Page("accounts:manager", "admin", find=about("person"), states=(REFUSED_TOO,)),
    Page("accounts:person_team", "admin", find=about("person"), states=(REFUSED_TOO,)),
    Page("accounts:activate", "admin", find=about("person"), states=(REFUSED_TOO,)),
    Page("accounts:grant", "admin", find=about("person"), states=(REFUSED_TOO,)),
    Page("accounts:grant_end", "admin", find=about("grant"), states=(REFUSED_TOO,)),
    Page("accounts:settings", "admin", states=(State("rep", role="rep"), *seen_by("ops_manager"), EMPTY_TOO)),
    # Its password form is sent blank on the page of its own, below.
    Page("accounts:profile", "rep"),
    Page("accounts:password", "rep", states=(REFUSED,)),
    Page("accounts:factors", "rep", states=seen_by("guarded")),
    Page("accounts:factor_app", "rep", states=(REFUSED_TOO,)),
    Page("accounts:factor_passkey", "rep", states=(State("refused by the browser", do=press_passkey),)),
    Page("accounts:factor_again", "guarded", states=(REFUSED_TOO,)),
    Page("accounts:sessions", "rep", states=(EMPTY_TOO,)),
    Page("accounts:sign_ins", "admin", states=(empty(),)),
    Page(
        "accounts:erasure_requests",
        "ops_manager",
        states=(State("filtered to nothing", "?who=qqqqqq"), empty()),
    ),
    Page(
        "accounts:erasure_new",
        "ops_manager",
        states=(State("found", "?q=example"), State("nobody", "?q=zzzzzz")),
    ),
    Page(
        "accounts:erasure_request",
        "admin",
        find=about("request"),
        states=(
            other("received", "received_request"),
            other("refused", "refused_request"),
            other("done", "done_request"),
        ),
    ),
    Page("accounts:erasure_approve", "admin", find=about("request")),
    Page(
        "accounts:erasure_step",
        "ops_manager",
        find=lambda place: {"uid": place.things["request"], "step": "refuse"},
        states=(REFUSED,),
    ),
    Page("accounts:invite", "admin", find=about("invited"), states=(REFUSED_TOO,)),
    Page("accounts:factors_reset", "admin", find=about("person"), states=(REFUSED_TOO,)),
    Page("accounts:person", "admin", find=about("invited"), name="invited"),
    Page("accounts:tokens", "rep", states=(REFUSED, EMPTY_TOO)),
    Page("accounts:roles", "admin", states=(State("not allowed", role="rep", status=403), EMPTY_TOO)),
    Page("accounts:role_new", "admin", states=(REFUSED,)),
    Page(
        "accounts:role_edit",
        "admin",
        find=lambda place: {"key": "rep"},
        states=(
            REFUSED,
            State(
                "what changes",
                do=lambda page: (page.locator("[name=verbs]").first.click(), press("main form .primary")(page)),
            ),
        ),
    ),
    Page("accounts:role_retire", "admin", find=lambda place: {"key": place.things["own_role"]}, states=(REFUSED,)),
    Page("accounts:teams", "admin", states=(empty(),)),
    Page("accounts:team_new", "admin", states=(REFUSED,)),
    Page("accounts:team_edit", "admin", find=about("team"), states=(REFUSED_TOO,)),
    Page(
        "accounts:organisation",
        "admin",
        states=(REFUSED, State("what changes", do=lambda page: page.locator("main form .primary").first.click())),
    ),
    Page("accounts:fiscal_years", "admin", states=(REFUSED_TOO, EMPTY_TOO)),
    Page("accounts:rates", "admin", states=(empty(),)),
    Page("accounts:calendars", "admin", states=(State("to read", role="rep"), empty())),
    Page("accounts:calendar_new", "admin", states=(REFUSED,)),
    Page("accounts:calendar", "admin", find=about("calendar")),
    Page("accounts:holiday_new", "admin", find=about("calendar"), states=(REFUSED_TOO,)),
    Page("accounts:holidays_fill", "admin", find=about("calendar"), states=(REFUSED_TOO,)),
    Page("accounts:team_calendar", "admin", find=about("team"), states=(REFUSED_TOO,)),
    Page("accounts:person_calendar", "admin", find=about("person"), states=(REFUSED_TOO,)),
    Page("accounts:reorganisations", "admin", states=(empty(),)),
    Page("accounts:reorganisation_new", "admin", states=(REFUSED_TOO, EMPTY_TOO)),
    Page(
        "accounts:reorganisation",
        "ops_manager",
        find=about("draft_plan"),
        states=(
            other("nobody moves", "empty_plan"),
            other("a team moves", "team_plan"),
            other("held", "held_plan"),
            other("taken back", "cancelled_plan"),
        ),
    ),
    Page("accounts:reorganisation", "ops_manager", find=about("circle_plan"), name="in a circle"),
    Page("accounts:reorganisation", "ops_manager", find=about("scheduled_plan"), name="scheduled"),
    Page("accounts:reorganisation_edit", "ops_manager", find=about("draft_plan")),
    Page("accounts:reorganisation_person", "ops_manager", find=about("draft_plan"), states=(REFUSED,)),
    Page("accounts:reorganisation_team", "ops_manager", find=about("draft_plan")),
    Page(
        "accounts:delegations", "delegate", states=(State("none", role="rep"), State("acting", do=act_for), EMPTY_TOO)
    ),
    Page("accounts:delegation_new", "manager", states=(REFUSED, EMPTY_TOO)),
    Page("accounts:person_why", "manager", find=about("person")),
    Page(
        "accounts:why",
        "manager",
        find=lambda place: {"kind": "customer", "uid": place.things["customer"]},
        states=(State("nobody", "?person=x", status=422), State("not allowed", "?verb=ownership.change", role="rep")),
    ),
    Page("accounts:my_leave", "rep", states=(empty(),)),
    Page(
        "accounts:leave_calendar",
        "manager",
        query=lambda place: f"?month={place.things['leave_month']}",
        states=(State("nobody away", "?month=1999-01"), replace(EMPTY_TOO, query="")),
    ),
    Page("accounts:leave_new", "manager", find=about("person"), states=(REFUSED,)),
    Page("accounts:leave", "manager", find=about("leave")),
    Page("territories:quotas", "ops_manager", states=(State("only looking", role="rep"), empty())),
)

INBOX = (
    Page(
        "inbox:inbox",
        "rep",
        states=(
            State("all", "?tab=all"),
            State("more than a page", role="vp", is_long=True),
            State("before the first", "?tab=all&before=1", is_long=True),
            empty(),
        ),
    ),
    Page("inbox:tasks", "rep", states=(State("given", "?tab=given", role="manager"), empty())),
    Page(
        "inbox:task",
        "rep",
        find=about("task"),
        states=(State("to read", role="analyst"), REFUSED, other("done", "done_task")),
    ),
    Page("inbox:task_new", "rep", find=talk_about("customer"), states=(REFUSED_TOO,)),
    Page("inbox:talk", "rep", find=talk_about("customer")),
    Page("inbox:comment", "rep", find=about("comment"), states=(State("to read", role="manager"), EDIT_REFUSED)),
    Page("inbox:preferences", "rep", states=(EMPTY_TOO,)),
    Page("inbox:channels", "rep", states=(State("keeping them", role="admin"), EMPTY_TOO)),
    Page("inbox:channel_new", "admin", states=(REFUSED,)),
    Page(
        "inbox:channel",
        "admin",
        find=about("channel"),
        states=(
            State("to read", role="rep"),
            other("webhook", "webhook"),
            other("new secret", "webhook", do=press_and_wait("button:has-text('New secret')", ".note.good")),
        ),
    ),
)

TOLD = State("told", do=press_and_wait(".form-actions button", ".note.good"))
CAPTURE: tuple[Page, ...] = (
    Page("pipeline:capture", "rep", states=(State("failing", role="manager"), State("none", role="ops_manager"))),
    Page("pipeline:capture_new", "rep", find=lambda place: {"kind": "calendar"}, states=(REFUSED,)),
    Page("pipeline:capture_new", "rep", find=lambda place: {"kind": "mail_folder"}, states=(REFUSED,), name="folder"),
    Page(
        "pipeline:capture_new",
        "rep",
        find=lambda place: {"kind": "mail_hook"},
        states=(TOLD,),
        name="hook",
    ),
    Page("pipeline:capture_organisation", "admin"),
    Page(
        "pipeline:capture_organisation_new",
        "admin",
        find=lambda place: {"kind": "phone_hook"},
        states=(replace(TOLD, is_long=True),),
    ),
    Page("pipeline:captured", "rep", states=(State("all", "?tab=all"), State("none", role="ops_manager"))),
    Page("pipeline:captured_one", "rep", find=about("unmatched"), states=(MATCHED_TO_NOTHING,)),
    Page(
        "pipeline:captured_one",
        "rep",
        find=about("captured"),
        name="logged",
        states=tuple(other(state, f"captured_{state}") for state in ("waiting", "dismissed", "withdrawn", "private")),
    ),
)

PAGES: tuple[Page, ...] = (*FRAME, *FIGURES, *DEALS, *FORECAST, *GROUND, *WORK, *IMPORTS, *INBOX, *CAPTURE)

NOT_PAGES: dict[str, str] = {
    "healthz": "plain text for a load balancer",
    "readyz": "plain text for a load balancer",
    "imports:errors": "a CSV file",
    "accounts:contract_file": "the file itself",
    "territories:quota_file": "a CSV file",
    "pipeline:customer_options": "the answers of a combobox",
    "pipeline:deal_options": "the answers of a combobox",
    "pipeline:match_options": "the answers of a combobox",
    "inbox:people_options": "the answers of a combobox",
}
"""Addresses that answer GET and show nobody a page, each with what they answer."""
