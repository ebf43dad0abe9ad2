"""The people of the demo company and everything they stand in, written by the product's own operations."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import cycle
from random import Random

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Employment, FxRate, JobAssignment, SeatOccupancy, Team, User
from accounts.operations.organisation import open_fiscal_years, set_up_organisation
from accounts.operations.people import create_person, grant_role, join_team, make_role_presets, set_manager
from pipeline.models import ProcessVersion, Product
from pipeline.operations.processes import make_default_process
from salesops.demo.people import Rep
from salesops.demo.words import PRODUCTS, REGIONS

STAFF = (
    ("Dana Whitfield", "VP Sales", "vp"),
    ("Noor Haddad", "Sales operations analyst", "analyst"),
    ("Omar Farouk", "Sales operations manager", "ops_manager"),
    ("Fiona Walsh", "Finance", "finance"),
    ("Ada Novak", "System administrator", "admin"),
)
DOMAIN = "northwind.example"


@dataclass(frozen=True)
class People:
    """The VP, managers by region, and the user of each planned rep, in the order of the plan."""

    staff: dict[str, User]
    managers: dict[str, User]
    reps: list[User]


def address(name: str) -> str:
    """`Mei-Lin Chao` -> `mei-lin.chao@…`: ASCII, so that it can be typed."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join(plain.split()) + "@" + DOMAIN


def make_people(reps: list[Rep], founded: date, password: str) -> People:
    """Active people can all sign in with `password`; reps who left are deactivated and keep their name."""
    make_role_presets(by=None)
    staff = {role: _person(name, title, role, password, founded) for name, title, role in STAFF}
    teams = {region: Team.objects.create(name=region, kind="region") for region, _ in REGIONS}
    managers = {}
    for region, name in REGIONS:
        manager = _person(name, f"Regional manager {region}", "manager", password, founded)
        set_manager(manager, staff["vp"], start=founded, by=None)
        join_team(manager, teams[region], start=founded, by=None)
        managers[region] = manager
    users = []
    for rep in reps:
        user = _person(rep.name, "Account executive", "rep", password, rep.hired)
        set_manager(user, managers[rep.region], start=rep.hired, by=None)
        join_team(user, teams[rep.region], start=rep.hired, by=None)
        if rep.left:
            user.state = User.State.DEACTIVATED
            user.save(update_fields=["state"])
            set_manager(user, None, start=rep.left, by=None)
            SeatOccupancy.objects.filter(person=user).update(during=DateRange(rep.hired, rep.left))
        users.append(user)
    _employ(staff, managers, users, reps, founded)
    return People(staff, managers, users)


def _employ(
    staff: dict[str, User], managers: dict[str, User], users: list[User], reps: list[Rep], founded: date
) -> None:
    """Everybody is employed as long as they sit; two of three leave by their own wish."""
    functions = {"vp": "sales", "analyst": "sales_ops", "ops_manager": "sales_ops"}
    kinds = cycle((Employment.Exit.VOLUNTARY, Employment.Exit.INVOLUNTARY, Employment.Exit.VOLUNTARY))
    spells = [(person, founded, None, functions.get(role, "other"), "") for role, person in staff.items()]
    spells += [(person, founded, None, "sales", region) for region, person in managers.items()]
    spells += [(user, rep.hired, rep.left, "sales", rep.region) for user, rep in zip(users, reps, strict=True)]
    made = Employment.objects.bulk_create(
        Employment(person=person, during=DateRange(start, left), exit_kind=next(kinds) if left else "")
        for person, start, left, _function, _location in spells
    )
    JobAssignment.objects.bulk_create(
        JobAssignment(
            employment=one, during=one.during, function=function, job_role=one.person.title, location=location
        )
        for one, (_person, _start, _left, function, location) in zip(made, spells, strict=True)
    )


def _person(name: str, title: str, role: str, password: str, start: date) -> User:
    user = create_person(
        name=name, email=address(name), title=title, state=User.State.ACTIVE, password=None, start=start, by=None
    )
    user.password = password
    user.save(update_fields=["password"])
    grant_role(user, role, by=None, start=start)
    return user


def make_ground(start: date, until: date) -> ProcessVersion:
    """Organisation, fiscal years, rates month by month, products and the shipped process."""
    set_up_organisation(
        by=None,
        name="Northwind Instruments",
        time_zone="America/New_York",
        currency="USD",
        history_from=datetime.combine(start, time(), tzinfo=UTC),
    )
    open_fiscal_years(range(start.year, until.year + 2), by=None)
    _rates(start, until)
    Product.objects.bulk_create(
        Product(name=name, family=family, list_price=Decimal(price), currency="USD", problem=problem, value=value)
        for name, family, price, _, problem, value in PRODUCTS
    )
    return make_default_process(by=None)


def _rates(start: date, until: date) -> None:
    """A spot rate for each month and a plan rate for each year, EUR and GBP to USD; the last one holds on."""
    rng = Random(start.toordinal())
    rates = {"EUR": Decimal("1.08"), "GBP": Decimal("1.27")}
    day = date(start.year, 1, 1)
    while day <= until:
        after = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        last = after > until
        for code, rate in rates.items():
            rates[code] = rate = (rate * Decimal(1000 + rng.randint(-12, 12)) / 1000).quantize(Decimal("0.0001"))
            _rate(code, "spot", rate, day, None if last else after)
            if day.month == 1:
                _rate(code, "plan", rate.quantize(Decimal("0.01")), day, date(day.year + 1, 1, 1))
        day = after


def _rate(code: str, kind: str, rate: Decimal, start: date, end: date | None) -> None:
    FxRate.objects.create(from_currency=code, to_currency="USD", kind=kind, rate=rate, valid=DateRange(start, end))
