"""What the inbox registers for leavers: the tasks they have."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.people_changes import Book, Given, Moving, OpenRow, books
from salesops.inbox.models import Task
from salesops.inbox.operations.tasks import hand_on


def open_tasks(people: Sequence[int]) -> QuerySet[Task]:
    return Task.objects.filter(assignee__in=people, state=Task.State.OPEN)


def tasks_of(person: User, day: date) -> list[OpenRow]:
    return [OpenRow(row.pk, row.title) for row in open_tasks([person.pk]).order_by("due", "pk")]


def task_loads(people: Sequence[int], day: date) -> Mapping[int, int]:
    return dict(open_tasks(people).order_by().values_list("assignee").annotate(n=Count("pk")))


def give_tasks(given: Given, moving: Moving) -> None:
    tasks = Task.objects.in_bulk([key for key, _receiver in given])
    for key, receiver in given:
        hand_on(tasks[key], receiver, by=moving.by)


def register() -> None:
    # After the books that decide who may open a record.
    books.register("tasks", Book("tasks", _("Tasks"), 80, tasks_of, task_loads, give_tasks))
