"""ARR, its bridge, retention and renewal rates from the database: equal to the rules, to the example, and over REST."""

from datetime import date, timedelta
from decimal import Decimal as D
from random import Random
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.contract_access import visible_contracts
from accounts.models import Contract, ContractLine, ContractRenewal, Currency, CustomerAccount
from accounts.operations.contracts import give_notice
from accounts.operations.customers import change_ownership, edit_customer, personal_seat
from accounts.operations.organisation import set_rate
from accounts.queries.arr import arr_moves, due_between, dues
from accounts.rules.arr import Successor, Term, arr_on, bridge, had_before, pending_on, retention
from accounts.rules.renewals import renewal_rates
from salesops.web.templatetags.formats import percent
from tests.accounts.conftest import SignIn
from tests.accounts.contracts import ending, make_contract, make_signed, new_customer
from tests.company import Company

pytestmark = pytest.mark.django_db
MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)
SIX = D("0.000001")
OLD = date(2025, 3, 1)


def follow(old: Contract, new: Contract, share: str = "1") -> None:
    ContractRenewal.objects.create(old=old, new=new, share=D(share), signed_on=new.signed_on)


def yearly(company: Company, name: str, value: int, first: date, last: date, signed_on: date | None = None) -> Contract:
    """A signed contract with that ARR, whatever its term; the customer is made with its first one."""
    customer = CustomerAccount.objects.filter(name=name).first() or new_customer(company, name)
    contract = make_signed(
        company, customer=customer, start=first, last_day=last, value=str(value), signed_on=signed_on, number=""
    )
    ContractLine.objects.filter(contract=contract).update(yearly_value=value)
    return contract


def example(company: Company) -> dict[str, Contract]:
    """The seven customers of accounts-desk.md A-6."""
    made = {
        "ayla": yearly(company, "Ayla", 60, OLD, date(2026, 12, 31)),
        "bent": yearly(company, "Bent", 80, OLD, date(2026, 5, 31)),
        "cord": yearly(company, "Cord", 30, OLD, date(2026, 5, 20)),
        "dune": yearly(company, "Dune", 50, OLD, date(2026, 4, 30)),
        "elm": yearly(company, "Elm", 24, OLD, date(2026, 6, 15)),
        "faro": yearly(company, "Faro", 40, date(2026, 4, 9), date(2027, 4, 8)),
        "gone": yearly(company, "Gill", 12, date(2022, 1, 1), date(2023, 12, 31)),
        "gill": yearly(company, "Gill", 10, date(2026, 6, 1), date(2027, 5, 31)),
    }
    Contract.objects.filter(pk=made["bent"].pk).update(refused_on=date(2026, 4, 10))
    again = date(2026, 5, 21)
    follow(made["cord"], yearly(company, "Cord", 45, again, date(2027, 5, 20), date(2026, 5, 4)))
    follow(made["dune"], yearly(company, "Dune", 35, again, date(2027, 5, 20), date(2026, 5, 20)))
    return made


def test_the_example_to_the_digit(company: Company) -> None:
    made = example(company)
    found = arr_moves(MARCH, JUNE, as_of=JUNE, currency="USD").bridge
    parts = [found.sum_of(kind) for kind in ("new", "expansion", "contraction", "churn")]
    assert [found.opening, *parts, found.closing] == [244, 50, 15, 15, 104, 190]
    assert (found.returned, found.pending) == (10, 24)
    kept = arr_moves(date(2025, 6, 30), JUNE, as_of=JUNE, currency="USD").retention
    assert kept.nrr and kept.grr
    assert (kept.nrr.quantize(SIX), kept.grr.quantize(SIX)) == (D("0.573770"), D("0.512295"))
    follow(made["elm"], yearly(company, "Elm", 24, date(2026, 6, 16), date(2027, 6, 15), date(2026, 7, 8)))
    late = date(2026, 7, 16)
    found = arr_moves(MARCH, JUNE, as_of=late, currency="USD").bridge
    assert (found.sum_of("churn"), found.closing) == (80, 214)
    kept = arr_moves(date(2025, 6, 30), JUNE, as_of=late, currency="USD").retention
    assert kept.nrr and kept.grr
    assert (kept.nrr.quantize(SIX), kept.grr.quantize(SIX)) == (D("0.672131"), D("0.610656"))
    # As it was seen before the late signature.
    assert arr_moves(MARCH, JUNE, as_of=JUNE, currency="USD").bridge.closing == 190


