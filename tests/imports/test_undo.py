"""An import can be taken back: every instant is as before it, and what was known then stays known."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.models import CustomerAccount, ReportingLine, Team, TeamMembership, User
from accounts.operations.people import create_person, set_manager
from accounts.operations.sign_ins import activate_person
from pipeline.models import Opportunity, ProcessVersion, Product
from pipeline.models.opportunities import VERSIONED_FIELDS
from pipeline.operations.opportunities import edit_opportunity
from pipeline.queries.history import as_known_at, state_as_of
from salesops.audit.models import AuditRecord
from salesops.imports.models import ExternalId
from salesops.imports.operations.undo import undo_batch
from salesops.kernel.errors import Refused
from tests.company import Company, make_deal
from tests.imports.files import checked, committed, deals

INSTANTS = [datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 12)]
COMPANY_FILES = (
    b"name,manager,team\nZoe Park,Marcus Boyle,West\nIvo Kral,Marcus Boyle,Nordic\n",
    b"account name,industry\nAcme Robotics,Robotics\nNova Foods,Retail\n",
)
FILE = deals(
    "A1,Nova first,Nova Foods,Zoe Park,Discovery,1000,2026-02-01,2026-12-20",
    "A2,Nova won,Nova Foods,Zoe Park,Won,2500.50,2026-02-03,2026-03-04",
    "A3,Acme lost,Acme Robotics,Priya Raman,Lost,0,2026-03-01,2026-05-05",
)


def states(at: datetime, known: datetime | None = None) -> list[tuple[Any, ...]]:
    rows = state_as_of(at) if known is None else as_known_at(at, known)
    return sorted(rows.values_list("opportunity_id", *VERSIONED_FIELDS), key=str)


def current() -> list[tuple[Any, ...]]:
    return list(Opportunity.objects.filter(deleted=False).order_by("pk").values_list("pk", "name", *VERSIONED_FIELDS))


def test_undo_restores_every_instant_and_keeps_what_was_known(company: Company) -> None:
    deal = make_deal(company, company.priya, name="Own deal")
    before = [current(), *(states(at) for at in INSTANTS)]
    people = set(User.objects.values_list("name", flat=True))
    batch = committed(company.omar, *COMPANY_FILES, FILE)
    with_import = [states(at) for at in INSTANTS]
    assert with_import != before[1:]
    known = Opportunity.objects.get(name="Nova won").versions.order_by("-version").first().recorded_at

    report = undo_batch(batch, by=company.omar)

    assert [current(), *(states(at) for at in INSTANTS)] == before
    assert [states(at, known) for at in INSTANTS] == with_import
    assert report.kept == []
    assert not ExternalId.objects.filter(batch=batch).exists()
    assert CustomerAccount.objects.get(name="Acme Robotics").sector == ""
    assert CustomerAccount.objects.get(name="Nova Foods").archived_at is not None, "its deals' log still names it"
    assert set(User.objects.values_list("name", flat=True)) == people | {"Zoe Park"}, "her deals' log names her"
    zoe = User.objects.get(name="Zoe Park")
    for rows in (zoe.grants, zoe.lines, zoe.memberships, zoe.seats.get().occupancies):
        assert [row.during.upper is not None for row in rows.all()] == [True], "what she was stays, until today"
    assert not User.objects.filter(name="Ivo Kral").exists(), "nothing refers to him"
    assert not Team.objects.filter(name="Nordic").exists()
    assert ProcessVersion.objects.get(default=True) == company.process
    assert deal.versions.count() == 1
    assert AuditRecord.objects.filter(verb="import.undo", record_uid=batch.uid).count() == 1


def test_what_somebody_changed_since_is_kept_and_listed(company: Company) -> None:
    batch = committed(company.omar, *COMPANY_FILES, FILE)
    deal = Opportunity.objects.get(name="Nova first")
    edit_opportunity(deal, changes={"next_step": "Call them"}, by=company.omar)
    acme = CustomerAccount.objects.get(name="Acme Robotics")
    acme.sector = "Machines"
    acme.save(update_fields=["sector"])

    report = undo_batch(batch, by=company.omar)

    assert sorted(report.kept) == [("Acme Robotics", "changed_since"), ("Nova first", "worked_on_since")]
    deal.refresh_from_db()
    assert (deal.deleted, deal.next_step) == (False, "Call them")
    assert CustomerAccount.objects.get(name="Acme Robotics").sector == "Machines"
    assert Opportunity.objects.get(name="Nova won").deleted


def test_a_changed_deal_gets_its_former_state_back(company: Company) -> None:
    committed(company.omar, *COMPANY_FILES, FILE)
    deal = Opportunity.objects.get(name="Nova first")
    before = [current(), *(states(at) for at in INSTANTS)]
    second = committed(company.omar, deals("A1,Nova renamed,Nova Foods,Zoe Park,Proposal,1500,2026-02-01,2026-12-24"))
    deal.refresh_from_db()
    assert (deal.name, deal.amount, deal.stage.name) == ("Nova renamed", 1500, "Proposal")

    undo_batch(second, by=company.omar)

    assert [current(), *(states(at) for at in INSTANTS)] == before


def test_undo_then_import_again(company: Company) -> None:
    undo_batch(committed(company.omar, *COMPANY_FILES, FILE), by=company.omar)
    again = committed(company.omar, *COMPANY_FILES, FILE)
    assert again.counts["deals"] == {"create": 3, "rows": 3}
    assert Opportunity.objects.filter(deleted=False, name="Nova won").count() == 1
    assert CustomerAccount.objects.get(name="Nova Foods").archived_at is None
    assert User.objects.get(name="Zoe Park").seats.count() == 1


def test_undoing_an_import_that_placed_people_anew_leaves_them_without_a_place_again(company: Company) -> None:
    """An undo had left Zoe as somebody who is gone; the file came again; now that goes too."""
    undo_batch(committed(company.omar, *COMPANY_FILES, FILE), by=company.omar)
    zoe = User.objects.get(name="Zoe Park")

    def places() -> list[int]:
        rows = (zoe.lines, zoe.memberships, zoe.grants, zoe.seats.get().occupancies)
        return [every.filter(during__endswith__isnull=True).count() for every in rows]

    assert places() == [0, 0, 0, 0]
    again = committed(company.omar, *COMPANY_FILES)
    assert places() == [1, 1, 1, 1]

    report = undo_batch(again, by=company.omar)

    assert (places(), report.kept) == ([0, 0, 0, 0], [])


def test_who_was_activated_after_being_placed_anew_keeps_their_place_and_is_listed(company: Company) -> None:
    undo_batch(committed(company.omar, *COMPANY_FILES, FILE), by=company.omar)
    again = committed(company.omar, *COMPANY_FILES)
    zoe = User.objects.get(name="Zoe Park")
    activate_person(zoe, email="zoe@northwind.example", by=company.ada)

    report = undo_batch(again, by=company.omar)

    assert report.kept == [("Zoe Park", "changed_since")]
    assert zoe.lines.filter(during__endswith__isnull=True).count() == 1


def test_a_moved_person_goes_back_into_the_very_team_they_had(company: Company) -> None:
    """By key: both teams are called otherwise by the time of the undo."""
    former = TeamMembership.objects.get(person=company.priya, during__endswith__isnull=True).team
    batch = committed(company.omar, b"name,manager,team\nPriya Raman,Marcus Boyle,Nordic\n")
    assert TeamMembership.objects.get(person=company.priya, during__endswith__isnull=True).team.name == "Nordic"
    Team.objects.filter(pk=former.pk).update(name="Renamed")
    Team.objects.filter(name="Nordic").update(name="North")

    report = undo_batch(batch, by=company.omar)

    assert TeamMembership.objects.get(person=company.priya, during__endswith__isnull=True).team == former
    assert report.kept == []


def test_only_a_committed_import_is_undone_and_only_once(company: Company) -> None:
    batch = checked(company.omar, *COMPANY_FILES, FILE)
    with pytest.raises(Refused, match="committed"):
        undo_batch(batch, by=company.omar)
    batch = committed(company.omar, *COMPANY_FILES)
    undo_batch(batch, by=company.omar)
    with pytest.raises(Refused, match="committed"):
        undo_batch(batch, by=company.omar)


def test_as_of_a_day_inside_the_imported_past(company: Company) -> None:
    committed(company.omar, *COMPANY_FILES, FILE)
    names = {row.opportunity.name: row.status for row in state_as_of(datetime(2026, 2, 2, tzinfo=UTC))}
    assert names == {"Nova first": "open"}
    assert Opportunity.objects.get(name="Nova won").close_date == date(2026, 3, 4)


def test_a_changed_amount_gets_its_currency_back_and_the_record_a_new_version(company: Company) -> None:
    CustomerAccount.objects.filter(pk=company.acme.pk).update(annual_revenue=5, annual_revenue_currency="EUR")
    Product.objects.create(name="Robot", list_price=7, currency="EUR")
    before = CustomerAccount.objects.get(pk=company.acme.pk)
    batch = committed(
        company.omar,
        b"account name,annual revenue,currency\nAcme Robotics,9,USD\n",
        b"product,list price,currency\nRobot,7,USD\n",
    )
    assert CustomerAccount.objects.get(pk=company.acme.pk).annual_revenue_currency == "USD"
    assert Product.objects.get(name="Robot").currency == "USD"

    report = undo_batch(batch, by=company.omar)

    acme = CustomerAccount.objects.get(pk=company.acme.pk)
    assert (acme.annual_revenue, acme.annual_revenue_currency) == (5, "EUR")
    assert acme.row_version == before.row_version + 2
    assert Product.objects.get(name="Robot").currency == "EUR"
    assert (report.restored, report.kept) == (2, [])


def test_what_an_import_brought_back_is_put_away_again(company: Company) -> None:
    archived, retired = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    CustomerAccount.objects.filter(pk=company.acme.pk).update(archived_at=archived)
    Product.objects.create(name="Robot", retired_at=retired)
    batch = committed(company.omar, b"account name\nAcme Robotics\n", b"product,list price\nRobot,\n")
    assert CustomerAccount.objects.get(pk=company.acme.pk).archived_at is None

    undo_batch(batch, by=company.omar)

    assert CustomerAccount.objects.get(pk=company.acme.pk).archived_at == archived
    assert Product.objects.get(name="Robot").retired_at == retired


def test_a_moved_person_goes_back_under_the_very_manager_they_had(company: Company) -> None:
    """By key: the file may write a manager as an e-mail, and two people may bear one name."""
    create_person(name=company.marcus.name, by=None)
    batch = committed(
        company.omar, f"name,email,manager\nPriya Raman,{company.priya.email},{company.helena.email}\n".encode()
    )
    line = ReportingLine.objects.get(person=company.priya, during__endswith__isnull=True)
    assert line.manager == company.helena

    report = undo_batch(batch, by=company.omar)

    line = ReportingLine.objects.get(person=company.priya, during__endswith__isnull=True)
    assert (line.manager, report.kept) == (company.marcus, [])


def test_somebody_moved_under_an_imported_person_by_hand_stays_there_and_is_listed(company: Company) -> None:
    batch = committed(company.omar, *COMPANY_FILES)
    ivo = User.objects.get(name="Ivo Kral")
    set_manager(company.priya, ivo, start=date(2026, 6, 1), by=company.omar)

    report = undo_batch(batch, by=company.omar)

    assert report.kept == [("Priya Raman", "changed_since")]
    assert ReportingLine.objects.get(person=company.priya, during__endswith__isnull=True).manager == ivo
    assert not User.objects.filter(name="Zoe Park").exists(), "nothing refers to her"
