"""Saved views by HTTP: a name for a query string, tabs with counts, own and shared; columns and density."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salesops.audit.models import AuditRecord
from salesops.audit.operations import record
from salesops.web.models import SavedView
from salesops.web.saved_views import save_view
from tests.company import Company

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def as_(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=BACKEND)
    return client


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def act(person: Any, verb: str = "deal.moved") -> None:
    record(verb, by=person, kind="opportunity", uid=uuid4())


def given(name: str, address: str = "/audit?verb=moved&cursor=&sel=x", **further: str) -> dict[str, str]:
    return {"name": name, "table": "audit", "address": address, **further}


def test_a_view_becomes_a_tab_with_its_count(company: Company) -> None:
    client = as_(company.priya)
    for verb in ("deal.moved", "deal.moved", "deal.closed"):
        act(company.priya, verb)
    assert "+ Save view" not in text(client, "/audit")
    form = text(client, "/audit?verb=moved")
    assert "/views/new?table=audit&amp;address=%2Faudit%3Fverb%3Dmoved" in form
    answer = client.post("/views/new", given("Moved"))
    assert answer["Location"] == "/audit?verb=moved&cursor=&sel=x"
    page = text(client, "/audit?verb=moved")
    assert '<a href="/audit?verb=moved" aria-current="page">Moved<span class="count">2</span></a>' in page
    assert "+ Save view" not in page and "Edit view Moved" in page
    assert '<a href="/audit" aria-current="page">All' in text(client, "/audit")
    assert AuditRecord.objects.filter(verb="view.saved", by=company.priya).count() == 1


def test_a_name_is_taken_once(company: Company) -> None:
    client = as_(company.priya)
    client.post("/views/new", given("Moved"))
    again = client.post("/views/new", given("Moved"))
    assert (again.status_code, SavedView.objects.count()) == (422, 1)
    assert "You have a view of that name" in again.content.decode()
    assert client.post("/views/new", given("")).status_code == 422


def test_a_shared_view_shows_the_rows_of_its_reader(company: Company) -> None:
    act(company.priya)
    act(company.priya)
    act(company.jonah)
    as_(company.priya).post("/views/new", given("Ours", shared="on"))
    as_(company.priya).post("/views/new", given("Mine"))
    page = text(as_(company.jonah), "/audit?verb=moved")
    assert 'Ours<span class="count">1</span>' in page
    assert "Mine" not in page.split("<nav")[-1].split("</nav>")[0] and "Edit view" not in page


def test_a_view_of_what_one_may_not_ask_has_no_count(company: Company) -> None:
    save_view(table_key="audit", name="Odd", query="no_such=1", shared=True, by=company.priya)
    assert '<a href="/audit?no_such=1">Odd</a>' in text(as_(company.jonah), "/audit")


def test_tabs_cost_two_queries_however_many(company: Company) -> None:
    client, counts = as_(company.priya), []
    act(company.priya)
    for names in (("a",), ("b", "c", "d", "e", "f")):
        for name in names:
            save_view(table_key="audit", name=name, query=f"verb={name}", shared=False, by=company.priya)
        with CaptureQueriesContext(connection) as queries:
            text(client, "/audit")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_the_owner_renames_and_removes(company: Company) -> None:
    view = save_view(table_key="audit", name="Moved", query="verb=moved", shared=True, by=company.priya)
    client = as_(company.priya)
    url = f"/views/{view.uid}"
    assert (
        'value="/audit?verb=moved"'
        in client.get(url, headers={"Referer": "http://testserver/audit?verb=moved"}).content.decode()
    )
    assert client.post(url, given("Moves", "/audit")).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.shared, view.query) == ("Moves", False, "verb=moved")
    assert as_(company.jonah).post(url, given("His", "/audit")).status_code == 404
    gone = client.post(f"{url}/delete", {"address": "/audit?verb=moved"})
    assert gone["Location"] == "/audit" and not SavedView.objects.exists()


def test_who_only_uses_a_shared_view_may_not_change_it(company: Company) -> None:
    view = save_view(table_key="audit", name="Moved", query="", shared=True, by=company.priya)
    assert as_(company.jonah).post(f"/views/{view.uid}", given("His", "/audit")).status_code == 403


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_a_view_never_leads_off_the_site(company: Company, address: str) -> None:
    client = as_(company.priya)
    assert client.get("/views/new", {"table": "audit", "address": address}).status_code == 400
    assert client.post("/views/new", given("Moved", address)).status_code in (400, 422)
    assert not SavedView.objects.exists()


def test_columns_and_density_are_chosen_in_the_address(company: Company) -> None:
    act(company.priya)
    client = as_(company.priya)
    page = text(client, "/audit?cols=verb&cols=request&density=dense")
    assert 'data-density="dense"' in page and "Request" in page and "Before →" not in page.split("<thead")[1]
    same = text(client, "/audit?cols=verb,request&density=")
    assert 'data-density=""' in same
    assert client.get("/audit?density=huge").status_code == 400
