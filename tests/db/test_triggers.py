"""What every row trigger asks first is answered without an error: taking one back costs more the larger the work."""

import pytest
from django.db import connection
from pgtrigger import ignore

from pipeline.models import Lead

pytestmark = pytest.mark.django_db


def ask(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_no_trigger_is_ignored_and_none_fails_over_it() -> None:
    assert ask("SELECT current_setting('pgtrigger.ignore')") == "{}"
    assert ask("SELECT _pgtrigger_should_ignore('never_back')") is False


def test_a_trigger_can_still_be_ignored_and_is_asked_again_afterwards() -> None:
    trigger = next(each for each in Lead._meta.triggers if each.name == "never_back")
    question = f"SELECT _pgtrigger_should_ignore('{trigger.get_pgid(Lead)}')"
    with ignore("pipeline.Lead:never_back"):
        assert ask(question) is True
    assert ask(question) is False
