"""People: line, team, roles; who may decide alone."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import ReportingLine, RoleGrant, TeamMembership, User
from accounts.operations.people import create_person, edit_person, grant_role, set_manager, undo_line_change
from accounts.operations.roles import end_grant
from accounts.operations.sign_ins import deactivate_person
from accounts.queries.people import Node, chart_on
from salesops.audit.models import AuditRecord
from salesops.kernel.errors import Conflict, Forbidden, Refused
from tests.accounts.conftest import SignIn
from tests.company import FOUNDED, Company, make_deal

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)
TODAY = timezone.now().date


def manager_on(person: User, day: date) -> str | None:
    row = ReportingLine.objects.filter(person=person, during__contains=day).first()
    return row.manager.name if row else None


def test_who_moves_is_previewed_and_nothing_written_yet(company: Company, as_person: SignIn) -> None:
    asked = {"manager": str(company.helena.uid), "start": "2026-07-01"}
    page = as_person(company.omar).post(f"/people/{company.marcus.uid}/manager", asked)
    text = page.content.decode()
    assert page.status_code == 200 and all(name in text for name in ("Priya Raman", "Andre Thompson", "Ruth Adeyemi"))
    assert manager_on(company.marcus, JULY) == "Dana Whitfield"


def test_a_move_is_dated_and_taken_back(company: Company, as_person: SignIn) -> None:
    client = as_person(company.omar)
    asked = {"manager": str(company.helena.uid), "start": "2026-07-01", "confirmed": "1"}
    assert client.post(f"/people/{company.priya.uid}/manager", asked).status_code == 302
    assert manager_on(company.priya, date(2026, 6, 30)) == "Marcus Boyle"
    assert manager_on(company.priya, JULY) == "Helena Ortiz"
    client.post(f"/people/{company.priya.uid}/manager/undo")
    line = ReportingLine.objects.get(person=company.priya)
    assert (line.manager, line.during.lower, line.during.upper) == (company.marcus, FOUNDED, None)
    assert client.post(f"/people/{company.priya.uid}/manager/undo").status_code == 409


def test_a_line_drawn_otherwise_since_is_not_undone(company: Company) -> None:
    set_manager(company.priya, company.helena, start=JULY, by=company.omar)
    ReportingLine.objects.filter(person=company.priya, manager=company.helena).delete()
    with pytest.raises(Refused) as refusal:
        undo_line_change(company.priya, by=company.omar)
    assert refusal.value.code == "changed_since"


def test_a_circle_on_a_later_day_is_refused_with_chain_and_day(company: Company) -> None:
    set_manager(company.dana, None, start=None, by=company.omar)
    set_manager(company.helena, company.ada, start=JULY, by=company.omar)
    set_manager(company.ada, company.fiona, start=date(2026, 9, 1), by=company.omar)
    with pytest.raises(Refused) as refusal:
        set_manager(company.fiona, company.helena, start=date(2026, 1, 1), by=company.omar)
    assert refusal.value.code == "line_cycle"
    assert "2026-09-01" in refusal.value.message and "Helena Ortiz → Ada Novak → Fiona Walsh" in refusal.value.message


def test_who_moved_to_the_top_may_lead_the_former_manager(company: Company) -> None:
    set_manager(company.marcus, None, start=JULY, by=company.omar)
    set_manager(company.dana, company.marcus, start=JULY, by=company.omar)
    assert manager_on(company.dana, JULY) == "Marcus Boyle"


def shape(nodes: list[Node]) -> Any:
    return {node.person.name.split()[0]: shape(node.reports) for node in nodes}


def test_the_chart_of_a_day_is_the_line_of_that_day(company: Company, as_person: SignIn) -> None:
    from accounts.access import visible_people

    set_manager(company.priya, company.helena, start=JULY, by=company.omar)
    people = visible_people(company.omar)
    assert shape(chart_on(people, date(2026, 6, 30)).roots) == {
        "Dana": {"Helena": {"Jonah": {}, "Sofia": {}}, "Marcus": {"Andre": {}, "Priya": {}, "Ruth": {}}}
    }
    assert "Priya" in shape(chart_on(people, JULY).roots)["Dana"]["Helena"]
    page = as_person(company.omar).get("/people/chart?as_of=2026-06-30").content.decode()
    assert "end of day" in page and "7 people below" in page


def test_a_team_is_joined_from_a_day(company: Company, as_person: SignIn) -> None:
    asked = {"team": str(company.east.uid), "start": "2026-07-01"}
    assert as_person(company.omar).post(f"/people/{company.priya.uid}/team", asked).status_code == 302
    rows = TeamMembership.objects.filter(person=company.priya).order_by("during")
    assert [(row.team.name, row.during.upper) for row in rows] == [("West", JULY), ("East", None)]


def test_a_role_is_given_and_ended_on_the_page(company: Company, as_person: SignIn) -> None:
    client = as_person(company.ada)
    asked = {"role": "rep", "start": "2026-07-01", "reason": "sells now"}
    assert client.post(f"/people/{company.ulf.uid}/roles/new", asked).status_code == 302
    grant = RoleGrant.objects.get(user=company.ulf)
    assert (grant.scope, grant.granted_by, grant.reason) == ("own", company.ada, "sells now")
    assert client.post(f"/people/{company.ulf.uid}/roles/new", asked).status_code == 422
    client.post(f"/role-grants/{grant.uid}/end", {"end": "2026-08-01"})
    grant.refresh_from_db()
    assert grant.during.upper == date(2026, 8, 1)
    assert AuditRecord.objects.filter(verb="role.ended", record_uid=company.ulf.uid).exists()


def test_nobody_grants_themselves_a_role_while_another_could(company: Company) -> None:
    with pytest.raises(Refused) as alone:
        grant_role(company.ada, "ops_manager", by=company.ada)
    assert alone.value.code == "reason_required"
    grant_role(company.ada, "ops_manager", by=company.ada, reason="I am the only one")
    grant_role(company.omar, "admin", by=company.ada)
    with pytest.raises(Forbidden) as second:
        grant_role(company.ada, "vp", by=company.ada, reason="I want it")
    assert second.value.code == "second_person_needed" and "Omar" in second.value.message


def test_the_last_who_grants_roles_stays(company: Company) -> None:
    with pytest.raises(Conflict) as role:
        end_grant(RoleGrant.objects.get(user=company.ada), end=TODAY(), by=company.ada)
    with pytest.raises(Conflict) as person:
        deactivate_person(company.ada, by=company.omar)
    assert role.value.code == person.value.code == "last_admin"


def test_who_holds_work_is_not_let_go_past_the_leaver_form(company: Company, as_person: SignIn) -> None:
    """Priya owns Acme and a deal: the page leads to the form, REST refuses with counts. Andre holds nothing."""
    make_deal(company, company.priya)
    client, path = as_person(company.omar), "/api/v1/people/{}/deactivate"
    answer = client.post(f"/people/{company.priya.uid}/deactivate", follow=True)
    assert answer.redirect_chain == [(f"/people/{company.priya.uid}/leaver", 302)]
    assert "Priya Raman still holds work: Accounts: 1, Deals: 1." in answer.content.decode()
    refused = client.post(path.format(company.priya.uid), "{}", content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "books_open")
    assert refused.json()["facts"]["counts"] == {"customers": 1, "deals": 1}
    company.priya.refresh_from_db()
    assert company.priya.is_active
    assert client.post(path.format(company.andre.uid), "{}", content_type="application/json").status_code == 204
    assert client.post(f"/people/{company.ruth.uid}/deactivate").status_code == 302
    states = User.objects.filter(pk__in=[company.andre.pk, company.ruth.pk]).values_list("state", flat=True)
    assert set(states) == {User.State.DEACTIVATED}


def test_an_address_belongs_to_one_person(company: Company) -> None:
    with pytest.raises(Conflict) as taken:
        create_person(name="Other Priya", email="PRIYA@northwind.example", by=company.omar)
    assert taken.value.code == "email_taken" and "email" in taken.value.fields
    with pytest.raises(Refused) as needed:
        edit_person(company.priya, changes={"email": ""}, by=company.omar)
    assert needed.value.code == "address_needed"


def test_the_personal_seat_follows_the_name(company: Company) -> None:
    edit_person(company.priya, changes={"name": "Priya Raman-Cole"}, by=company.omar)
    assert company.priya.seats.get().name == "Priya Raman-Cole"


def test_what_a_leaver_owns_stays_under_the_last_manager(company: Company) -> None:
    from accounts.access import visible_customers

    deactivate_person(company.priya, by=company.omar)
    set_manager(company.priya, None, start=TODAY(), by=company.omar)
    assert company.acme in visible_customers(company.marcus)


def test_the_api_answers_the_line_of_a_day(company: Company, as_person: SignIn) -> None:
    set_manager(company.priya, company.helena, start=JULY, by=company.omar)
    client = as_person(company.noor)
    who = f"person={company.priya.uid}"
    assert len(client.get(f"/api/v1/reporting-lines?{who}").json()["results"]) == 2
    june = client.get(f"/api/v1/reporting-lines?{who}&as_of=2026-06-30").json()
    assert [row["manager_name"] for row in june["results"]] == ["Marcus Boyle"] and june["as_of"].startswith(
        "2026-06-30"
    )
