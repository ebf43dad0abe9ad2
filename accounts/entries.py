"""What this app puts into the frame: navigation, settings pages, sources of the search."""

from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.settings_pages import SettingsPage, settings_pages
from salesops.web.navigation import NavEntry, navigation
from salesops.web.panels import Panel, panels
from salesops.web.search import Hit, Source, sources

NAVIGATION = (
    NavEntry(
        "customers", _("Accounts"), "building", "accounts:customers", "pipeline", 40, "customer.see", "a",
        {"sell": "sell", "manage": "inspect"},
    ),
    NavEntry(
        "contracts", _("Contracts"), "file-text", "accounts:contracts", "pipeline", 45, "contract.see",
        groups={"sell": "sell", "manage": "inspect"},
    ),
    NavEntry(
        "orders", _("Orders"), "file-text", "accounts:orders", "pipeline", 46, "customer.see",
        groups={"sell": "sell", "manage": "inspect"},
    ),
    NavEntry("people", _("People"), "users", "accounts:people", "set_up", 10, "line.see", groups={"manage": "team"}),
    NavEntry("settings", _("Settings"), "settings", "accounts:settings", "set_up", 90, shortcut="s"),
)  # fmt: skip

SETTINGS = (
    SettingsPage("profile", _("Profile"), _("Colours, keys, time zone, password"), "user", "accounts:profile", 10),
    SettingsPage(
        "factors", _("Second factors"), _("App, passkeys, recovery codes"), "shield-check", "accounts:factors", 12
    ),
    SettingsPage("sessions", _("Sessions"), _("Where you are signed in"), "history", "accounts:sessions", 14),
    SettingsPage("tokens", _("API tokens"), _("For programs that ask as you"), "lock", "accounts:tokens", 20),
    SettingsPage(
        "organisation", _("Organisation"), _("Zone, currency, fiscal calendar, words, areas"), "building",
        "accounts:organisation", 30, "org.change",
    ),
    SettingsPage(
        "fiscal_years", _("Fiscal years"), _("Which years are open"), "table", "accounts:fiscal_years", 40,
        "period.change",
    ),
    SettingsPage(
        "calendars", _("Calendars"), _("Working hours and holidays, for the company, teams, people"), "clock",
        "accounts:calendars", 45,
    ),
    SettingsPage(
        "delegations", _("Delegations"), _("Who acts for you, and for whom you may act"), "arrow-right",
        "accounts:delegations", 18,
    ),
    SettingsPage(
        "leave", _("Your leave"), _("When you are away, and by which calendar"), "calendar", "accounts:my_leave", 16
    ),
    SettingsPage("rates", _("Rates"), _("Dated rates between currencies"), "cash", "accounts:rates", 50, "rate.change"),
    SettingsPage("roles", _("Roles"), _("What each role carries"), "adjustments-horizontal", "accounts:roles", 60),
    SettingsPage(
        "sign_ins", _("Sign-ins"), _("Who signed in, was refused, is locked out"), "logout", "accounts:sign_ins", 65,
        "role.change",
    ),
    SettingsPage(
        "privacy", _("Personal data"), _("Who asks to see, correct or erase what is held of them"), "file-text",
        "accounts:erasure_requests", 67, "erasure.see",
    ),
    SettingsPage(
        "teams", _("Teams"), _("Names of teams and how many are in them"), "users", "accounts:teams", 70, "line.see"
    ),
)  # fmt: skip


def find_customers(request: Any, text: str, limit: int) -> list[Hit]:
    from accounts.access import visible_customers

    rows = visible_customers(request.user).filter(name__icontains=text).order_by("name", "pk")[:limit]
    return [Hit(row.name, reverse("accounts:customer", args=[row.uid]), row.sector, "building") for row in rows]


def find_people(request: Any, text: str, limit: int) -> list[Hit]:
    from accounts.access import visible_people

    rows = visible_people(request.user).filter(name__icontains=text).order_by("name", "pk")[:limit]
    return [Hit(row.name, reverse("accounts:person", args=[row.uid]), row.title, "user") for row in rows]


def find_contracts(request: Any, text: str, limit: int) -> list[Hit]:
    from accounts.contract_access import visible_contracts

    if not request.user.may("contract.see"):
        return []
    rows = visible_contracts(request.user).select_related("customer").filter(number__icontains=text)
    found = rows.order_by("number", "pk")[:limit]
    return [
        Hit(row.number, reverse("accounts:contract", args=[row.uid]), row.customer.name, "file-text") for row in found
    ]


SOURCES = (
    Source("customers", _("Accounts"), 20, find_customers),
    Source("people", _("People"), 60, find_people),
    Source("contracts", _("Contracts"), 40, find_contracts),
)


def contracts_panel(request: Any, customer: Any) -> SafeString:
    """The contracts of one account that the reader sees, the running ones first."""
    from accounts.contract_access import covers_contract_of, visible_contracts
    from accounts.queries.contracts import running_first

    found = running_first(visible_contracts(request.user).filter(customer=customer))[:PANEL_ROWS]
    may_create = covers_contract_of(request.user, customer)
    if not found and not may_create:
        return SafeString("")
    context = {"contracts": found, "customer": customer, "may_create": may_create}
    return SafeString(render_to_string("accounts/_contracts_panel.html", context, request))


