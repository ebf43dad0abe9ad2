"""What of this app a file can bring: people, their line and employments, customers, contacts, orders, contracts."""

from django.utils.translation import gettext_lazy as _

from accounts.operations.import_contacts import resolve_contacts, undo_contacts, write_contacts
from accounts.operations.import_contracts import resolve_contracts, undo_contracts, write_contracts
from accounts.operations.import_customers import resolve_customers, undo_customers, write_customers
from accounts.operations.import_employment import resolve_employments, undo_employments, write_employments
from accounts.operations.import_lines import resolve_lines, undo_lines, write_lines
from accounts.operations.import_orders import resolve_orders, undo_orders, write_orders
from accounts.operations.import_people import resolve_people, undo_people, write_people
from accounts.operations.import_relationships import (
    resolve_relationships,
    undo_relationships,
    write_relationships,
)
from accounts.rules.vocabulary import COUNTRIES, SECTORS
from salesops.imports.registry import Field, Importer, Target, ValueCheck, importers, targets, value_checks

PERSON = Target(
    key="person",
    label=_("person"),
    candidates=(
        "SELECT id, name AS value, name AS label FROM accounts_user WHERE state <> 'erased'"
        " UNION ALL SELECT id, email, name FROM accounts_user WHERE state <> 'erased' AND email IS NOT NULL"
    ),
    gone="SELECT id FROM accounts_user WHERE state = 'erased'",
)
CUSTOMER = Target(
    key="customer",
    label=_("account"),
    candidates="SELECT coalesce(merged_into_id, id) AS id, name AS value, name AS label FROM accounts_customeraccount",
)
EMPLOYMENT = Target(
    key="employment",
    label=_("employment"),
    # Nothing names an employment: its person and first day tell which it is.
    candidates="SELECT id, NULL::text AS value, NULL::text AS label FROM accounts_employment WHERE false",
)

