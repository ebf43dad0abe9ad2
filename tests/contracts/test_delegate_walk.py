"""Every route for somebody without any role who acts for the manager: nowhere further than the manager."""

from collections.abc import Iterator
from copy import copy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts import acting
from tests.contracts.matrix import IN, Route, lines
from tests.contracts.people import People
from tests.contracts.walking import ask, frame, outcome, people

__all__ = ["frame", "people"]
LINES, OBJECTS = lines()
PARTS = 4


def too_far(line: Route, client: Client, people: People) -> Iterator[str]:
    """What the line is about is made for it alone, and goes with it."""
    with transaction.atomic():
        url = reverse(line.name, kwargs=OBJECTS[line.object](people.company) if line.object else {})
        for method in ("get", "post", "patch", "delete"):
            expected = getattr(line, method)
            if expected is None or acting.is_own(url):
                continue
            cookies = copy(client.cookies)
            with transaction.atomic():
                found = outcome(ask(client, line, method, url))
                transaction.set_rollback(True)
            client.cookies = cookies
            if found == IN and expected["manager"] != IN:
                yield f"{method.upper()} {url}: the manager gets {expected['manager']}"
        transaction.set_rollback(True)


@pytest.mark.usefixtures("frame")
@pytest.mark.parametrize("part", range(PARTS))
def test_a_delegate_gets_no_further_than_whom_they_act_for(part: int, people: People) -> None:
    """With all that may be delegated: a narrower manager."""
    client = people.delegate_of_manager()
    wrong = [words for line in LINES[part::PARTS] for words in too_far(line, client, people)]
    assert not wrong, "\n".join(wrong)
