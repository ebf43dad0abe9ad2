"""Who submits at once, and who submits while the period is being closed (platform.md 5.3 rows 15 and 16)."""

import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from forecasting.models import ForecastPeriodEvent, ForecastPeriodState, Submission
from forecasting.operations.periods import reopen_period
from forecasting.operations.submissions import totals_of
from forecasting.queries.stored import count_and_hash, stored_rollup, stored_rows
from forecasting.rules.figures import BUCKETS
from tests.company import Company
from tests.faults.books import a_book
from tests.pipeline.asking import API, api_of
from tests.pipeline.test_api_races import at_once
from tests.tier import ARE_FAULTS_WHOLE

pytestmark = pytest.mark.faults
AT_ONCE = 20 if ARE_FAULTS_WHOLE else 6
ROUNDS = 12 if ARE_FAULTS_WHOLE else 2
SUBMIT = f"{API}/forecast/submissions"


@pytest.fixture(scope="module")
def company(own_company: Company) -> Company:
    a_book(own_company, 60, random.Random(15))
    return own_company


def submit(person: User, seen: int | None = None) -> Callable[[], Any]:
    """As from a page opened now, or one that had seen so many."""
    api, number = api_of(person), Submission.objects.filter(node=person).count() if seen is None else seen
    return lambda: api.post(SUBMIT, {"seen_seq": number})


def lock(person: User, state: ForecastPeriodState) -> Callable[[], Any]:
    api = api_of(person)
    return lambda: api.post(f"{API}/forecast/periods/{state.uid}/lock", {"reason": "Books"})


def test_of_many_submissions_with_one_number_one_is_stored(company: Company) -> None:
    for person in (company.priya, company.marcus, company.dana):
        answers = at_once([submit(person, 0) for _ in range(AT_ONCE)])
        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: AT_ONCE - 1}
        assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"already_submitted"}
        stored = Submission.objects.get(node=person)
        assert (stored.row_count, stored.row_hash) == count_and_hash(stored.pk)
        rollup = stored_rollup(stored)
        assert totals_of(rollup, person.pk) == stored.totals
        for bucket in BUCKETS:
            rows = stored_rows(stored, rollup.tree, person.pk, (bucket,))
            assert (
                sum((row.converted or Decimal(0) for row in rows), Decimal(0))
                == rollup.totals[person.pk][bucket].amount
            )
    print(f"row 15: 3 nodes x {AT_ONCE} at once: 1 stored, {AT_ONCE - 1} x 409 each; rows sum to totals")


def test_nothing_is_submitted_in_between_while_a_period_closes(company: Company) -> None:
    """Whatever the order: what is stored was signed before the lock, and what comes after is refused."""
    people = [company.priya, company.andre, company.ruth, company.jonah, company.sofia, company.marcus, company.helena]
    outcomes: Counter[int] = Counter()
    for number in range(ROUNDS):
        whole = ForecastPeriodState.objects.get(node=None)
        asks = [submit(person) for person in people]
        asks.insert(number % len(asks), lock(company.omar, whole))
        before = set(Submission.objects.values_list("pk", flat=True))
        answers = at_once(asks)
        outcomes.update(answer.status_code for answer in answers)
        assert {answer.status_code for answer in answers} <= {200, 201, 409}, [answer.json() for answer in answers]
        locked_at = ForecastPeriodEvent.objects.filter(state=whole, after="locked").latest("pk").at
        made = Submission.objects.exclude(pk__in=before)
        assert [one.submitted_at for one in made if one.submitted_at > locked_at] == []
        assert not ForecastPeriodState.objects.exclude(state="locked").exists()
        assert submit(company.priya)().json()["code"] == "period_not_open"
        reopen_period(whole, by=company.omar, reason="Once more")
    assert outcomes[200] == ROUNDS
    print(f"row 16: {ROUNDS} locks beside {outcomes[201]} submissions stored and {outcomes[409]} refused, 0 in between")
