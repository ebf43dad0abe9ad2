"""Who the demo company sells to: companies with one or two contacts, owned by the seat that works them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random

from accounts.models import Seat
from salesops.demo.company import People
from salesops.demo.copying import allocate_ids, copy_rows
from salesops.demo.deals import Deal
from salesops.demo.people import Rep
from salesops.demo.uids import fresh_uid
from salesops.demo.words import CITIES, COMPANY_FIRST, COUNTRIES, FIRST_NAMES, LAST_NAMES, SECTORS, TITLES

DEALS_A_CUSTOMER = 3
FOUNDED = datetime(2022, 1, 3, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Customers:
    """Keys and names in step; `of_chair` gives the places of the customers a chair works."""

    ids: list[int]
    names: list[str]
    contacts: list[list[int]]
    of_chair: dict[int, list[int]]


def write_customers(rng: Random, deals: list[Deal], reps: list[Rep], people: People) -> Customers:
    """A customer for every three deals of a chair, each with its owner by day through the chair's reps."""
    chairs = sorted({rep.chair for rep in reps})
    per_chair = {chair: 1 + sum(deal.rep.chair == chair for deal in deals) // DEALS_A_CUSTOMER for chair in chairs}
    names = _names(rng, sum(per_chair.values()))
    ids = allocate_ids("accounts_customeraccount", len(names))
    of_chair, place = {}, 0
    for chair in chairs:
        of_chair[chair] = list(range(place, place + per_chair[chair]))
        place += per_chair[chair]
    _write_accounts(rng, ids, names)
    contacts = _write_contacts(rng, ids, names)
    _write_owners(ids, of_chair, reps, people)
    return Customers(ids, names, contacts, of_chair)


def _names(rng: Random, count: int) -> list[str]:
    """Company names, distinct up to a scale of 0.1: two words, with a town behind them when the pairs run out."""
    pairs = [f"{first} {second}" for first in COMPANY_FIRST for second in SECTORS]
    rng.shuffle(pairs)
    names = list(pairs[:count])
    while len(names) < count:
        names.append(f"{pairs[len(names) % len(pairs)]} {CITIES[(len(names) // len(pairs) - 1) % len(CITIES)]}")
    return names


def _write_accounts(rng: Random, ids: list[int], names: list[str]) -> None:
    columns = (
        "id", "uid", "row_version", "name", "domains", "account_type", "sector", "country", "employees", "created_at",
    )  # fmt: skip
    copy_rows(
        "accounts_customeraccount",
        columns,
        (
            (
                ids[place], fresh_uid(rng), 1, name, "{" + name.lower().replace(" ", "") + ".example}", "Customer",
                SECTORS.get(name.split()[1], ""), rng.choice(COUNTRIES), int(rng.lognormvariate(5.5, 1.0)) + 5, FOUNDED,
            )
            for place, name in enumerate(names)
        ),
    )  # fmt: skip


def _write_contacts(rng: Random, ids: list[int], names: list[str]) -> list[list[int]]:
    per = [rng.choice((1, 1, 2)) for _ in ids]
    keys = iter(allocate_ids("accounts_contact", sum(per)))
    contacts = [[next(keys) for _ in range(count)] for count in per]
    columns = (
        "id", "uid", "row_version", "customer_id", "name", "title", "email", "email_norm", "phone", "phone_e164",
        "consent", "created_at",
    )  # fmt: skip

    def rows() -> object:
        for place, keys_here in enumerate(contacts):
            for key in keys_here:
                name = f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
                mail = f"{name.split()[0].lower()}{key}@{names[place].lower().replace(' ', '')}.example"
                yield (
                    key,
                    fresh_uid(rng),
                    1,
                    ids[place],
                    name,
                    rng.choice(TITLES),
                    mail,
                    mail,
                    "",
                    "",
                    "unknown",
                    FOUNDED,
                )

    copy_rows("accounts_contact", columns, rows())  # type: ignore[arg-type]
    return contacts


def _write_owners(ids: list[int], of_chair: dict[int, list[int]], reps: list[Rep], people: People) -> None:
    """The rep in the chair owns its customers from the day they came until the next one did."""
    seats = dict(Seat.objects.values_list("person_id", "id"))

    def rows() -> object:
        for chair, places in of_chair.items():
            held = [(rep, user) for rep, user in zip(reps, people.reps, strict=True) if rep.chair == chair]
            for index, (rep, user) in enumerate(held):
                start: date | str = rep.hired if index else ""
                end = held[index + 1][0].hired if index + 1 < len(held) else ""
                for place in places:
                    yield (ids[place], "owner", seats[user.pk], f"[{start},{end})", "system", FOUNDED, "infinity")

    columns = ("account_id", "role", "seat_id", "valid", "source", "recorded_at", "superseded_at")
    copy_rows("accounts_accountownership", columns, rows())  # type: ignore[arg-type]