PEOPLE = Importer(
    key="people",
    label=_("People"),
    order=20,
    makes="person",
    fields=(
        Field(
            "name",
            _("Name"),
            required=True,
            aliases=("sales_agent", "full name", "user name", "owner name", "employee"),
        ),
        Field("external_id", _("ID in the source"), external=True, aliases=("user id", "id", "employee id")),
        Field("email", _("E-mail"), aliases=("email address", "user email", "owner email", "work email")),
        Field("title", _("Title"), aliases=("job title", "role")),
        Field("manager", _("Manager"), link="person", aliases=("manager name", "reports to", "supervisor")),
        Field("team", _("Team"), aliases=("regional_office", "office", "region", "department")),
    ),
    resolve=resolve_people,
    write=write_people,
    undo=undo_people,
)
EMPLOYMENTS = Importer(
    key="employments",
    label=_("Employments"),
    order=25,
    makes="employment",
    fields=(
        Field("employee", _("Employee number"), aliases=("empid", "employee id", "personnel number", "employee")),
        Field("name", _("Name"), aliases=("full name", "employee name")),
        Field("email", _("E-mail"), aliases=("email address", "work email")),
        Field("start", _("First day"), kind="date", required=True, aliases=("start date", "hire date", "hired on")),
        Field("last_day", _("Last day"), kind="date", aliases=("exit date", "end date", "termination date", "left on")),
        Field("status", _("Status"), aliases=("employee status", "employment status")),
        Field("exit_kind", _("How it ended"), aliases=("termination type", "exit type")),
        Field("reason", _("Reason"), aliases=("exit reason", "leave reason", "termination description")),
        Field("function", _("Function"), aliases=("department type", "department")),
        Field("job_role", _("Job role"), aliases=("title", "job title", "position")),
        Field("cost_centre", _("Cost centre"), aliases=("cost center", "business unit")),
        Field("location", _("Location"), aliases=("state", "office", "site")),
    ),
    resolve=resolve_employments,
    write=write_employments,
    undo=undo_employments,
    verbs=frozenset({"exit.see"}),
)
CUSTOMERS = Importer(
    key="customers",
    label=_("Accounts"),
    order=30,
    makes="customer",
    fields=(
        Field(
            "name",
            _("Account"),
            required=True,
            aliases=("account", "account name", "company name", "company", "organization - name"),
        ),
        Field(
            "external_id", _("ID in the source"), external=True, aliases=("id", "account id", "record id", "company id")
        ),
        Field(
            "parent",
            _("Belongs to"),
            link="customer",
            aliases=("subsidiary_of", "parent id", "parent account", "parent company"),
        ),
        Field("sector", _("Sector"), aliases=("industry",), known=lambda: SECTORS),
        Field(
            "country", _("Country"), aliases=("office_location", "billing country", "location"), known=lambda: COUNTRIES
        ),
        Field(
            "employees",
            _("Employees"),
            kind="integer",
            aliases=("number of employees", "numberofemployees", "company size"),
        ),
        Field("annual_revenue", _("Revenue a year"), kind="money", aliases=("revenue", "annualrevenue")),
        Field("currency", _("Currency"), kind="currency", aliases=("currency iso code", "currencyisocode")),
        Field(
            "founded_year", _("Founded"), kind="integer", aliases=("year_established", "year founded", "yearstarted")
        ),
        Field("account_type", _("Type"), aliases=("type", "account type")),
        Field("owner", _("Owner"), link="person", aliases=("account owner", "owner name", "company owner")),
    ),
    resolve=resolve_customers,
    write=write_customers,
    undo=undo_customers,
)
CONTACT = Target(
    key="contact",
    label=_("contact"),
    candidates=(
        "SELECT coalesce(merged_into_id, id) AS id, nullif(email, '') AS value, name AS label FROM accounts_contact"
    ),
)
ORDER = Target(
    key="order",
    label=_("order"),
    candidates="SELECT id, number AS value, number AS label FROM accounts_order WHERE source = %(source)s",
)
CONTACTS = Importer(
    key="contacts",
    label=_("Contacts"),
    order=35,
    makes="contact",
    fields=(
        Field("name", _("Name"), required=True, aliases=("contact name", "full name", "contact", "person - name")),
        Field("external_id", _("ID in the source"), external=True, aliases=("id", "contact id", "record id")),
        Field(
            "account",
            _("Account"),
            required=True,
            link="customer",
            aliases=("account name", "account id", "company", "company name", "person - organization"),
        ),
        Field("email", _("E-mail"), aliases=("email address", "work email", "contact email")),
        Field("phone", _("Phone"), aliases=("phone number", "mobile", "mobile phone", "work phone")),
        Field("title", _("Title"), aliases=("job title", "position")),
        Field(
            "opted_out",
            _("Wants no mail"),
            kind="boolean",
            aliases=("has opted out of email", "email opt out", "unsubscribed"),
        ),
    ),
    resolve=resolve_contacts,
    write=write_contacts,
    undo=undo_contacts,
)
ORDERS = Importer(
    key="orders",
    label=_("Orders"),
    order=60,
    makes="order",
    fields=(
        Field(
            "number", _("Number"), required=True, aliases=("order number", "order no", "order id", "salesordernumber")
        ),
        Field(
            "account",
            _("Account"),
            required=True,
            link="customer",
            aliases=("account name", "account id", "customer", "customer name", "company"),
        ),
        Field("ordered_on", _("Ordered on"), kind="date", required=True, aliases=("order date", "ordered", "date")),
        Field("amount", _("Amount"), kind="money", required=True, aliases=("order amount", "total", "order total")),
        Field("currency", _("Currency"), kind="currency", aliases=("currency iso code", "currencyisocode")),
        Field("product", _("Product"), aliases=("product name", "item")),
        Field("quantity", _("Quantity"), kind="decimal", aliases=("order quantity", "qty")),
    ),
    resolve=resolve_orders,
    write=write_orders,
    undo=undo_orders,
)
RELATIONSHIP = Target(
    key="relationship",
    label=_("relationship"),
    candidates="SELECT id, NULL::text AS value, id::text AS label FROM accounts_relationship WHERE source = 'import'",
)
RELATIONSHIPS = Importer(
    key="relationships",
    label=_("Who knows whom"),
    order=65,
    makes="relationship",
    fields=(
        Field("person", _("Person"), required=True, link="person", aliases=("who", "owner", "user name")),
        Field("contact", _("Contact, by address"), required=True, link="contact", aliases=("contact email", "knows")),
        Field("strength", _("Strength, 0 to 0.99"), kind="decimal", required=True, aliases=("how well",)),
        Field("consent", _("Agreed to"), kind="boolean", aliases=("consented",)),
    ),
    resolve=resolve_relationships,
    write=write_relationships,
    undo=undo_relationships,
)