def test_the_example_over_rest(company: Company, as_person: SignIn) -> None:
    made = example(company)
    client, address = as_person(company.omar), "/api/v1/arr-bridge?period=2026-Q2"
    told = client.get(f"{address}&as_of=2026-06-30").json()
    amounts = {
        name: told[name]["amount"] for name in ("opening", "new", "returned", "fx", "churn", "pending", "closing")
    }
    assert amounts == {
        "opening": "244.00",
        "new": "50.00",
        "returned": "10.00",
        "fx": "0.00",
        "churn": "104.00",
        "pending": "24.00",
        "closing": "190.00",
    }
    assert (told["nrr"]["value"], told["grr"]["value"]) == ("0.573770", "0.512295")
    assert told["nrr"]["denominator"]["amount"] == "244.00" and told["nrr"]["n"] == 5
    names = {row["name"] for row in client.get(f"{address}&as_of=2026-06-30&bar=churn").json()["customers"]}
    assert names == {"Bent", "Elm"}
    follow(made["elm"], yearly(company, "Elm", 24, date(2026, 6, 16), date(2027, 6, 15), date(2026, 7, 8)))
    later = client.get(f"{address}&as_of=2026-07-16").json()
    assert (later["closing"]["amount"], later["nrr"]["value"]) == ("214.00", "0.672131")
    assert client.get(f"{address}&known_at=2026-07-16").json()["code"] == "no_history"
    assert client.get("/api/v1/arr-bridge?period=sometime").json()["code"] == "bad_period"
    assert client.get(f"{address}&bar=gold").status_code == 400


def due_in_may(company: Company) -> list[Contract]:
    made = [
        yearly(company, name, value, date(2025, 5, 26), last)
        for name, value, last in (
            ("A", 60, date(2026, 5, 4)),
            ("B", 80, date(2026, 5, 11)),
            ("C", 30, date(2026, 5, 25)),
        )
    ]
    Contract.objects.filter(pk=made[1].pk).update(refused_on=date(2026, 4, 2))
    follow(made[0], yearly(company, "A", 75, date(2026, 5, 5), date(2027, 5, 4), date(2026, 4, 20)))
    return made


@pytest.mark.parametrize(
    ("as_of", "rates", "pending"),
    [
        ("2026-06-20", ("0.500000", "0.428571", "0.535714"), 1),
        ("2026-06-26", ("0.333333", "0.352941", "0.441176"), 0),
    ],
)
def test_renewal_rates_over_rest(
    company: Company, as_person: SignIn, as_of: str, rates: tuple[str, ...], pending: int
) -> None:
    due_in_may(company)
    answer = as_person(company.omar).get(f"/api/v1/renewal-rates?period=2026-05&as_of={as_of}").json()
    (told,) = answer["results"]
    found = tuple(told[name]["value"] for name in ("renewal_rate", "renewal_rate_value", "renewal_rate_net"))
    assert found == rates and told["pending"] == pending
    assert told["renewal_rate"]["denominator"] == str(3 - pending)
    by_type = as_person(company.omar).get(f"/api/v1/renewal-rates?period=2026-05&as_of={as_of}&by=type").json()
    assert [row["group"] for row in by_type["results"]] == ["new"]


