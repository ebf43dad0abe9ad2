"""What the tests of bad input lean on: records of two teams, and the look at them after a refusal."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline.models import Activity, Lead, Opportunity, Product
from pipeline.operations.leads import create_lead
from pipeline.operations.products import create_product
from salesops.web.api.throttles import Limit, RequestThrottle
from tests.company import Company, make_deal
from tests.pipeline.asking import API, problem

DEALS = f"{API}/opportunities"
AT = datetime(2026, 5, 4, 10, tzinfo=UTC)
USD = {"amount": "1", "currency": "USD"}


class Shared:
    """The company, a deal, lead and product of Priya, and Jonah's, who is in another team."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.deal = make_deal(self.company, self.company.priya, name="Hers", at=AT)
        self.foreign = make_deal(self.company, self.company.jonah, name="His", customer=self.company.birch, at=AT)
        self.lead = create_lead(name="Kim Adler", email="kim@fenwick.example", owner=self.company.priya, by=None)
        self.foreign_lead = create_lead(name="Lee Ott", owner=self.company.jonah, by=None)
        self.product = create_product(name="Gauge", by=None)
        stages = self.company.process.stages
        self.words = {
            "{acme}": self.company.acme.uid,
            "{birch}": self.company.birch.uid,
            "{jonah}": self.company.jonah.uid,
            "{andre}": self.company.andre.uid,
            "{won}": stages.get(name="Won").uid,
            "{deal}": self.deal.uid,
            "{foreign}": self.foreign.uid,
            "{lead}": self.lead.uid,
            "{foreign_lead}": self.foreign_lead.uid,
            "{product}": self.product.uid,
            "{discovery}": stages.get(name="Discovery").uid,
        }

    def said(self, text: Any) -> Any:
        """`{deal}` stands for its id, in addresses and bodies."""
        if isinstance(text, dict):
            return {name: self.said(value) for name, value in text.items()}
        if not isinstance(text, str):
            return text
        for word, uid in self.words.items():
            text = text.replace(word, str(uid))
        return text

    def counts(self) -> tuple[int, ...]:
        return tuple(model.objects.count() for model in (Opportunity, Lead, Product, Activity))

    def versions(self) -> list[int]:
        for record in (self.deal, self.foreign, self.lead, self.product):
            record.refresh_from_db()
        return [record.row_version for record in (self.deal, self.foreign, self.lead, self.product)]


@pytest.fixture(scope="module")
def company(own_company: Company) -> Iterator[Shared]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("reads", "writes"):
            patch.setattr(RequestThrottle, name, Limit(10_000_000, 60))
        yield Shared(own_company)


def refused(company: Shared, answer: Any, before: Any) -> tuple[int, str]:
    assert (company.counts(), company.versions()) == before
    return problem(answer)


def state(company: Shared) -> Any:
    return company.counts(), company.versions()


# -- 1: what belongs to another team ----------------------------------------------------------------------------------