LINES = Importer(
    key="lines",
    label=_("Reporting line"),
    order=25,
    makes="line",
    fields=(
        Field("person", _("Person"), required=True, link="person", aliases=("employee", "report")),
        Field("manager", _("Manager"), link="person", aliases=("reports to", "supervisor", "manager name")),
        Field(
            "start", _("From"), kind="date", required=True,
            aliases=("from", "since", "valid from", "effective date", "effective from"),
        ),
    ),
    resolve=resolve_lines,
    write=write_lines,
    undo=undo_lines,
)  # fmt: skip
CONTRACTS = Importer(
    key="contracts",
    label=_("Contracts"),
    order=95,
    makes="contract",
    fields=(
        Field("number", _("Number"), required=True, aliases=("contract number", "contract no", "contract id")),
        Field("customer", _("Account"), required=True, link="customer", aliases=("account", "account name", "company")),
        Field("start", _("First day"), kind="date", required=True, aliases=("start date", "contract start date")),
        Field("last_day", _("Last day"), kind="date", required=True, aliases=("end date", "contract end date", "end")),
        Field("type", _("Type"), aliases=("contract type",)),
        Field("value", _("Value"), kind="money", aliases=("amount", "contract value", "total value")),
        Field("currency", _("Currency"), kind="currency", aliases=("currency iso code", "currencyisocode")),
        Field("auto_renew", _("Renews itself"), kind="boolean", aliases=("auto renew", "auto renewal")),
        Field("notice_days", _("Days of notice"), kind="integer", aliases=("notice period", "notice")),
        Field("renewal_months", _("Renews for months"), kind="integer", aliases=("renewal term", "contract term")),
        Field("owner", _("Owner"), link="person", aliases=("contract owner", "owner name")),
        Field("signed_on", _("Signed on"), kind="date", aliases=("signed", "customer signed date", "signature date")),
        Field("line", _("For"), aliases=("product", "description", "item")),
    ),
    resolve=resolve_contracts,
    write=write_contracts,
    undo=undo_contracts,
)
LINE = Target("line", _("reporting line"), "SELECT id, id::text AS value, '' AS label FROM accounts_reportingline")
CONTRACT = Target("contract", _("contract"), "SELECT id, number AS value, number AS label FROM accounts_contract")

NEVER_BACK = tuple(
    ValueCheck(kind, (kind,), "person_erased", f"accounts_is_suppressed('{kind}', {{field}})")
    for kind in ("email", "phone")
)


def register() -> None:
    for check in NEVER_BACK:
        value_checks.register(check.key, check)
    for target in (PERSON, CUSTOMER, CONTACT, ORDER, EMPLOYMENT, LINE, CONTRACT, RELATIONSHIP):
        targets.register(target.key, target)
    for importer in (PEOPLE, EMPLOYMENTS, LINES, CUSTOMERS, CONTACTS, ORDERS, RELATIONSHIPS, CONTRACTS):
        importers.register(importer.key, importer)