def book_in_database(company: Company, rng: Random) -> None:
    """Contracts, links, late signatures, notices and terminations as they come, in three currencies."""
    for number in range(8):
        customer = new_customer(company, f"Book {number}")
        first, before = date(2024, 1, 1) + timedelta(days=rng.randint(0, 400)), None
        for step in range(rng.randint(1, 4)):
            last = first + timedelta(days=rng.choice((30, 180, 364, 365, 729)))
            signed = first + timedelta(days=rng.randint(-30, 45))
            contract = Contract.objects.create(
                number=f"{number}-{step}",
                customer=customer,
                during=DateRange(first, last + timedelta(days=1)),
                value=0,
                renewal_value=rng.randint(1, 90) * 1000,
                compared_value=rng.randint(1, 90) * 1000,
                currency=rng.choice(("USD", "EUR", "JPY")),
                state=Contract.State.ACTIVE,
                signed_on=signed,
                refused_on=last - timedelta(days=9) if rng.random() < 0.2 else None,
                terminated_on=first + timedelta(days=rng.randint(0, 300)) if rng.random() < 0.15 else None,
            )
            ContractLine.objects.create(contract=contract, name="x", value=0, yearly_value=rng.randint(0, 90) * 1000)
            if before is not None:
                follow(before, contract)
            before = contract if rng.random() < 0.7 else None
            first = last + timedelta(days=rng.randint(-40, 70))


def terms_of(rates: dict[str, D]) -> list[Term]:
    """The same book for the rules, at one rate for each currency; what has no rate is left out."""
    links: dict[int, list[Successor]] = {}
    for link in ContractRenewal.objects.select_related("new").filter(signed_on__isnull=False):
        links.setdefault(link.old_id, []).append(Successor(link.new.during.lower, link.signed_on))
    return [
        Term(
            contract.customer_id,
            contract.lines.get().yearly_value * rates[contract.currency],
            contract.during.lower,
            contract.last_day,
            contract.signed_on,
            contract.terminated_on,
            contract.refused_on,
            tuple(links.get(contract.pk, ())),
        )
        for contract in Contract.objects.order_by("pk")
        if contract.currency in rates
    ]


@pytest.mark.parametrize("seed", range(6))
def test_sql_equals_the_rules_on_random_books(company: Company, seed: int) -> None:
    rng = Random(seed)
    set_rate(from_currency="EUR", to_currency="USD", rate=D("1.25"), start=date(2020, 1, 1), end=None, by=None)
    Currency.objects.get_or_create(code="JPY", defaults={"name": "JPY", "minor_units": 0})
    book_in_database(company, rng)
    terms = terms_of({"USD": D(1), "EUR": D("1.25")})
    # Whether somebody was a customer before is no question of rates.
    ever = terms_of({"USD": D(1), "EUR": D("1.25"), "JPY": D(1)})
    for _ in range(12):
        opening, closing = sorted(date(2024, 6, 1) + timedelta(days=rng.randint(0, 900)) for _ in range(2))
        as_of = closing + timedelta(days=rng.randint(0, 60))
        slow = bridge(
            arr_on(terms, opening, as_of),
            arr_on(terms, closing, as_of),
            before=had_before(ever, opening, as_of),
            pending=pending_on(terms, opening, closing, as_of),
        )
        fast = arr_moves(opening, closing, as_of=as_of, currency="USD")
        for name in ("opening", "closing", "fx", "returned", "pending"):
            assert getattr(fast.bridge, name) == getattr(slow, name), (name, opening, closing, as_of)
        for kind in ("new", "expansion", "contraction", "churn"):
            assert fast.bridge.sum_of(kind) == slow.sum_of(kind), kind
        kept = retention(arr_on(terms, opening, as_of), arr_on(terms, closing, as_of))
        assert (fast.retention.nrr, fast.retention.grr) == (kept.nrr, kept.grr)


def test_a_change_of_rate_is_its_own_bar(company: Company) -> None:
    for start, end, rate in ((None, date(2026, 6, 1), "1.10"), (date(2026, 6, 1), None, "1.20")):
        set_rate(from_currency="EUR", to_currency="USD", rate=D(rate), start=start or OLD, end=end, by=None)
    euro = yearly(company, "Ayla", 100, OLD, date(2026, 12, 31))
    Contract.objects.filter(pk=euro.pk).update(currency="EUR")
    found = arr_moves(MARCH, JUNE, as_of=JUNE, currency="USD").bridge
    assert (found.opening, found.fx, found.closing) == (110, 10, 120) and found.moves[0].kind == "same"
    none = arr_moves(MARCH, JUNE, as_of=JUNE, currency="GBP")
    assert none.missing_rate == 1 and none.bridge.closing == 0


