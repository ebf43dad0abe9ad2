"""Every figure of facts.json, read from the page, from REST and from the exported file: equal to what is published."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import Team, User
from accounts.operations.organisation import open_fiscal_years, set_up_organisation
from accounts.operations.people import create_person, grant_role, make_role_presets
from pipeline.models import Product
from salesops.imports.operations.check import check_batch
from salesops.imports.operations.commit import commit_batch
from tests.imports.maven import FOLDER, facts, needs_files, repair_all, staged
from tests.imports.surfaces import Asked, File, Page, Rest, Surface

pytestmark = needs_files
Path = tuple[str, ...]
WHOLE = {"from": "2017-01-01", "to": "2018-01-01"}
THEN = {"as_of": "2017-06-30"}


def leaves(node: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(node, Mapping):
        for key, below in node.items():
            yield from leaves(below, (*path, key))
    else:
        yield path, node


PUBLISHED = {path: fact for path, fact in leaves(facts()) if path[0] != "definitions"} if FOLDER.exists() else {}


@dataclass(frozen=True)
class Site:
    """The three readers after the import; keys of the dimensions that figures are cut by."""

    surfaces: Mapping[str, Surface]
    keys: Mapping[str, Mapping[str, str]]

    def cut(self, group: str, name: str) -> Asked:
        """The period and filter of a group of facts."""
        if group == "by_close_quarter":
            return quarter(name)
        dimension = DIMENSIONS[group]
        return {**WHOLE, f"filter.{dimension}": self.keys[dimension][name]}


DIMENSIONS = {"by_regional_office": "team", "by_manager": "manager", "by_product": "product"}


def quarter(name: str) -> Asked:
    year, first = int(name[:4]), 3 * int(name[-1]) - 2
    after = date(year + (first == 10), first % 12 + 3 if first < 10 else 1, 1)
    return {"from": date(year, first, 1).isoformat(), "to": after.isoformat()}


@pytest.fixture(scope="module")
def site(own_database: str) -> Site:
    set_up_organisation(by=None, name="Maven", time_zone="UTC", currency="USD")
    open_fiscal_years((2016, 2017, 2018), by=None)
    make_role_presets(by=None)
    person = create_person(name="Ann", email="ann@maven.example", state="active", password=None, by=None)
    grant_role(person, "analyst", by=None)
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    batch = check_batch(staged(person), by=person)
    page, rest, file = Page(client, str(batch.uid)), Rest(client, str(batch.uid)), File(client, str(batch.uid))
    assert page.reasons and rest.listed and file.reasons, "read before the repairs settle them"
    commit_batch(repair_all(batch, person), by=person)
    keys = {
        dimension: {record.name: str(record.uid) for record in model._default_manager.all()}
        for dimension, model in (("team", Team), ("manager", User), ("product", Product))
    }
    return Site({"page": page, "REST": rest, "CSV": file}, keys)


RATIOS = {
    "win_rate": ("win_rate", 6),
    "avg_won_value": ("average_sales_price", 2),
    "avg_won_cycle_days": ("sales_cycle", 2),
    "avg_cycle_days_won": ("sales_cycle", 3),
    "avg_cycle_days_lost": ("lost_cycle", 4),
}


def figure(of: Surface, key: str, asked: Asked, digits: int | None = None) -> Any:
    """One of the six figures that every group has."""
    if key in RATIOS:
        metric, usual = RATIOS[key]
        above, below = of.sides(metric, asked)
        return round(float(above / below), digits or usual)
    if key in ("won_value", "won_value_total"):
        return of.summed("bookings", asked)[0]
    won, decided = of.sides("win_rate", asked)
    return {"won": won, "lost": decided - won, "closed": decided}[key]


def growth(of: Surface) -> float:
    before, after = (of.summed("bookings", quarter(name))[0] for name in ("2017Q1", "2017Q2"))
    return round(float(after / before - 1), 6)


def agents(of: Surface) -> int:
    return sum(manager != "" for manager in of.column("people", "manager"))


def distinct(of: Surface, what: str, name: str) -> int:
    return len(set(of.column(what, name)) - {""})


def without_deals(of: Surface) -> list[str]:
    owners = of.owners("pipeline_created_count", WHOLE)
    names = [
        name
        for name, manager in zip(of.column("people", "name"), of.column("people", "manager"), strict=True)
        if manager
    ]
    return sorted(set(names) - owners)


def without_account(of: Surface) -> int:
    return of.summed("open_pipeline", {"filter.customer": "(none)"})[1]


def begun_with_the_import(of: Surface) -> int:
    """A deal without any date begins when it is imported."""
    today = timezone.now().date()
    asked = {"from": today.isoformat(), "to": (today + timedelta(days=1)).isoformat()}
    return of.summed("pipeline_created_count", asked)[1]


def every_deal(of: Surface, asked: Asked) -> int:
    return of.deals("open", asked) + of.deals("closed", asked)


TABLE: dict[Path, Callable[[Surface], Any]] = {
    ("overall", "rows"): lambda of: every_deal(of, {}),
    **{
        ("overall", "stage_counts", stage): lambda of, stage=stage, tab=tab: of.deals(tab, {}, stage=stage)
        for stage, tab in (("Won", "closed"), ("Lost", "closed"), ("Engaging", "open"), ("Prospecting", "open"))
    },
    ("overall", "avg_won_value"): lambda of: figure(of, "avg_won_value", WHOLE, 4),
    ("overall", "median_won_value"): lambda of: of.middle("sales_price_median", WHOLE),
    ("overall", "median_cycle_days_won"): lambda of: of.middle("sales_cycle_median", WHOLE),
    ("overall", "open_count"): lambda of: of.deals("open", {}),
    ("overall", "open_without_account"): without_account,
    ("overall", "agents_in_teams_file"): agents,
    ("overall", "agents_with_deals"): lambda of: len(of.owners("pipeline_created_count", WHOLE)),
    ("overall", "agents_without_deals"): without_deals,
    ("qoq_growth_won_value", "2017Q2"): growth,
    ("as_of", "2017-06-30", "open_count"): lambda of: of.deals("open", THEN),
    ("as_of", "2017-06-30", "engaged_to_date"): lambda of: every_deal(of, THEN),
    ("as_of", "2017-06-30", "won_to_date"): lambda of: of.deals("closed", THEN, stage="Won"),
    ("as_of", "2017-06-30", "lost_to_date"): lambda of: of.deals("closed", THEN, stage="Lost"),
    ("as_of", "2017-06-30", "open_list_value"): lambda of: of.summed("open_pipeline", THEN)[0],
    ("import_checks", "accounts"): lambda of: of.count("accounts"),
    ("import_checks", "products"): lambda of: of.count("products"),
    ("import_checks", "sales_teams"): agents,
    ("import_checks", "regional_offices"): lambda of: distinct(of, "people", "team"),
    ("import_checks", "managers"): lambda of: distinct(of, "people", "manager"),
    ("import_checks", "deals"): lambda of: every_deal(of, {}),
    ("import_checks", "deals_without_account"): without_account,
    ("import_checks", "deals_without_engage_date"): begun_with_the_import,
    ("import_checks", "deals_without_close"): lambda of: of.deals("open", {}, undated="1"),
    ("import_checks", "deals_whose_product_needs_the_GTXPro_fix"): lambda of: of.problems("GTXPro"),
    ("import_checks", "accounts_with_parent"): lambda of: sum(name != "" for name in of.column("accounts", "parent")),
    ("import_checks", "distinct_parents"): lambda of: distinct(of, "accounts", "parent"),
    ("import_checks", "accounts_in_misspelt_sector_technolgy"): lambda of: of.problems("technolgy"),
    ("import_checks", "accounts_in_misspelt_country_Philipines"): lambda of: of.problems("Philipines"),
}


def read(site: Site, of: Surface, path: Path) -> Any:
    if path in TABLE:
        return TABLE[path](of)
    return figure(of, path[-1], WHOLE if path[0] == "overall" else site.cut(path[0], path[1]))


@pytest.mark.parametrize("path", PUBLISHED, ids="/".join)
def test_a_published_figure_is_the_same_on_page_in_rest_and_in_the_file(site: Site, path: Path) -> None:
    said = {name: read(site, of, path) for name, of in site.surfaces.items()}
    assert said == dict.fromkeys(site.surfaces, PUBLISHED[path]), f"one of {len(PUBLISHED)} figures"


def test_no_published_figure_is_forgotten() -> None:
    assert TABLE.keys() <= PUBLISHED.keys()
    assert len(PUBLISHED) == 98
