"""Processes: stages in order, what each stands for from now on, and publishing a version."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from pipeline.models import ProcessVersion, Stage, StageCategory
from pipeline.operations.opportunities import edit_opportunity
from tests.company import Company, make_deal

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 4, 10, tzinfo=UTC)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_stages_stand_in_order_with_chance_and_category(company: Company) -> None:
    page = text(signed_in(company.priya).get(reverse("pipeline:processes")))
    places = [page.index(f"<bdi>{name}</bdi>") for name in ("Discovery", "Solution fit", "Negotiation", "Won", "Lost")]
    assert places == sorted(places)
    assert "75%" in page
    assert "Publish a new version" not in page
    assert "Publish a new version" in text(signed_in(company.omar).get(reverse("pipeline:processes")))


def test_what_a_change_moves_is_said_before(company: Company) -> None:
    stage = company.process.stages.get(name="Proposal")
    make_deal(company, company.priya, stage=stage, amount="30000")
    make_deal(company, company.jonah, stage=stage, amount="12000", customer=company.birch)
    own = make_deal(company, company.priya, stage=stage, amount="7000")
    edit_opportunity(own, changes={"category_override": "commit"}, by=company.priya)
    url = reverse("pipeline:stage_category", args=[stage.uid])
    omar = signed_in(company.omar)
    page = text(omar.get(url))
    assert "2 open deals worth $42K follow this stage and move with it. Past reports keep Upside." in page
    assert omar.post(url, {"category": "commit"}).status_code == 302
    before, now = StageCategory.objects.filter(stage=stage).order_by("valid")
    assert (before.category, now.category, before.valid.upper) == ("upside", "commit", now.valid.lower)
    assert "Proposal counts as Commit from now on" in text(omar.get(reverse("pipeline:processes")))
    empty = company.process.stages.get(name="Contract")
    page = text(omar.get(reverse("pipeline:stage_category", args=[empty.uid])))
    assert "nothing moves today" in page
    assert omar.post(url, {"category": "sure"}).status_code == 422
    won = company.process.stages.get(name="Won")
    assert omar.post(reverse("pipeline:stage_category", args=[won.uid]), {"category": "commit"}).status_code == 422
    assert signed_in(company.dana).post(url, {"category": "commit"}).status_code == 403


def rows(*stages: dict[str, str]) -> dict[str, str]:
    total = {"stages-TOTAL_FORMS": str(len(stages)), "stages-INITIAL_FORMS": "0"}
    return total | {f"stages-{place}-{name}": value for place, row in enumerate(stages) for name, value in row.items()}


FIRST = {"name": "First call", "kind": "open", "chance": "20", "category": "pipeline", "counts_as_pipeline": "on"}
SECOND = {"name": "Offer", "kind": "open", "chance": "62.5", "category": "commit", "exit_criteria": "Budget named"}
SPARE = {"name": "", "kind": "open", "chance": "0", "category": ""}
CLOSING = ({"name": "Won", "kind": "won", "chance": "100"}, {"name": "Lost", "kind": "lost", "chance": "0"})


def test_a_version_is_published_and_deals_stay_on_theirs(company: Company) -> None:
    deal = make_deal(company, company.priya)
    omar, url = signed_in(company.omar), reverse("pipeline:new_process")
    page = text(omar.get(f"{url}?from={company.process.uid}"))
    assert 'value="Discovery"' in page
    assert 'value="75"' in page
    typed = {"name": "Standard", "default": "on", **rows(FIRST, SECOND, SPARE, *CLOSING)}
    assert omar.post(url, typed).status_code == 302
    made = ProcessVersion.objects.get(default=True)
    assert (str(made), made.stages.count()) == ("Standard v2", 4)
    offer = Stage.objects.get(process=made, name="Offer")
    assert (str(offer.probability), offer.counts_as_pipeline, offer.position) == ("0.625000", False, 2)
    assert offer.exit_criteria == "Budget named"
    assert offer.categories.get().category == "commit"
    deal.refresh_from_db()
    assert deal.process == company.process
    assert make_deal(company, company.priya, name="New").stage.name == "First call"


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ((FIRST | {"category": ""}, *CLOSING), "Every open stage stands for a category."),
        ((FIRST, CLOSING[0]), "one stage each for won and lost"),
        ((FIRST, FIRST, *CLOSING), "Two stages cannot share a name"),
        ((FIRST | {"chance": "120"}, *CLOSING), "less than or equal to 100"),
        ((FIRST | {"chance": ""}, *CLOSING), "This field is required."),
    ],
)
def test_a_version_that_is_not_whole_is_refused(stages: Any, said: str, company: Company) -> None:
    answer = signed_in(company.omar).post(reverse("pipeline:new_process"), {"name": "Field", **rows(*stages)})
    assert answer.status_code == 422
    assert said in text(answer)
    assert ProcessVersion.objects.count() == 1


def test_only_who_keeps_processes_publishes(company: Company) -> None:
    url = reverse("pipeline:new_process")
    for person in (company.priya, company.dana, company.noor):
        assert signed_in(person).get(url).status_code == 403
    assert signed_in(company.omar).get(f"{url}?from=nothing").status_code == 404