def test_a_family_counts_as_one_customer(company: Company) -> None:
    yearly(company, "Ayla", 60, OLD, date(2026, 4, 30))
    yearly(company, "Ayla East", 60, date(2026, 5, 1), date(2027, 4, 30))
    child, parent = (CustomerAccount.objects.get(name=name) for name in ("Ayla East", "Ayla"))
    edit_customer(child, changes={"parent": parent}, by=company.omar)
    alone = arr_moves(MARCH, JUNE, as_of=JUNE, currency="USD").bridge
    together = arr_moves(MARCH, JUNE, as_of=JUNE, currency="USD", is_family=True).bridge
    assert (alone.sum_of("new"), alone.sum_of("churn")) == (60, 60)
    assert [move.kind for move in together.moves] == ["same"] and together.moves[0].customer == parent.pk


def test_the_book_follows_its_owner_on_the_closing_day(company: Company, as_person: SignIn) -> None:
    example(company)
    ayla = CustomerAccount.objects.get(name="Ayla")
    change_ownership(ayla, personal_seat(company.jonah), start=date(2026, 6, 1), by=company.omar)
    address = "/api/v1/arr-bridge?period=2026-Q2&as_of=2026-06-30"
    told = {who: as_person(getattr(company, who)).get(address).json() for who in ("priya", "jonah", "marcus", "dana")}
    assert [told[who]["closing"]["amount"] for who in ("priya", "jonah", "marcus", "dana")] == [
        *("130.00", "60.00", "130.00", "190.00")
    ]
    mine = as_person(company.omar).get(f"{address}&owner={company.jonah.uid}").json()
    assert mine["opening"]["amount"] == "60.00"


def test_due_values_are_those_of_the_due_day(company: Company) -> None:
    made = due_in_may(company)
    rows = due_between(visible_contracts(company.omar), date(2026, 5, 1), date(2026, 6, 1), as_of=date(2026, 6, 20))
    assert set(rows) == set(made)
    found, missing = dues([row.pk for row in rows], currency="USD")
    assert missing == 0 and renewal_rates(found.values(), date(2026, 6, 20)).renewed_value == 75
    assert dues([row.pk for row in rows], currency="GBP") == ({}, 3)


def test_notice_decides(company: Company) -> None:
    contract = make_signed(company, start=date(2026, 1, 1), last_day=date(2027, 6, 30))
    give_notice(contract, given_on=date(2026, 11, 1), by=company.marcus)
    found, _missing = dues([contract.pk], currency="USD")
    assert found[contract.pk].outcome(date(2026, 11, 1)) == "lost"
    assert found[contract.pk].outcome(date(2026, 10, 31)) == "pending"


def test_pages_open_the_customers_of_a_bar(company: Company, as_person: SignIn) -> None:
    example(company)
    client: Any = as_person(company.omar)
    page = client.get("/contracts/arr?period=2026-Q2&as_of=2026-06-30&bar=new").content.decode()
    assert "Faro" in page and "Gill" in page and "returned" in page.lower() and "Bent" not in page
    assert client.get("/contracts/renewals?as_of=2026-05-01").status_code == 200


