"""Audit rows: what they say, that they stay, and erasure as the one way round."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Team
from salesops.audit.models import AuditRecord
from salesops.audit.operations import differences, record
from salesops.audit.queries import history_of
from salesops.audit.seal import verify
from salesops.db.operation import operation

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)


def refused(sql: str, *params: Any) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
    return str(error.value)


def test_a_row_says_who_did_what_to_which_record_and_why() -> None:
    team = Team.objects.create(name="North")
    before, after = differences({"name": "North", "size": 4}, {"name": "South", "size": 4})
    with operation(by=None, at=AT):
        made = record("team.renamed", by=None, of=team, before=before, after=after, reason="Merged offices")
    assert (made.kind, made.record_uid, made.at) == ("team", team.uid, AT)
    assert (made.before, made.after) == ({"name": "North"}, {"name": "South"})
    assert list(history_of(team)) == [made]


def test_money_days_and_moments_are_kept_as_text() -> None:
    made = record("quota.set", by=None, after={"amount": Decimal("12.50"), "from": date(2026, 10, 1)})
    made.refresh_from_db()
    assert made.after == {"amount": "12.50", "from": "2026-10-01"}


def test_the_application_cannot_change_or_remove_a_row() -> None:
    made = record("team.renamed", by=None)
    for sql in (
        "UPDATE audit_auditrecord SET verb = 'x'",
        "DELETE FROM audit_auditrecord",
        "TRUNCATE audit_auditrecord",
    ):
        assert "permission denied" in refused(sql)
    assert verify("audit_auditrecord") is None
    assert AuditRecord.objects.get().verb == made.verb


def test_erasure_blanks_the_named_values_and_the_row_still_verifies() -> None:
    made = record(
        "contact.edited", by=None, before={"name": "Ann", "amount": "5"}, after={"name": "Anna"}, reason="Ann"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_erase(%s, %s)", [[made.pk], ["name", "reason"]])
    erased = AuditRecord.objects.get(pk=made.pk)
    assert (erased.before, erased.after) == ({"name": "[erased]", "amount": "5"}, {"name": "[erased]"})
    assert (erased.reason, erased.salt, bytes(erased.payload_hash)) == ("[erased]", None, _stored(made.pk))
    assert AuditRecord.objects.filter(verb="audit.erased", record_uid=made.uid).count() == 1
    assert verify("audit_auditrecord") is None


def _stored(pk: int) -> bytes:
    return bytes(AuditRecord.objects.values_list("payload_hash", flat=True).get(pk=pk))


def test_equal_payloads_do_not_have_equal_hashes() -> None:
    one, two = record("x", by=None, after={"a": 1}), record("x", by=None, after={"a": 1})
    assert _stored(one.pk) != _stored(two.pk)
