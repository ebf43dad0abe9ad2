"""What others said of somebody's own number is never shown to them, on no path, whoever they report to since (FCST-11).

And the other side of a move (accounts-desk.md A-1): a former manager keeps what was signed while the person was theirs.
"""

import random
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.operations.people import grant_role, set_manager
from forecasting.models import ForecastCall, ForecastType, Submission
from forecasting.operations.calls import make_call
from forecasting.operations.submissions import submit_forecast
from forecasting.queries.rollup import Frame, read_rollup
from forecasting.rules.line import COMPANY, LineRow, build_tree, superiors
from salesops.kernel.errors import SalesOpsError
from tests.company import Company
from tests.forecasting.book import deal
from tests.forecasting.test_pages import company, current

__all__ = ["company"]

API = "/api/v1/forecast/"
SHIFTING = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|csrfmiddlewaretoken\" value=\"\w+|CSRFToken\":\"\w+"
    r"|\d{4}-\d\d-\d\dT[\d:.]+Z?|\d\d:\d\d</time>"
)


def client(user: User) -> Client:
    found = Client(raise_request_exception=False)
    found.force_login(User.objects.get(pk=user.pk), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return found


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def type_() -> ForecastType:
    return ForecastType.objects.get(key="new_and_expansion")


def say(by: User, node: User, value: int | Decimal, at: datetime, **more: Any) -> ForecastCall:
    note = "" if by == node else f"Word of {by.name} on {node.name}"
    return make_call(type_(), current(), node, value=Decimal(value), by=by, note=note, at=at, **more)


def submit(by: User, at: datetime) -> Submission:
    say(by, by, 100_000, at, measure="upside")
    return submit_forecast(type_(), current(), by=by, at=at)


def statuses(user: User, submission: Submission) -> set[int]:
    """Every path to one submission: its page, its REST object and rows, and whether list, CSV and REST list hold it."""
    asking = client(user)
    listed = reverse("forecasting:submissions")
    found = {
        asking.get(reverse("forecasting:submission", args=[submission.uid])).status_code,
        asking.get(f"{API}submissions/{submission.uid}").status_code,
        asking.get(f"{API}submissions/{submission.uid}/rows").status_code,
    }
    uid = str(submission.uid)
    lists = (asking.get(listed), asking.get(f"{API}submissions"))
    found |= {200 if uid in answer.content.decode() else 404 for answer in lists}
    rows = asking.get(listed, {"format": "csv"})
    assert rows.headers["Content-Type"].startswith("text/csv")
    return found | {200 if f"\n{submission.node.name}," in _text(rows) else 404}


def _text(answer: Any) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.fixture
def moved(company: Company) -> Company:
    """Marcus adjusted Priya and submitted when she was his; a week later she is Helena's. Priya sees everything."""
    grant_role(company.priya, "analyst", by=None)
    set_manager(company.priya, company.helena, start=days_ago(7).date(), by=None)
    return company


def test_a_former_managers_submission_stays_closed_to_who_moved_away(moved: Company) -> None:
    say(moved.marcus, moved.priya, 45, days_ago(20))
    then, now = submit(moved.marcus, days_ago(19)), submit(moved.marcus, days_ago(2))
    others = submit(moved.helena, days_ago(19))
    assert statuses(moved.priya, then) - {200} == {404}
    asking = client(moved.priya)
    assert asking.get(reverse("forecasting:submission", args=[then.uid])).status_code == 404
    assert str(then.uid) not in asking.get(f"{API}submissions").content.decode()
    for submission in (now, others):
        assert client(moved.dana).get(f"{API}submissions/{submission.uid}").status_code == 200
    assert asking.get(f"{API}submissions/{now.uid}").status_code == 200
    assert statuses(moved.priya, others) == {404}


def test_it_stays_closed_to_who_leads_the_former_manager_since(company: Company) -> None:
    say(company.marcus, company.priya, 45, days_ago(20))
    then = submit(company.marcus, days_ago(19))
    grant_role(company.priya, "manager", by=None)
    set_manager(company.priya, None, start=days_ago(7).date(), by=None)
    set_manager(company.marcus, company.priya, start=days_ago(7).date(), by=None)
    assert statuses(company.priya, then) == {404}
    own = submit(company.marcus, days_ago(1))
    assert statuses(company.priya, own) == {200}


def test_who_may_no_longer_read_an_own_submission_submits_again(company: Company) -> None:
    """It holds a word of Priya, who leads Marcus since: closed to him, but its number is not a secret."""
    say(company.priya, company.priya, 45, days_ago(20))
    closed = submit(company.marcus, days_ago(19))
    grant_role(company.priya, "manager", by=None)
    set_manager(company.priya, None, start=days_ago(7).date(), by=None)
    set_manager(company.marcus, company.priya, start=days_ago(7).date(), by=None)
    assert statuses(company.marcus, closed) == {404}
    say(company.marcus, company.marcus, 100_000, timezone.now(), measure="upside")
    asking = client(company.marcus)
    page = asking.get(reverse("forecasting:call")).content.decode()
    seen = re.search(r'name="seen_seq" value="(\d+)"', page)
    assert seen and seen[1] == "1" and str(closed.uid) not in page
    assert asking.post(reverse("forecasting:submit"), {"seen_seq": seen[1]}).status_code == 302
    assert asking.get(f"{API}rollup").json()["seen_seq"] == 2
    body = {"seen_seq": 2}
    assert asking.post(f"{API}submissions", body, content_type="application/json").json()["seq"] == 3
    assert client(company.priya).get(f"{API}rollup", {"node": str(company.marcus.uid)}).json()["seen_seq"] is None


def test_a_line_corrected_afterwards_opens_nothing(company: Company) -> None:
    """The submission itself says who stood in it."""
    grant_role(company.priya, "analyst", by=None)
    say(company.marcus, company.priya, 45, days_ago(20))
    then = submit(company.marcus, days_ago(19))
    set_manager(company.priya, company.helena, start=days_ago(300).date(), by=None)
    assert statuses(company.priya, then) == {404}


def test_the_number_of_who_is_above_does_not_say_what_it_was_read_with(company: Company) -> None:
    """Marcus shifts his own number from a roll-up that holds his word on Priya: its base would give that away."""
    grant_role(company.priya, "analyst", by=None)
    say(company.marcus, company.priya, 45, days_ago(3))
    own = say(company.marcus, company.marcus, 160, days_ago(2), mode="shift", base=Decimal(52))
    submit(company.marcus, days_ago(1))
    asking = client(company.priya)
    found = asking.get(f"{API}rollup", {"node": str(company.marcus.uid)}).json()
    line = found["results"][0]["measures"]["commit"]
    assert (line["rollup"]["amount"], line["self"]["amount"], line["call"]) == ("607.00", "715.00", None)
    assert str(own.uid) not in asking.get(f"{API}calls").content.decode()
    page = asking.get(reverse("forecasting:call"), {"node": str(company.marcus.uid)}).content.decode()
    assert "Not submitted yet" in page
    assert "Word of" not in page and "stale" not in page


def test_a_former_manager_keeps_what_was_signed_then_and_nothing_of_today(company: Company) -> None:
    first = submit(company.priya, days_ago(19))
    set_manager(company.priya, company.helena, start=days_ago(7).date(), by=None)
    say(company.priya, company.priya, 650, days_ago(3))
    second = submit(company.priya, days_ago(2))
    assert statuses(company.marcus, first) - {404} == {200}
    assert client(company.marcus).get(f"{API}submissions/{first.uid}").status_code == 200
    for path in (f"{API}submissions/{second.uid}", reverse("forecasting:submission", args=[second.uid])):
        assert client(company.marcus).get(path).status_code == 404
    page = client(company.marcus).get(reverse("forecasting:submission", args=[first.uid])).content.decode()
    assert "$650" not in page and "Deals that count otherwise today" not in page
    assert client(company.marcus).get(f"{API}calls").json()["results"] == []
    assert {statuses(company.helena, one) == {200} for one in (first, second)} == {True}


def test_a_former_manager_reads_the_days_that_were_theirs_and_changes_none(moved: Company) -> None:
    asking, node = client(moved.marcus), {"node": str(moved.priya.uid)}
    then = {"as_of": days_ago(10).date().isoformat()}
    for url in (reverse("forecasting:call"), reverse("forecasting:rows"), f"{API}rollup", f"{API}rows"):
        assert asking.get(url, node).status_code == 404
        assert asking.get(url, node | then).status_code == 200
        assert client(moved.helena).get(url, node).status_code == 200
        assert client(moved.helena).get(url, node | then).status_code == 404
    assert asking.get(reverse("forecasting:edit_call"), node | then).status_code == 404


@pytest.mark.parametrize(("name", "seed"), [("priya", 0), ("marcus", 1)])
def test_nothing_a_person_reads_depends_on_what_was_said_of_their_number(
    company: Company, name: str, seed: int
) -> None:
    """Two worlds, random moves, calls and submissions, alike but for the adjustments of one person's number."""
    viewer = getattr(company, name)
    grant_role(viewer, "analyst", by=None)
    for owner in (company.priya, company.andre, company.jonah, company.marcus, company.dana):
        deal(company, owner, "commit", 100, close_date=current().end_date, at=days_ago(60))
    now = timezone.now()
    (read, said), (other, differently) = (_read(company, viewer, seed, factor, now) for factor in (1, 3))
    for path, text in read.items():
        assert text.splitlines() == other[path].splitlines(), path
    assert read.keys() == other.keys()
    assert said != differently


def _read(company: Company, viewer: User, seed: int, factor: int, now: datetime) -> tuple[dict[str, str], list[Any]]:
    with transaction.atomic():
        _live_through(company, viewer, random.Random(seed), factor, now)
        found = _everything(company, viewer)
        about = ForecastCall.objects.filter(node=viewer).exclude(forecaster=viewer).order_by("made_at", "pk")
        said = list(about.values_list("value", flat=True))
        transaction.set_rollback(True)
    return found, said


def _live_through(company: Company, viewer: User, chance: random.Random, factor: int, now: datetime) -> None:
    """Four weeks: each somebody moves, managers adjust and call, some submit."""
    leaders = [company.marcus, company.helena, company.dana]
    below = [company.priya, company.andre, company.jonah, company.sofia]
    for week in range(4, 0, -1):
        at = now - timedelta(weeks=week)
        person = chance.choice([viewer, *below])
        choices = [one for one in leaders if one != person]
        set_manager(
            person,
            chance.choice(choices if person in below else [company.dana, company.helena]),
            start=at.date(),
            by=None,
        )
        for minute, leader in enumerate(chance.sample(leaders, 3)):
            _adjust_and_call(company, viewer, leader, at + timedelta(minutes=minute), chance, factor)
        for who in chance.sample([*leaders, *below], 3):
            submit(who, at + timedelta(hours=1))


def _adjust_and_call(
    company: Company, viewer: User, leader: User, at: datetime, chance: random.Random, factor: int
) -> None:
    tree = read_rollup(Frame(type_(), current(), at)).tree
    people = User.objects.in_bulk(tree.children.get(leader.pk, ()))
    for report in sorted(people.values(), key=lambda one: one.name):
        value = 900 + chance.randint(0, 90)
        say(leader, report, value * factor if report == viewer else value, at)
    if chance.random() < 0.7:
        line = read_rollup(Frame(type_(), current(), at)).line(leader.pk)
        shift = chance.choice([-5, 5, 20])
        say(leader, leader, line.rollup + shift, at + timedelta(seconds=20), mode="shift", base=line.rollup)


def _everything(company: Company, by: User) -> dict[str, str]:
    """Every answer that holds a forecast, without what differs between two worlds by nature."""
    asking, found = client(by), {}
    paths = [reverse("forecasting:submissions"), f"{reverse('forecasting:submissions')}?format=csv", f"{API}calls"]
    paths += [f"{API}submissions", reverse("reporting:home")]
    for days in (0, 10):
        as_of = f"&as_of={days_ago(days).date()}" if days else ""
        for node in (company.dana, company.marcus):
            query = f"?node={node.uid}{as_of}"
            pages = (reverse("forecasting:call"), reverse("reporting:home"), f"{API}rollup")
            paths += [f"{page}{query}" for page in pages]
    for submission in Submission.objects.order_by("submitted_at", "node"):
        here = f"{submission.node.name} {submission.seq}"
        for path in (reverse("forecasting:submission", args=[submission.uid]), f"{API}submissions/{submission.uid}"):
            found[f"{path[:7]} {here}"] = _plain(asking.get(path))
    return found | {path: _plain(asking.get(path)) for path in paths}


def _plain(answer: Any) -> str:
    text = SHIFTING.sub("…", _text(answer))
    return f"{answer.status_code} {'' if answer.status_code == 404 else text}"


@pytest.mark.parametrize("seed", range(30))
def test_who_stood_above_is_the_chain_of_each_days_tree(seed: int) -> None:
    chance = random.Random(seed)
    people, lines = range(1, 9), []
    for person in people:
        days = sorted(chance.sample(range(1, 28), chance.randint(0, 3)))
        bounds = [date(2026, 1, day) for day in days]
        for number, start in enumerate(bounds):
            end = bounds[number + 1] if number + 1 < len(bounds) else chance.choice([None, date(2026, 1, 30)])
            managers = [one for one in people if one < person]
            if managers:
                lines.append(LineRow(person, chance.choice(managers), chance.choice([start, start]), end))
    for person in people:
        found = superiors(lines, person)
        for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(40)):
            tree = build_tree(lines, day)
            chain = set(tree.chain(person)[1:]) - {COMPANY} if person in tree else set()
            assert {row.manager for row in found if row.holds(day)} == chain


def refused(attempt: Callable[[], object]) -> str:
    with pytest.raises(SalesOpsError) as error:
        attempt()
    return error.value.code


def test_a_call_is_made_by_who_leads_on_the_day_it_is_made(moved: Company) -> None:
    say(moved.marcus, moved.priya, 45, days_ago(10))
    assert refused(lambda: say(moved.marcus, moved.priya, 45, days_ago(1))) == "not_found"
    assert refused(lambda: say(moved.helena, moved.priya, 45, days_ago(10))) == "not_found"
    say(moved.helena, moved.priya, 45, days_ago(1))
