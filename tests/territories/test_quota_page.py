"""The quota sheet through HTTP: typed, refused, prefilled, taken home, and by whom."""

from decimal import Decimal
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Currency, FiscalPeriod, User
from accounts.operations.customers import personal_seat
from accounts.operations.people import create_person
from territories.models import LIVE, Quota
from territories.operations.quotas import Entry, set_quotas
from tests.company import Company

YEAR = {"year": "2026", "level": "quarter", "measure": "bookings"}


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def cell(person: User, key: str = "2026-Q4") -> str:
    return f"q-{personal_seat(person).uid}-{key}"


def post(client: Client, **cells: str) -> int:
    return client.post(reverse("territories:save_quotas"), YEAR | cells).status_code


def live() -> list[Decimal]:
    return list(Quota.objects.filter(LIVE).values_list("amount", flat=True))


def test_operations_type_quotas_and_an_empty_cell_takes_one_away(company: Company) -> None:
    Currency.objects.create(code="EUR", name="Euro")
    client = signed_in(company.omar)
    assert post(client, **{cell(company.priya): "184k", cell(company.andre): "EUR 1,200"}) == 302
    assert sorted(live()) == [1200, 184_000]
    assert post(client, **{cell(company.priya): ""}) == 302
    assert live() == [1200]
    page = unescape(client.get(reverse("territories:quotas"), YEAR).content.decode())
    assert "EUR 1200" in page


def test_one_cell_that_is_no_amount_saves_nothing_and_keeps_what_was_typed(company: Company) -> None:
    client = signed_in(company.omar)
    sent = YEAR | {cell(company.priya): "5000", cell(company.andre): "TBD"}
    answer = client.post(reverse("territories:save_quotas"), sent)
    text = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Not an amount: “TBD”" in text and 'value="5000"' in text
    assert live() == []


def test_people_see_the_seats_in_their_reach_and_only_operations_write(company: Company) -> None:
    set_quotas([Entry(personal_seat(company.priya), FiscalPeriod.objects.get(key="2026-Q4"), Decimal(77))], by=None)
    seen = unescape(signed_in(company.marcus).get(reverse("territories:quotas"), YEAR).content.decode())
    assert "Priya Raman" in seen and "77" in seen and "Jonah" not in seen and "Save quotas" not in seen
    for person in (company.marcus, company.fiona, company.noor):
        assert post(signed_in(person), **{cell(company.priya): "1"}) == 403
    assert signed_in(company.ulf).get(reverse("territories:quotas")).status_code == 403


def test_the_file_has_what_the_sheet_shows(company: Company) -> None:
    set_quotas([Entry(personal_seat(company.priya), FiscalPeriod.objects.get(key="2026-Q4"), Decimal(77))], by=None)
    answer = signed_in(company.omar).get(reverse("territories:quota_file"), YEAR)
    assert answer.content.decode().splitlines() == [
        "Person or seat,Period,Measure,Quota,Currency",
        "Priya Raman,2026-Q4,bookings,77.0000,USD",
    ]


def test_prefill_says_how_many_it_filled(company: Company) -> None:
    client = signed_in(company.omar)
    assert client.post(reverse("territories:prefill_quotas"), YEAR).status_code == 302
    assert "0 quotas filled" in unescape(client.get(reverse("territories:quotas"), YEAR).content.decode())


@pytest.mark.parametrize("bad", [{"level": "week"}, {"measure": "luck"}, {"page": "0"}, {"year": "x"}])
def test_an_address_that_asks_for_nothing_there_is_not_found(company: Company, bad: dict[str, str]) -> None:
    assert signed_in(company.omar).get(reverse("territories:quotas"), YEAR | bad).status_code == 404


def test_the_sheet_asks_as_often_for_fifty_seats_as_for_five(company: Company) -> None:
    client = signed_in(company.omar)
    client.get(reverse("territories:quotas"), YEAR)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("territories:quotas"), YEAR).status_code == 200
        return len(found)

    few = queries()
    for number in range(40):
        create_person(name=f"Rep {number:02}", by=None)
    assert queries() == few
