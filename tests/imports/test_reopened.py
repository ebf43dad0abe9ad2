"""A file that opens a closed deal again leaves nothing of its closing, as when a person does."""

from datetime import date

import pytest

from pipeline.models import Opportunity, Reason
from pipeline.operations.closing import close_lost, open_again
from salesops.kernel.moments import INFINITY
from tests.company import Company, build_company
from tests.imports.files import committed, deals
from tests.reporting.book import figure

HEADER = "Id,Deal Name,Account,Owner,Stage,Amount,Created,Close Date"
OPEN = deals("E1,Known,Acme Robotics,Priya Raman,Discovery,100,2026-02-01,2026-03-20", header=HEADER)


@pytest.fixture
def company(db: None) -> Company:
    company = build_company()
    committed(company.omar, OPEN)
    reason = Reason.objects.get(list="loss", key="price")
    close_lost(known(), reason=reason, come_back_on=date(2027, 1, 4), by=company.priya)
    return company


def known() -> Opportunity:
    return Opportunity.objects.get(name="Known")


def stage(name: str) -> str:
    return deals(f"E1,{name}", header="Id,Stage")


def test_the_reason_of_a_loss_goes_with_the_loss(company: Company) -> None:
    committed(company.omar, stage("Discovery"))
    deal = known()
    assert {name: getattr(deal, name) for name in open_again(deal)} == open_again(deal)
    assert deal.versions.get(superseded_at=INFINITY, valid_to=INFINITY).loss_reason is None
    committed(company.omar, stage("Lost"))
    assert (known().status, known().loss_reason, known().come_back_on) == ("lost", None, None)


def test_a_loss_without_a_reason_is_decided_and_one_that_was_won_after_all_has_none(company: Company) -> None:
    committed(company.omar, stage("Discovery"))
    committed(company.omar, stage("Lost"))
    assert (figure("win_rate", None).value, figure("win_rate", None).denominator) == (0, 1)
    Opportunity.objects.update(loss_reason=Reason.objects.get(list="loss", key="price"))
    committed(company.omar, stage("Lost"))
    assert known().loss_reason.key == "price"
    committed(company.omar, stage("Won"))
    assert (known().status, known().loss_reason) == ("won", None)
