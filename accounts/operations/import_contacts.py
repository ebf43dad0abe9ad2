"""Contacts from a file. Set SQL on `work_contacts`; what only Python can say (a dialled number) follows by chunk."""

from typing import Any

from django.db import connection

from accounts.models import Contact
from accounts.rules.contacts import phone_e164
from salesops.db.operation import Operation
from salesops.imports.models import ImportBatch
from salesops.imports.operations.leftovers import changed_ids, created_ids, remove_unreferenced, restore_changed
from salesops.imports.registry import Undone
from salesops.imports.work import Work

EMAIL_NORM = "regexp_replace(lower(btrim(w.email)), '\\+[^@]*@', '@')"
COLUMNS = {
    "name": "w.name",
    "title": "w.title",
    "email": "w.email",
    "email_norm": EMAIL_NORM,
    "phone": "w.phone",
    "customer_id": "w.account_id",
    # Who opted out here has opted out, whatever a file says later.
    "opted_out_at": "CASE WHEN w.opted_out THEN coalesce(t.opted_out_at, now()) END",
}
TEXTS = ("title", "email", "phone")
BY_NAME = """
UPDATE work_contacts w SET id = t.id, matched_by = 'name' FROM accounts_contact t
WHERE w.id IS NULL AND w.email IS NULL AND t.customer_id = w.account_id AND imports_key(t.name) = imports_key(w.name)
    AND t.merged_into_id IS NULL AND t.id = (
        SELECT min(s.id) FROM accounts_contact s WHERE s.customer_id = w.account_id
            AND imports_key(s.name) = imports_key(w.name) AND s.merged_into_id IS NULL)
"""
# The contact that a source's id meant was merged: the row finds the one that stays and does not give its name back.
MERGED = """
UPDATE work_contacts w SET action = 'unchanged' FROM accounts_contactmerge m JOIN imports_externalid x
    ON m.moved -> 'contact_ids' @> to_jsonb(x.id)
WHERE m.survivor_id = w.id AND m.undone_at IS NULL AND x.source = %s AND x.kind = 'contact' AND x.external_id = w.{key}
"""
CHUNK = 2_000


def resolve_contacts(work: Work) -> None:
    work.run("UPDATE work_contacts SET label = coalesce(name, '')")
    work.problem(
        "not_an_address", "email", "email IS NOT NULL AND email !~ '^[^@[:space:]]+@[^@[:space:]]+\\.[^@[:space:]]+$'"
    )
    work.problem("too_long", "phone", "length(phone) > 40")
    work.problem("too_long", "title", "length(title) > 120")
    work.link("account")
    work.match("email")
    work.run(BY_NAME)
    if work.has("external_id"):
        work.run(MERGED.format(key="external_id"), [work.batch.source])
    work.compare("accounts_contact", COLUMNS)
    work.revive("accounts_contact", "archived_at")
    work.allot("accounts_contact_id_seq", "email")
    work.decide()


def write_contacts(work: Work, op: Operation) -> None:
    filled = {name: sql for name, sql in COLUMNS.items() if name != "opted_out_at"}
    filled |= {name: f"coalesce({COLUMNS[name]}, '')" for name in (*TEXTS, "email_norm")}
    filled["opted_out_at"] = "CASE WHEN w.opted_out THEN now() END"
    work.insert(Contact, {"id": "w.id", **filled})
    work.update(Contact, COLUMNS)
    work.run(
        "UPDATE accounts_contact t SET archived_at = NULL FROM work_contacts w"
        " WHERE t.id = w.id AND w.action = 'update' AND t.archived_at IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM work_contacts WHERE action IN ('create', 'update')")
        dial([row[0] for row in cursor.fetchall()])
    work.remember()


def dial(ids: list[int]) -> None:
    """The numbers of these contacts as dialled from abroad."""
    for start in range(0, len(ids), CHUNK):
        rows: Any = Contact.objects.filter(pk__in=ids[start : start + CHUNK]).select_related("customer")
        changed = []
        for row in rows.only("phone", "phone_e164", "customer__country"):
            number = phone_e164(row.phone, row.customer.country if row.customer else "")
            if number != row.phone_e164:
                row.phone_e164 = number
                changed.append(row)
        Contact.objects.bulk_update(changed, ["phone_e164"])


def undo_contacts(batch: ImportBatch, op: Operation, report: Undone) -> None:
    ids, changed = created_ids(batch, "contact"), changed_ids(batch, "contact")
    restore_changed(batch, "contact", "accounts_contact", report)
    dial(changed)
    remove_unreferenced("contact", "accounts_contact", ids, report, archive="archived_at = now()")