def test_each_number_of_the_strip_opens_the_customers_that_make_it(company: Company, as_person: SignIn) -> None:
    example(company)
    client: Any = as_person(company.omar)
    asked = "period=2026-Q2&as_of=2026-06-30"
    opened = {}
    for one in client.get(f"/contracts/arr?{asked}").context["strip"]:
        behind = client.get(one["url"].partition("#")[0]).context
        totals = behind["totals"]
        assert totals["amount"] == sum(row["amount"] for row in behind["rows"])
        opened[one["label"]] = (one["value"], totals["amount"], totals["opening"])
    kept = client.get(f"/api/v1/arr-bridge?{asked}").json()
    assert opened["ARR"][:2] == ("$190", D(kept["closing"]["amount"]))
    assert opened["Undecided"][:2] == ("$24", D(kept["pending"]["amount"]))
    for label, key in (("Net retention", "nrr"), ("Gross retention", "grr")):
        shown, above, below = opened[label]
        assert (above, below) == tuple(D(kept[key][side]["amount"]) for side in ("numerator", "denominator"))
        metric = client.get(f"/metrics/{key}?from=2026-04-01&to=2026-07-01&as_of=2026-06-30").content.decode()
        assert shown == percent(D(kept[key]["value"])) and f">{shown}<" in metric
        rows = client.get(f"/api/v1/arr-bridge?{asked}&bar={key}").json()["customers"]
        assert sum(D(row["amount"]["amount"]) for row in rows) == above


def test_the_calendar_adds_up_and_each_figure_opens_its_contracts(company: Company, as_person: SignIn) -> None:
    due_in_may(company)
    ending(company, date(2026, 7, 15), number="July")
    client: Any = as_person(company.omar)
    page = client.get("/contracts/renewals?as_of=2026-05-20").context
    whole = [0, D(0), 0, 0, 0, D(0)]
    for month in page["months"]:
        of, rates = month["month"], month["month"].rates
        figures = [of.contracts, of.value, rates.renewed, of.lost, rates.pending, rates.renewed_value]
        whole = [before + one for before, one in zip(whole, figures, strict=True)]
        assert figures_behind(client, month["cells"]) == figures
    assert whole[0] == 4
    assert figures_behind(client, page["totals"]) == whole
    for wrong in ("part=all&month=2024-01", "part=some", "month=2026-05"):
        assert client.get(f"/contracts/renewals?as_of=2026-05-20&{wrong}").status_code == 404


def figures_behind(client: Any, cells: list[dict[str, str]]) -> list[Any]:
    """Contracts, value, renewed, lost, open, renewed value: from the rows that each figure opens."""
    opened = [client.get(cell["url"].partition("#")[0]).context["behind"] for cell in cells]
    for behind in opened:
        assert behind["value"] == sum((row["value"] for row in behind["rows"]), D(0))
    counts = [len(behind["rows"]) for behind in opened]
    return [counts[0], opened[1]["value"], *counts[2:5], opened[5]["renewed"]]


def test_a_month_of_the_calendar_opens_what_it_counts(company: Company, as_person: SignIn) -> None:
    """Drafts, void ones, confidentiality and what is signed later are in neither."""
    made = due_in_may(company)
    may: dict[str, Any] = {"start": date(2025, 6, 1), "last_day": date(2026, 5, 31)}
    Contract.objects.filter(pk=make_contract(company, number="Dropped", **may).pk).update(state="void")
    make_contract(company, number="Draft", **may)
    make_signed(company, number="Secret", type="nda", lines=[], **may)
    late = make_signed(company, number="Late", signed_on=date(2026, 5, 20), **may)
    client: Any = as_person(company.omar)
    for as_of, expected in (("?as_of=2026-05-01", {*made}), ("?as_of=2026-05-20T23:00%2B02:00", {*made, late})):
        month = client.get(f"/contracts/renewals{as_of}").context["months"][0]
        opened = client.get(month["url"])
        assert set(opened.context["table"].table.filtered) == expected and month["month"].contracts == len(expected)
        assert not opened.context["as_of_control"].is_now
    assert client.get("/contracts?tab=due&as_of=soon").status_code == 400
    tabs = client.get("/contracts?as_of=2026-05-20").context["views"]
    due = next(tab for tab in tabs if "tab=due" in tab["url"])
    assert due["count"] == len(client.get(due["url"]).context["table"].table.filtered)
    month = client.get("/contracts/renewals").context["months"][0]
    assert "as_of" not in month["url"] and client.get(month["url"]).status_code == 200
