"""New hires: ready on their first day, hired again, and into which roles and seats."""

from datetime import timedelta

import pytest
from django.core import mail

from accounts.access import today
from accounts.models import PeopleChange, Seat, User
from accounts.operations.customers import change_ownership
from accounts.operations.people_changes import draft_change, preview_change, save_change
from accounts.queries.line import people_below
from accounts.rules.people_changes import Choices
from salesops.kernel.errors import Forbidden, Refused
from tests.accounts.people_changing import SOON, all_to, drafted, hiring, leaving, run_the_clock
from tests.company import Company


def test_a_hire_is_ready_on_the_first_day(company: Company) -> None:
    asked = hiring(company, invite_on=today())
    preview = preview_change("hire", None, asked, by=company.omar)
    assert not User.objects.filter(name="Lena Roth").exists()
    shown = {line["label"]: line["after"] for line in preview.lines}
    assert (shown["Manager"], shown["Team"], shown["Role"], shown["Job role"]) == (
        "Marcus Boyle", "West", "Rep", "Account executive",
    )  # fmt: skip
    change = save_change(draft_change("hire", None, asked, by=company.omar), by=company.omar)
    person = change.person
    assert person is not None and person.state == User.State.INVITED and change.rows == preview.lines
    assert person.pk in people_below([company.marcus.pk], today())
    assert (person.employments.get().during.lower, change.state) == (today(), "done")
    assert mail.outbox == []  # a worker sends it


def test_who_left_is_hired_again_with_another_employment(priya_works: Company) -> None:
    company = priya_works
    left = leaving(today() - timedelta(days=5), books=all_to(company.marcus))
    save_change(drafted(company, left), by=company.omar)
    asked = Choices(start=today(), manager=str(company.helena.uid), function="sales", role="rep")
    save_change(draft_change("hire", User.objects.get(pk=company.priya.pk), asked, by=company.omar), by=company.omar)
    company.priya.refresh_from_db()
    assert company.priya.state == User.State.LISTED and company.priya.employments.count() == 2
    assert company.priya.pk in people_below([company.helena.pk], today())
    with pytest.raises(Refused, match="works here already"):
        preview_change("hire", company.andre, asked, by=company.omar)


def test_who_is_hired_again_is_invited_on_the_day_of_that_hire(company: Company) -> None:
    past = today() - timedelta(days=90)
    asked = Choices(start=past, name="Nina Berg", email="nina@vela.example", function="sales", invite_on=today() + SOON)
    person = save_change(draft_change("hire", None, asked, by=company.omar), by=company.omar).person
    assert person is not None
    PeopleChange.objects.filter(person=person).update(choices={**asked.stored(), "invite_on": past.isoformat()})
    save_change(drafted(company, leaving(today() - timedelta(days=2), books={}), person=person), by=company.omar)
    again = Choices(start=today() + SOON, email="nina@vela.example", function="sales", invite_on=today() + SOON)
    save_change(drafted(company, again, "hire", person), by=company.omar)
    assert run_the_clock(today()) == []
    person.refresh_from_db()
    assert person.state == User.State.LISTED


def test_only_who_grants_roles_hires_into_a_guarded_one(company: Company) -> None:
    asked = hiring(company, role="admin")
    with pytest.raises(Forbidden) as refused:
        preview_change("hire", None, asked, by=company.omar)
    assert refused.value.code == "guarded_role"
    assert preview_change("hire", None, asked, by=company.ada).lines


def test_nobody_hires_into_a_role_over_everything_who_has_only_a_line(company: Company) -> None:
    asked = hiring(company, role="ops_rep")
    with pytest.raises(Forbidden) as refused:
        preview_change("hire", None, asked, by=company.dana)
    assert refused.value.code == "guarded_role"
    assert preview_change("hire", None, asked, by=company.omar).lines


def test_nobody_is_put_on_a_seat_whose_accounts_the_line_does_not_see(company: Company) -> None:
    seat = Seat.objects.create(name="East", kind=Seat.Kind.POST)
    change_ownership(company.birch, seat, start=today(), by=company.omar)
    asked = hiring(company, seat=str(seat.uid))
    with pytest.raises(Forbidden) as refused:
        preview_change("hire", None, asked, by=company.marcus)
    assert refused.value.code == "not_allowed"
    assert preview_change("hire", None, asked, by=company.omar).lines
