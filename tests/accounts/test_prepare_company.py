"""`manage.py prepare_company` fills an empty database once, and says what was made only then."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Organisation, User

pytestmark = pytest.mark.django_db


def prepare() -> str:
    said = StringIO()
    call_command("prepare_company", "--company", "own", stdout=said)
    return said.getvalue()


def test_first_administrator_signs_in_with_the_generated_password() -> None:
    lines = dict(line.split(": ") for line in prepare().splitlines())
    person = User.objects.get(email=lines["Administrator"])
    assert person.is_active
    assert person.check_password(lines["Password"])
    assert person.may("import.run")
    assert person.may("people.change")


def test_prepared_database_stays_as_it_is() -> None:
    assert prepare()
    assert prepare() == ""
    assert Organisation.objects.count() == 1
    assert User.objects.count() == 1