def deal_contracts_panel(request: Any, deal: Any) -> SafeString:
    """What was agreed when the deal was won; hidden while there is nothing."""
    from accounts.contract_access import visible_contracts
    from accounts.queries.contracts import running_first

    found = running_first(visible_contracts(request.user).filter(opportunity_uid=deal.uid))[:PANEL_ROWS]
    if not found:
        return SafeString("")
    return SafeString(render_to_string("accounts/_contracts_panel.html", {"contracts": found}, request))


def leave_panel(request: Any, person: Any) -> SafeString:
    """When the person is away, and by which calendar they work."""
    from accounts.views.leaves import leave_context

    return SafeString(render_to_string("accounts/_leave_panel.html", leave_context(request.user, person), request))


def why_panel(request: Any, record: Any, kind: str) -> SafeString:
    return SafeString(render_to_string("accounts/_why_panel.html", {"kind": kind, "uid": record.uid}, request))


def employment_panel(request: Any, person: Any) -> SafeString:
    """Since when somebody works here, as what, and how it ended for whom that is open."""
    from accounts.access import reach
    from accounts.views.headcount import employments_of

    rows = employments_of(request, person)
    runs = any(row["last_day"] is None for row in rows)
    may_begin = not runs and reach(request.user, "people.change").covers(person.pk)
    context = {"person": person, "rows": rows, "may_begin": may_begin}
    return SafeString(render_to_string("accounts/_employment_panel.html", context, request))


def orders_panel(request: Any, customer: Any) -> SafeString:
    """The last orders of one account, how often it orders, and when the next is expected."""
    from accounts.access import today
    from accounts.queries.orders import frequency_of

    may_change = _may_change(request.user, customer)
    found = list(customer.orders.order_by("-ordered_on", "-pk")[:PANEL_ROWS])
    if not found and not may_change:
        return SafeString("")
    habit = frequency_of(customer)
    context = {"orders": found, "customer": customer, "may_change": may_change, "habit": habit}
    context["overdue"] = habit.overdue(today())
    return SafeString(render_to_string("accounts/_orders_panel.html", context, request))


def installed_panel(request: Any, customer: Any) -> SafeString:
    """What the account has in use, ours and others', and the last that is known of how much."""
    from accounts.access import today
    from accounts.queries.orders import latest_usage

    may_change = _may_change(request.user, customer)
    rows = [(row, today() in row.during) for row in customer.installed.order_by("competitor", "name", "-during")]
    usage = latest_usage(customer)
    if not rows and not usage and not may_change:
        return SafeString("")
    context = {"installed": rows, "usage": usage, "customer": customer, "may_change": may_change}
    return SafeString(render_to_string("accounts/_installed_panel.html", context, request))


def _may_change(user: Any, customer: Any) -> bool:
    from accounts.access import reach, visible_customers

    seen = reach(user, "customer.change")
    inside = visible_customers(user, "customer.change").filter(pk=customer.pk)
    return seen.everything or (bool(seen.people) and inside.exists())


def known_panel(request: Any, customer: Any) -> SafeString:
    """Who of us knows whom at the account; hidden while nothing says so."""
    from accounts.customer_access import visible_relationships
    from accounts.queries.relationships import who_knows_whom

    rows = visible_relationships(request.user).filter(contact__customer=customer)
    found = who_knows_whom(rows)
    if not found:
        return SafeString("")
    own = rows.filter(person=request.user, removed_at__isnull=True).exclude(source="computed")
    return SafeString(render_to_string("accounts/_known_panel.html", {"known": found, "own": list(own)}, request))


def door_panel(request: Any, person: Any) -> SafeString:
    """Who is locked out, and who was invited and has not come."""
    from accounts.access import visible_people, visible_sign_ins
    from accounts.queries.signing_in import locked_now

    locked = locked_now(visible_sign_ins(request.user), request.now)
    invited = visible_people(request.user).filter(state="invited").order_by("name", "pk")
    context = {"locked": locked, "invited": invited[:FRONT_ROWS], "more": max(0, invited.count() - FRONT_ROWS)}
    return SafeString(render_to_string("accounts/_door_panel.html", context, request))


PANEL_ROWS = 20
FRONT_ROWS = 6
PANELS = (
    Panel("why", "customer", 99, lambda user, record: True, partial(why_panel, kind="customer")),
    Panel("deal_why", "deal", 99, lambda user, record: True, partial(why_panel, kind="deal")),
    Panel("leave", "person", 60, lambda user, person: True, leave_panel),
    Panel("who_knows_whom", "customer", 20, lambda user, customer: user.may("customer.see"), known_panel, width=4),
    Panel("orders", "customer", 40, lambda user, customer: user.may("customer.see"), orders_panel, width=8),
    Panel("installed", "customer", 45, lambda user, customer: user.may("customer.see"), installed_panel, width=4),
    Panel("contracts", "customer", 30, lambda user, customer: user.may("contract.see"), contracts_panel),
    Panel("employment", "person", 10, lambda user, person: True, employment_panel),
    Panel("door", "front", 20, lambda user, person: user.may("role.change"), door_panel, width=4),
    Panel("deal_contracts", "deal", 30, lambda user, deal: user.may("contract.see"), deal_contracts_panel),
)


def register() -> None:
    for entry in NAVIGATION:
        navigation.register(entry.key, entry)
    for page in SETTINGS:
        settings_pages.register(page.key, page)
    for panel in PANELS:
        panels.register(panel.key, panel)
    for source in SOURCES:
        sources.register(source.key, source)
