"""What is said and to be done goes along: with a merged customer, with a leaver's work, with an erased person."""

from datetime import timedelta
from uuid import UUID

import pytest

from accounts.access import today
from accounts.operations.contacts import create_contact
from accounts.operations.customers import create_customer
from accounts.operations.employment import begin_employment
from accounts.operations.merges import merge_contacts, merge_customers, undo_merge
from accounts.operations.people_changes import draft_change, save_change
from accounts.personal import held
from accounts.rules.people_changes import BookChoice, Choices
from salesops.inbox.access import place_for
from salesops.inbox.models import Comment, Mute, Notification, Task
from salesops.inbox.operations.comments import write_comment
from salesops.inbox.operations.notifications import mute
from salesops.inbox.operations.tasks import give_task
from tests.company import FOUNDED, Company
from tests.inbox.asking import acme_of

pytestmark = pytest.mark.django_db


def test_a_merge_takes_comments_and_tasks_along_and_back(company: Company) -> None:
    twin = create_customer(name="Acme Robotics Ltd", owner=company.priya, start=FOUNDED, by=None)
    place = place_for(company.priya, "customer", twin.uid)
    comment = write_comment(place, body="@Marcus Boyle look", by=company.priya)
    task = give_task(place, title="Call", assignee=company.priya, by=company.marcus)
    merge = merge_customers(company.acme, twin, choices={}, by=company.omar)
    for row in (comment, task):
        row.refresh_from_db()
        assert (row.record_uid, row.row_version) == (company.acme.uid, 1)
    assert Notification.objects.get(person=company.marcus).news.record_uid == company.acme.uid
    undo_merge(merge, by=company.omar)
    for row in (comment, task):
        row.refresh_from_db()
        assert row.record_uid == twin.uid


def test_a_mute_goes_along_with_a_merge_and_back(company: Company) -> None:
    twin = create_customer(name="Acme Robotics Ltd", owner=company.priya, start=FOUNDED, by=None)
    kim, twin_of_kim = (create_contact(name="Kim", customer=company.acme, by=None) for _n in range(2))
    for person, kind, record in (
        (company.priya, "customer", twin),
        (company.priya, "contact", twin_of_kim),
        (company.marcus, "customer", twin),
        (company.marcus, "customer", company.acme),
    ):
        mute(place_for(person, kind, record.uid), by=person)

    def muted() -> set[tuple[str, str, UUID]]:
        return set(Mute.objects.values_list("person__name", "kind", "record_uid"))

    before = muted()
    merges = (
        merge_customers(company.acme, twin, choices={}, by=company.omar),
        merge_contacts(kim, twin_of_kim, choices={}, by=company.omar),
    )
    acme, priya = company.acme.uid, company.priya.name
    assert {(priya, "customer", acme), (priya, "contact", kim.uid)} <= muted()
    # Who muted both keeps one of each: the other comes back with the undo.
    assert {row for row in muted() if row[0] == company.marcus.name} == {
        row for row in before if row[0] == company.marcus.name
    }
    for merge in merges:
        undo_merge(merge, by=company.omar)
    assert muted() == before


def test_a_leavers_tasks_go_to_the_heir_or_stand_open(company: Company) -> None:
    begin_employment(company.priya, start=FOUNDED, function="sales", by=None)
    give_task(acme_of(company), title="Call", assignee=company.priya, by=company.marcus)
    give_task(
        place_for(company.omar, "customer", company.birch.uid), title="Visit", assignee=company.jonah, by=company.omar
    )
    Task.objects.filter(title="Visit").update(assignee=company.priya)
    to_marcus = BookChoice("give", (str(company.marcus.uid),))
    books = dict.fromkeys(("customers", "deals", "leads", "people", "tasks"), to_marcus)
    asked = Choices(last_day=today() - timedelta(days=1), exit_kind="voluntary", reason="Moves to Oslo", books=books)
    change = save_change(draft_change("leave", company.priya, asked, by=company.omar), by=company.omar)
    assert change.state == "done" and not Task.objects.filter(assignee=company.priya).exists()
    # Birch is of the other region: who sees it finds the task among nobody's.
    assert dict(Task.objects.values_list("title", "assignee__name")) == {"Call": "Marcus Boyle", "Visit": None}


def test_what_is_held_of_a_person_is_declared(company: Company) -> None:
    write_comment(acme_of(company), body="@Marcus Boyle look", by=company.priya)
    rows = {one.key: list(one.rows([company.priya.pk])) for one in held if one.app == "inbox"}
    assert rows["user.60_comments"] == list(Comment.objects.all()) and rows["user.62_notifications"] == []
