"""What of this app a file can bring: people with their line and teams, customers with their parents."""

from django.utils.translation import gettext_lazy as _

from accounts.operations.import_customers import resolve_customers, undo_customers, write_customers
from accounts.operations.import_people import resolve_people, undo_people, write_people
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
    candidates="SELECT id, name AS value, name AS label FROM accounts_customeraccount",
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


NEVER_BACK = tuple(
    ValueCheck(kind, (kind,), "person_erased", f"accounts_is_suppressed('{kind}', {{field}})")
    for kind in ("email", "phone")
)


def register() -> None:
    for check in NEVER_BACK:
        value_checks.register(check.key, check)
    for target in (PERSON, CUSTOMER):
        targets.register(target.key, target)
    for importer in (PEOPLE, CUSTOMERS):
        importers.register(importer.key, importer)
