"""The pages of the pipeline, through HTTP."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Currency, User
from pipeline.access import visible_deals_at
from pipeline.models import Activity, Lead, Opportunity, Product, Reason, Stage
from pipeline.operations.activities import log_activity
from pipeline.operations.leads import create_lead
from pipeline.operations.opportunities import close_won, edit_opportunity, move_stage, transfer_opportunity
from pipeline.queries.checks import checked
from pipeline.queries.deals import with_figures
from tests.company import Company, make_deal

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(response: Any) -> str:
    return response.content.decode()


PAGES = ("deals", "board", "log", "new_deal", "leads", "new_lead", "products", "processes")


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_empty_and_with_deals(company: Company, page: str) -> None:
    client = signed_in(company.omar)
    assert client.get(reverse(f"pipeline:{page}")).status_code == 200
    make_deal(company, company.priya, close_date=NOW.date() + timedelta(days=20))
    Product.objects.create(name="Probe")
    create_lead(name="Kim Adler", by=company.omar)
    assert client.get(reverse(f"pipeline:{page}")).status_code == 200


@pytest.mark.parametrize("page", ["deals", "board", "leads", "products", "processes"])
def test_list_asks_as_many_queries_for_fifty_rows_as_for_five(company: Company, page: str) -> None:
    client = signed_in(company.omar)
    counted = []
    for count in (5, 45):
        for number in range(count):
            make_deal(company, company.priya, name=f"Deal {number}")
            Product.objects.create(name=f"Product {count} {number}")
            create_lead(name=f"Lead {number}", by=company.omar, owner=company.priya)
        client.get(reverse(f"pipeline:{page}"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse(f"pipeline:{page}"))
        counted.append(len(queries))
    print(page, counted)
    assert counted[0] == counted[1]


def test_rep_sees_own_deals_and_no_others(company: Company) -> None:
    make_deal(company, company.priya, name="Mine")
    make_deal(company, company.jonah, name="Theirs", customer=company.birch)
    shown = text(signed_in(company.priya).get(reverse("pipeline:deals")))
    assert "Mine" in shown
    assert "Theirs" not in shown


def test_list_as_of_a_day_shows_what_was_true_and_offers_no_write(company: Company) -> None:
    deal = make_deal(company, company.priya, name="Verity", amount="70", at=NOW - timedelta(days=20))
    edit_opportunity(deal, changes={"amount": Decimal(90)}, by=company.priya, at=NOW - timedelta(days=5))
    transfer_opportunity(deal, company.andre, by=company.marcus, at=NOW - timedelta(days=2))
    make_deal(company, company.priya, name="Newer", at=NOW - timedelta(days=1))
    client = signed_in(company.priya)
    shown = text(client.get(reverse("pipeline:deals"), {"as_of": (NOW - timedelta(days=10)).date().isoformat()}))
    assert "Verity" in shown
    assert "$70" in shown
    assert "Newer" not in shown
    assert "cell-button" not in shown
    assert "You see" in shown
    assert "Verity" not in text(client.get(reverse("pipeline:deals")))


def test_write_is_refused_while_somebody_looks_at_the_past(company: Company) -> None:
    deal = make_deal(company, company.priya)
    url = reverse("pipeline:deal_edit", args=[deal.uid]) + "?as_of=2026-01-01"
    assert signed_in(company.priya).post(url, {"version": 1}).status_code == 409


def test_saved_views_hold_what_they_say(company: Company) -> None:
    long_ago = NOW - timedelta(days=40)
    quiet = make_deal(company, company.priya, name="Quiet", at=long_ago, next_step="Call", close_date=NOW.date())
    moved = make_deal(company, company.priya, name="Moved", at=long_ago, close_date=NOW.date(), next_step="Call")
    budget = Reason.objects.get(key="budget")
    for weeks in (1, 2):
        changes = {"close_date": NOW.date() + timedelta(weeks=weeks), "push_reason": budget}
        edit_opportunity(moved, changes=changes, by=company.priya, at=NOW - timedelta(days=3 - weeks))
    make_deal(company, company.priya, name="Bare", at=long_ago)
    close_won(
        make_deal(company, company.priya, name="Done", at=long_ago), by=company.priya, at=NOW - timedelta(days=20)
    )
    client = signed_in(company.priya)
    views = {"open": {"Quiet", "Moved", "Bare"}, "changed": {"Moved"}, "pushed": {"Moved"}, "no_step": {"Bare"}}
    for tab, names in (views | {"closed": {"Done"}}).items():
        page = client.get(reverse("pipeline:deals"), {"tab": tab})
        assert {row.cells[0].text for row in page.context["table"].rows} == names, tab
        current = next(view for view in page.context["views"] if view["is_current"])
        assert current["count"] == len(names)
    changed = text(client.get(reverse("pipeline:deals"), {"tab": "changed"}))
    assert '<del class="was">' in changed
    assert quiet.name not in changed


def test_export_holds_the_rows_of_the_view(company: Company) -> None:
    make_deal(company, company.priya, name="=Verity")
    answer = signed_in(company.priya).get(reverse("pipeline:deals"), {"format": "csv"})
    rows = b"".join(answer.streaming_content).decode().splitlines()
    assert len(rows) == 2
    assert rows[1].startswith("'=Verity,32000")


def test_cell_is_edited_in_place_and_shows_the_stored_value(company: Company) -> None:
    deal = make_deal(company, company.priya, close_date=date(2030, 5, 2))
    url = reverse("pipeline:deal_field", args=[deal.uid, "amount"])
    client = signed_in(company.priya)
    form = client.get(url, headers={"HX-Request": "true"})
    assert b'name="amount"' in form.content
    answer = client.post(url, {"amount": "184k", "version": deal.row_version}, headers={"HX-Request": "true"})
    assert "$184K" in text(answer)
    deal.refresh_from_db()
    assert deal.amount == 184_000
    refused = client.post(url, {"amount": "-5", "version": deal.row_version}, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert "negative" in text(refused)


def test_push_out_of_the_quarter_is_asked_for_its_reason_in_the_cell(company: Company) -> None:
    start = NOW - timedelta(days=30)
    deal = make_deal(company, company.priya, at=start, close_date=NOW.date())
    url = reverse("pipeline:deal_field", args=[deal.uid, "close_date"])
    posted = {"close_date": (NOW + timedelta(days=120)).date().isoformat(), "version": deal.row_version}
    client = signed_in(company.priya)
    assert client.post(url, posted, headers={"HX-Request": "true"}).status_code == 422
    posted["push_reason"] = str(Reason.objects.get(key="budget").pk)
    assert client.post(url, posted).status_code == 302
    deal.refresh_from_db()
    assert deal.push_reason.key == "budget"


def test_second_editor_sees_both_values_and_may_use_their_own(company: Company) -> None:
    deal = make_deal(company, company.priya)
    url = reverse("pipeline:deal_field", args=[deal.uid, "amount"])
    edit_opportunity(deal, changes={"amount": Decimal(41_000)}, by=company.marcus)
    client = signed_in(company.priya)
    refused = client.post(url, {"amount": "39000", "version": 1}, headers={"HX-Request": "true"})
    assert refused.status_code == 409
    assert "Marcus Boyle" in text(refused)
    assert "39000" in text(refused)
    assert client.post(url, {"amount": "39000", "version": 2}).status_code == 302


def test_deal_is_won_lost_and_reopened_from_its_page(company: Company) -> None:
    deal = make_deal(company, company.priya)
    client = signed_in(company.marcus)

    def act(action: str, **typed: Any) -> int:
        deal.refresh_from_db()
        url = reverse(f"pipeline:deal_{action}", args=[deal.uid])
        assert client.get(url).status_code == 200
        return int(client.post(url, {"version": deal.row_version, **typed}).status_code)

    assert act("win") == 302
    first = Stage.objects.get(process=company.process, position=2)
    assert act("reopen", stage=str(first.uid)) == 422
    assert act("reopen", stage=str(first.uid), reason="Signed wrongly") == 302
    assert act("lose") == 422
    assert act("lose", reason=str(Reason.objects.get(key="price").pk)) == 302
    deal.refresh_from_db()
    assert (deal.status, deal.loss_reason.key) == ("lost", "price")
    page = text(client.get(reverse("pipeline:deal", args=[deal.uid])))
    assert "Signed wrongly" in page
    assert "Price" in page


def test_past_is_corrected_from_the_page(company: Company) -> None:
    deal = make_deal(company, company.priya, at=NOW - timedelta(days=30))
    day = (NOW - timedelta(days=10)).date().isoformat()
    posted = {"version": deal.row_version, "effective_on": day, "amount": "50k", "reason": "Contract found"}
    client = signed_in(company.marcus)
    url = reverse("pipeline:deal_correct", args=[deal.uid])
    assert client.get(url).status_code == 200
    assert client.post(url, posted).status_code == 302
    deal.refresh_from_db()
    assert deal.amount == 50_000
    assert "Contract found" in text(client.get(reverse("pipeline:deal", args=[deal.uid])))


def test_rep_corrects_no_past_and_hands_nothing_over(company: Company) -> None:
    deal = make_deal(company, company.priya)
    client = signed_in(company.priya)
    for action in ("correct", "transfer", "delete", "reopen"):
        assert client.get(reverse(f"pipeline:deal_{action}", args=[deal.uid])).status_code == 403


def test_call_is_logged_in_three_presses(company: Company) -> None:
    """Press L (the deal is guessed), choose the outcome, press the button."""
    deal = make_deal(company, company.priya, next_step="Call")
    client = signed_in(company.priya)
    page = client.get(reverse("pipeline:log"), {"deal": str(deal.uid)})
    typed = {name: field.initial or "" for name, field in page.context["form"].fields.items()}
    typed |= {"deal": str(page.context["form"].initial["deal"]), "outcome": "reached", "next_step": "Send terms"}
    assert client.post(reverse("pipeline:log"), typed).status_code == 302
    logged = Activity.objects.get()
    assert (logged.opportunity, logged.kind, logged.outcome) == (deal, "call", "reached")
    deal.refresh_from_db()
    assert deal.next_step == "Send terms"


def test_deal_is_found_by_typing_and_without_a_script_by_its_name(company: Company) -> None:
    deal = make_deal(company, company.priya)
    make_deal(company, company.jonah, name="Verity of somebody else", customer=company.birch)
    client = signed_in(company.priya)
    options = text(client.get(reverse("pipeline:deal_options"), {"deal_text": "verity"}))
    assert str(deal.uid) in options
    assert "somebody else" not in options
    typed = {"deal_text": "verity labs", "kind": "email", "outcome": "sent"}
    assert client.post(reverse("pipeline:log"), typed).status_code == 302
    assert client.post(reverse("pipeline:log"), typed | {"deal_text": "unknown"}).status_code == 422
    new = {"name": "Second", "customer_text": "acme robotics", "owner": str(company.priya.uid), "kind": "new"}
    assert client.post(reverse("pipeline:new_deal"), new | {"close_date": "2099-01-31"}).status_code == 302
    assert Opportunity.objects.get(name="Second").customer == company.acme


def test_card_is_moved_by_its_form(company: Company) -> None:
    deal = make_deal(company, company.priya)
    client = signed_in(company.priya)
    page = text(client.get(reverse("pipeline:board")))
    assert "Verity Labs" in page
    proposal = Stage.objects.get(process=company.process, name="Proposal")
    url = reverse("pipeline:deal_move", args=[deal.uid])
    assert client.post(url, {"version": 1, "stage": str(proposal.uid), "next": "board"})["Location"] == "/deals/board"
    lane, _bar = client.get(reverse("pipeline:board")).context["lanes"][2]
    assert (lane.count, lane.worth, lane.median_days, lane.cards[0].deal.pk) == (1, 32_000, 0, deal.pk)


def test_board_says_how_long_deals_stand_and_what_speaks_against_each(company: Company) -> None:
    today = NOW.date()
    for days, name in ((3, "Three"), (8, "Eight"), (20, "Twenty")):
        make_deal(
            company,
            company.priya,
            name=name,
            at=NOW - timedelta(days=days),
            close_date=today + timedelta(days=5),
            next_step="Call",
        )
    late = make_deal(company, company.priya, name="Late", at=NOW - timedelta(days=9), close_date=today)
    edit_opportunity(late, changes={"close_date": today - timedelta(days=2)}, by=company.priya)
    proposal = Stage.objects.get(process=company.process, name="Proposal")
    moved = make_deal(company, company.priya, name="Moved", at=NOW - timedelta(days=40), close_date=today)
    move_stage(moved, proposal, by=company.priya, at=NOW - timedelta(days=6))
    page = signed_in(company.priya).get(reverse("pipeline:board"))
    lanes = {lane.stage.name: lane for lane, _bar in page.context["lanes"]}
    cards = {card.deal.name: card for lane in lanes.values() for card in lane.cards}
    assert {name: card.days for name, card in cards.items()} == {
        "Three": 3, "Eight": 8, "Twenty": 20, "Late": 9, "Moved": 6,
    }  # fmt: skip
    assert lanes["Discovery"].median_days == 8
    assert {name: card.doubt.kind for name, card in cards.items() if card.doubt} == {
        "Late": "passed", "Moved": "no_step", "Twenty": "quiet",
    }  # fmt: skip
    assert "median 8 days here" in text(page)
    assert "Date passed" in text(page)


def test_board_is_cut_by_the_filters_of_the_list(company: Company) -> None:
    make_deal(company, company.priya, name="Small", amount="900")
    make_deal(company, company.priya, name="Large", amount="90000")
    page = signed_in(company.priya).get(reverse("pipeline:board"), {"amount_min": "10k"})
    assert "Large" in text(page)
    assert "Small" not in text(page)
    assert page.context["worth"] == 90_000


def test_board_of_many_deals_has_one_move_form(company: Company) -> None:
    for number in range(40):
        make_deal(company, company.priya, name=f"Deal {number}")
    page = text(signed_in(company.priya).get(reverse("pipeline:board")))
    assert page.count("csrfmiddlewaretoken") < 6
    assert page.count('data-move="stage"') == 1
    print(f"\nboard of 40 deals: {len(page) // 1024} KB")
    assert len(page) < 70_000


def test_every_check_of_open_deals_opens_the_deals_it_counts(company: Company) -> None:
    today = NOW.date()
    good = {"next_step": "Call", "close_date": today + timedelta(days=9)}
    make_deal(company, company.priya, name="Good", **good)
    make_deal(company, company.priya, name="No step", **{**good, "next_step": ""})
    make_deal(
        company,
        company.priya,
        name="Late",
        at=NOW - timedelta(days=4),
        **{**good, "close_date": today - timedelta(days=1)},
    )
    make_deal(company, company.priya, name="Bare")
    Currency.objects.create(code="JPY", name="Yen")
    make_deal(company, company.priya, name="No rate", currency="JPY", **good)
    make_deal(company, company.priya, name="No amount", **{**good, "amount": None})
    close_won(make_deal(company, company.priya, name="Done"), by=company.priya)
    found = checked(with_figures(visible_deals_at(company.omar), NOW), today)
    client = signed_in(company.omar)
    for check, count in {**found.failing, "passing": found.passing, "all": found.open}.items():
        table = client.get(reverse("pipeline:deals"), {"check": check}).context["table"]
        assert len(table.rows) == count, check
    assert (found.open, found.passing) == (6, 1)
    assert found.failing == {
        "date_passed": 1, "no_date": 1, "no_amount": 1, "no_step": 2, "no_owner": 0, "owner_left": 0, "no_rate": 1,
    }  # fmt: skip


def test_list_draws_the_activities_of_eight_weeks(company: Company) -> None:
    deal = make_deal(company, company.priya, at=NOW - timedelta(days=60))
    for days in (1, 2, 9, 57):
        log_activity(deal, kind="call", by=company.priya, outcome="reached", occurred_at=NOW - timedelta(days=days))
    page = text(signed_in(company.priya).get(reverse("pipeline:deals")))
    assert "3 activities in eight weeks" in page


def test_lead_goes_from_entry_to_deal(company: Company) -> None:
    client = signed_in(company.priya)
    posted = {"name": "Kim Adler", "company": "Fenwick", "email": "kim@fenwick.example", "sourced_by": "self"}
    assert client.post(reverse("pipeline:new_lead"), posted | {"owner": str(company.priya.uid)}).status_code == 302
    assert client.post(reverse("pipeline:new_lead"), posted).status_code == 422
    lead = Lead.objects.get()
    assert client.get(reverse("pipeline:lead", args=[lead.uid])).status_code == 200
    log = reverse("pipeline:lead_log", args=[lead.uid])
    assert client.post(log, {"kind": "call", "outcome": "reached"}).status_code == 302
    answer = client.post(reverse("pipeline:lead_convert", args=[lead.uid]))
    assert answer["Location"] == reverse("pipeline:deal", args=[Opportunity.objects.get().uid])


def test_category_of_a_stage_is_set_from_now_on(company: Company) -> None:
    proposal = Stage.objects.get(process=company.process, name="Proposal")
    url = reverse("pipeline:stage_category", args=[proposal.uid])
    assert signed_in(company.priya).post(url, {"category": "commit"}).status_code == 403
    assert signed_in(company.omar).post(url, {"category": "commit"}).status_code == 302
    old, new = proposal.categories.order_by("valid")
    assert (old.category, new.category, new.valid.upper) == ("upside", "commit", None)
    assert old.valid.upper == new.valid.lower <= timezone.now()


def test_product_is_added_and_edited_by_operations_only(company: Company) -> None:
    posted = {"name": "Probe", "list_price": "1,200", "currency": "USD"}
    assert signed_in(company.priya).post(reverse("pipeline:new_product"), posted).status_code == 403
    client = signed_in(company.omar)
    assert client.post(reverse("pipeline:new_product"), posted).status_code == 302
    product = Product.objects.get()
    url = reverse("pipeline:product", args=[product.uid])
    assert client.post(url, posted | {"list_price": "1,300"}).status_code == 302
    product.refresh_from_db()
    assert (product.list_price, signed_in(company.priya).get(url).status_code) == (1300, 200)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("36,800", "36800"),
        ("$1,236,800.50", "1236800.50"),
        ("1,200k", "1200000"),
        ("12,5", None),
        ("1,5m", None),
        ("1,2345", None),
        ("36,80,000", None),
        ("10.005", None),
    ],
)
def test_an_amount_is_what_was_typed_or_said_at_its_field(company: Company, typed: str, stored: str | None) -> None:
    """A comma parts thousands, and an amount has no more decimals than its currency."""
    deal = make_deal(company, company.priya, amount="7", close_date=NOW.date())
    client, version = signed_in(company.priya), deal.row_version
    url = reverse("pipeline:deal_field", args=[deal.uid, "amount"])
    answer = client.post(url, {"amount": typed, "version": version})
    deal.refresh_from_db()
    assert (answer.status_code, deal.amount) == ((302, Decimal(stored)) if stored else (422, Decimal(7)))
    assert stored or 'aria-invalid="true"' in text(answer)


def test_the_edit_form_keeps_a_close_date_and_knows_no_year_1(company: Company) -> None:
    deal = make_deal(company, company.priya, close_date=NOW.date())
    client, url = signed_in(company.priya), reverse("pipeline:deal_edit", args=[deal.uid])
    dollars = Currency.objects.get(code="USD").pk
    for typed in ("", "0001-01-01"):
        form = {"version": deal.row_version, "name": "Verity", "currency": dollars, "kind": "new", "close_date": typed}
        assert client.post(url, form).status_code == 422
        later = {"version": deal.row_version, "next_step": "Call", "next_step_date": typed or "2200-01-01"}
        assert client.post(reverse("pipeline:deal_field", args=[deal.uid, "next_step"]), later).status_code == 422
    deal.refresh_from_db()
    assert (deal.row_version, deal.close_date) == (1, NOW.date())


def test_the_stages_of_a_deal_as_of_a_day_are_those_of_that_day(company: Company) -> None:
    deal = make_deal(company, company.priya, at=NOW - timedelta(days=30), close_date=NOW.date())
    move_stage(deal, Stage.objects.get(name="Proposal"), by=company.priya, at=NOW - timedelta(days=1))
    client, url = signed_in(company.priya), reverse("pipeline:deal", args=[deal.uid])

    def current(**asked: str) -> str:
        return text(client.get(url, asked)).split('aria-current="step"')[1].split("step-label")[1][2:12]

    assert current().startswith("Proposal")
    assert current(as_of=(NOW - timedelta(days=10)).date().isoformat()).startswith("Discovery")
