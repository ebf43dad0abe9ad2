"""Tables: what a page shows of one scoped queryset."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from salesops.db.scoped import UnscopedQueryset
from salesops.web.errors import NotUnderstood
from salesops.web.filters import Asking
from salesops.web.tables import Table
from tests.web.things import A_DAY, PlainThings, Thing, Things, make, visible_to

pytestmark = pytest.mark.usefixtures("things")


def table(asking: Asking, query: str = "", kind: type[Table] = Things) -> Table:
    return kind(visible_to(asking.viewer), params=QueryDict(query), path="/things", asking=asking)


def fill(number: int) -> None:
    Thing.objects.bulk_create(
        Thing(name=f"Thing {index:05}", amount=Decimal(index % 7), close=A_DAY) for index in range(number)
    )


def cells(shown: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in shown.view.rows]


def test_rows_nobody_cut_are_refused(asking: Asking) -> None:
    with pytest.raises(UnscopedQueryset):
        Things(Thing.objects.all(), params=QueryDict(), path="/things", asking=asking)


def test_a_page_has_fifty_rows_and_totals_over_all(asking: Asking) -> None:
    fill(120)
    shown = table(asking)
    assert len(shown.view.rows) == 50
    total = Thing.objects.all()
    assert shown.view.totals[1].value == sum(thing.amount for thing in total)
    page = shown.view.page
    assert (page.first, page.last, page.total_text, page.previous_url) == (1, 50, "120", None)
    third = table(asking, table(asking, page.next_url.partition("?")[2]).view.page.next_url.partition("?")[2])
    assert (third.view.page.first, third.view.page.last, third.view.page.next_url) == (101, 120, None)


def test_as_many_queries_for_fifty_rows_as_for_five(asking: Asking) -> None:
    counts = []
    for number in (5, 45, 150):
        fill(number)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            view = table(asking).view
            _all = view.rows, view.totals, view.page, view.chips, view.empty, view.columns, view.filter_fields
        counts.append(len(queries))
    assert counts == [2, 2, 2]


def test_counting_stops_at_ten_thousand_unless_asked(asking: Asking) -> None:
    fill(10_050)
    page = table(asking, kind=PlainThings).view.page
    assert page.total_text == "10,000+"
    assert page.exact_url == "/things?count=exact"
    assert table(asking, "count=exact", PlainThings).view.page.total_text == "10,050"


def test_a_head_orders_first_and_keeps_the_former_first_as_second(asking: Asking) -> None:
    heads = {head.key: head for head in table(asking, "stage=open").view.columns}
    assert heads["amount"].aria_sort == "descending"
    assert heads["amount"].sort_url == "/things?stage=open&ordering=amount%2Cname"
    assert heads["close"].sort_url == "/things?stage=open&ordering=close%2C-amount"
    assert heads["stage"].sort_url == ""


def test_cells_read_as_their_kind(asking: Asking) -> None:
    make("Crestline", "-1234.5", close=A_DAY)
    make("Halyard", "1000", currency="EUR")
    make("Orchard")
    amounts = [row[1] for row in cells(table(asking))]
    assert amounts[:2] == ["EUR\u00a01,000", "−$1,234.50"]
    assert "no value" in amounts[2]


@pytest.mark.parametrize(
    "query",
    [
        "ordering=secret",
        "ordering=-uid",
        "ordering=a,b,c",
        "cols=secret",
        "secret=x",
        "page_size=1000000000",
        "page_size=7",
        "cursor=forged",
        "count=all",
        "utm=x",
    ],
)
def test_an_address_that_asks_for_what_is_not_here_is_not_understood(query: str, asking: Asking) -> None:
    with pytest.raises(NotUnderstood):
        _rows = table(asking, query).view.rows


def test_hidden_columns_are_nowhere(asking: Asking) -> None:
    make("Crestline", secret="plan")
    shown = table(asking)
    assert "secret" not in [head.key for head in shown.view.columns]
    assert "plan" not in str(list(shown.records()))


def test_empty_and_filtered_to_nothing_are_told_apart(asking: Asking) -> None:
    assert table(asking).view.empty.title == "No thing yet"
    assert table(asking).view.totals == []
    make("Crestline")
    nothing = table(asking, "name=zzz&tab=all").view
    assert nothing.empty.title == "Nothing matches these filters"
    assert nothing.empty.url == "/things?tab=all"


def test_chips_say_what_is_asked_and_take_it_back(asking: Asking) -> None:
    chips = table(asking, "stage=open&stage=won&amount_min=5k&cursor=").view.chips
    assert [(chip.label, chip.value) for chip in chips] == [("Stage", "Open, Won"), ("Amount", "at least 5k")]
    assert chips[0].remove_url == "/things?amount_min=5k"


def test_a_saved_view_is_a_query_string_that_shows_the_same(asking: Asking) -> None:
    fill(60)
    first = table(asking, "stage=open&cols=name,amount&sel=x").view
    second = table(asking, first.page.next_url.partition("?")[2]).view
    assert second.saved_query == "stage=open&cols=name%2Camount"
    assert [row.id for row in table(asking, second.saved_query).view.rows] == [row.id for row in first.rows]


def test_what_is_hidden_from_the_viewer_is_not_counted(asking: Asking) -> None:
    make("Crestline", "1")
    make("Other team", "5", stage="hidden")
    view = table(asking).view
    assert view.page.total_text == "1"
    assert view.totals[1].value == Decimal(1)


def test_chosen_columns_in_their_order(asking: Asking) -> None:
    make("Crestline", "1", close=date(2024, 11, 21))
    assert cells(table(asking, "cols=close,name")) == [["Nov 21, 2024", "Crestline"]]


def test_a_page_renders_and_refuses_by_status(browser: Any) -> None:
    make("Crestline", "1")
    assert browser.get("/things").status_code == 200
    assert browser.get("/things?secret=x").status_code == 400
    assert browser.get("/things?name=a%00").status_code == 400


def rendered(shown: Table) -> str:
    request = RequestFactory().get("/things")
    request.user = shown.asking.viewer
    return render_to_string("web/table.html", {"table": shown.view}, request)


def test_the_template_prints_what_the_view_says(asking: Asking) -> None:
    fill(60)
    make("<script>alert(1)</script>", "1000000")
    page = rendered(table(asking, "amount_min=1"))
    assert '<caption class="visually-hidden">Things</caption>' in page
    assert 'aria-sort="descending"' in page
    assert "1–50 of " in page
    assert "at least 1" in page
    assert "$1,000,000" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "format=csv" in page
    assert rendered(table(asking, "name=zzz")).count("Nothing matches these filters") == 1
