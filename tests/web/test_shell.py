"""The frame of the pages: navigation by role, search, components, what a toast carries."""

import re
from typing import Any

import pytest
from django.test import Client

from salesops.web.navigation import NavEntry, is_under, navigation
from salesops.web.search import Hit, Source, sources
from salesops.web.templatetags.shell import avatar, category, initials
from tests.company import Company

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def entry(monkeypatch: pytest.MonkeyPatch) -> NavEntry:
    """A page of the shell itself stands in the navigation for those who may see it."""
    added = NavEntry(
        "sample", "Parts", "table", "web:components", "data", 99, "components.see", "y", {"manage": "team"}
    )
    monkeypatch.setitem(navigation._items, "sample", added)
    return added


def page(client: Client, person: object, url: str = "/search") -> str:
    client.force_login(person, backend=BACKEND)  # type: ignore[arg-type]
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_navigation_holds_what_the_person_may_open(client: Client, company: Company, entry: NavEntry) -> None:
    assert 'data-key="g y"' in page(client, company.omar)
    assert 'data-key="g y"' not in page(client, company.priya)


def test_the_page_shown_is_marked(client: Client, company: Company, entry: NavEntry) -> None:
    shown = page(client, company.omar, "/components")
    assert re.search(r'href="/components"\s+data-key="g y"\s+aria-current="page"', shown)


def test_an_address_is_under_its_own_entry_only() -> None:
    assert is_under("/deals/7", "/deals") and is_under("/deals/", "/deals/")
    assert not is_under("/deals-old", "/deals") and not is_under("/deals", "/")


def test_components_are_closed_to_others(client: Client, company: Company) -> None:
    client.force_login(company.priya, backend=BACKEND)
    assert client.get("/components").status_code == 403
    assert "Components and states" in page(client, company.omar, "/components")


def test_the_frame_carries_token_theme_and_targets(client: Client, company: Company) -> None:
    company.omar.theme = "dark"
    company.omar.save(update_fields=["theme"])
    shown = page(client, company.omar)
    assert 'data-theme="dark"' in shown and 'id="problem"' in shown and 'id="conflict"' in shown
    assert re.search(r"hx-headers:inherited='\{\"X-CSRFToken\":\"\w{64}\"\}'", shown)
    assert shown.count("<h1") == 1


def test_the_palette_gets_options_and_the_page_links(
    client: Client, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Source("sample", "Deals", 1, lambda request, text, limit: [Hit(f"{text} Logistics", "/components")])
    monkeypatch.setitem(sources._items, "sample", found)
    client.force_login(company.priya, backend=BACKEND)
    piece = client.get("/search?q=bright", headers={"HX-Request": "true"}).content.decode()
    assert 'role="option"' in piece and "bright Logistics" in piece and "<html" not in piece
    assert 'role="option"' not in page(client, company.priya, "/search?q=bright").split("<main")[1].split("</main")[0]


def test_the_frame_costs_at_most_six_queries(
    client: Client, company: Company, django_assert_max_num_queries: Any
) -> None:
    client.force_login(company.marcus, backend=BACKEND)
    with django_assert_max_num_queries(6):
        assert client.get("/search").status_code == 200


def test_one_letter_searches_nothing(client: Client, company: Company) -> None:
    assert "Nothing is called" in page(client, company.priya, "/search?q=b")


def test_initials_and_categories() -> None:
    assert [initials(name) for name in ("Mei-Lin Chao", "Cher", "Ana de la Cruz", "")] == ["MC", "C", "AC", ""]
    assert avatar("Mei-Lin Chao") == avatar("Mei-Lin Chao")
    assert "swatch" not in category("lost", "Lost") and "swatch commit" in category("commit", "Best <case>")
    assert "<case>" not in category("commit", "Best <case>")
