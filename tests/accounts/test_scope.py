"""Who sees whom: the reporting line of now for doors, of each day for figures."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.access import reach, scope_for, visible_customers, visible_people
from accounts.models import ReportingLine, User
from accounts.operations.people import set_manager
from salesops.kernel.errors import Refused
from tests.company import Company

pytestmark = pytest.mark.django_db


def names(rows: object) -> set[str]:
    return {person.name.split()[0] for person in rows}  # type: ignore[attr-defined]


def test_manager_reaches_self_and_team(company: Company) -> None:
    assert reach(company.marcus, "deal.see").people == {
        person.pk for person in (company.marcus, company.priya, company.andre, company.ruth)
    }


def test_person_without_a_role_reaches_nothing(company: Company) -> None:
    assert reach(company.ulf, "deal.see").people == frozenset()
    assert not visible_customers(company.ulf).exists()


def test_rep_sees_only_own_customers(company: Company) -> None:
    assert [customer.name for customer in visible_customers(company.priya)] == ["Acme Robotics"]
    assert [customer.name for customer in visible_customers(company.jonah)] == ["Birch Dental"]


def test_analyst_sees_everybody(company: Company) -> None:
    assert reach(company.noor, "deal.see").everything
    assert visible_people(company.noor).count() == len(company.people)


def test_a_move_keeps_past_days_with_the_old_manager(company: Company) -> None:
    set_manager(company.priya, company.helena, start=date(2026, 7, 1), by=company.omar)
    west, east = scope_for(company.marcus), scope_for(company.helena)
    assert west.sees(company.priya.pk, date(2026, 6, 30))
    assert not west.sees(company.priya.pk, date(2026, 7, 1))
    assert east.sees(company.priya.pk, date(2026, 7, 1))
    assert not east.sees(company.priya.pk, date(2026, 6, 30))


def test_a_leavers_rows_stay_under_the_last_manager(company: Company) -> None:
    set_manager(company.priya, None, start=date(2026, 7, 1), by=company.omar)
    User.objects.filter(pk=company.priya.pk).update(state=User.State.DEACTIVATED)
    assert scope_for(company.marcus).sees(company.priya.pk, date(2026, 9, 1))


def test_a_cycle_is_refused_by_operation_and_database(company: Company) -> None:
    with pytest.raises(Refused) as refusal:
        set_manager(company.dana, company.priya, start=date(2026, 1, 1), by=company.omar)
    assert refusal.value.code == "line_cycle"
    with pytest.raises(IntegrityError, match="line_no_cycle"), transaction.atomic():
        ReportingLine.objects.create(
            person=company.dana, manager=company.priya, during=DateRange(date(2026, 1, 1), None)
        )


def test_somebody_who_moved_to_the_top_is_under_nobody(company: Company) -> None:
    set_manager(company.priya, None, start=date(2026, 7, 1), by=company.omar)
    west = scope_for(company.marcus)
    assert west.sees(company.priya.pk, date(2026, 6, 30))
    assert not west.sees(company.priya.pk, date(2026, 7, 1))
    assert company.priya.pk not in reach(company.marcus, "deal.see").people
