"""Who knows whom from a file. Set SQL on `work_relationships`; a person and contact stand once a source."""

from accounts.models import Relationship
from salesops.db.operation import Operation
from salesops.imports.models import ImportBatch
from salesops.imports.operations.leftovers import created_ids, remove_unreferenced, restore_changed
from salesops.imports.registry import Undone
from salesops.imports.work import Work

COLUMNS = {"weight": "-ln(1 - w.strength::float8)", "consent": "coalesce(w.consent, true)"}


def resolve_relationships(work: Work) -> None:
    work.run("UPDATE work_relationships SET label = coalesce(person || ' / ' || contact, '')")
    work.problem("out_of_range", "strength", "strength < 0 OR strength > 0.99")
    work.link("person")
    work.link("contact")
    work.problem(
        "twice_in_file",
        "contact",
        "contact_id IS NOT NULL AND (person_id, contact_id) IN"
        " (SELECT person_id, contact_id FROM work_relationships GROUP BY 1, 2 HAVING count(*) > 1)",
    )
    work.run(
        "UPDATE work_relationships w SET id = t.id, matched_by = 'contact' FROM accounts_relationship t"
        " WHERE t.person_id = w.person_id AND t.contact_id = w.contact_id AND t.source = 'import'"
    )
    work.run("UPDATE work_relationships SET strength = NULL WHERE strength NOT BETWEEN 0 AND 0.99")
    work.compare("accounts_relationship", COLUMNS)
    work.allot("accounts_relationship_id_seq", "label")
    work.decide()


def write_relationships(work: Work, op: Operation) -> None:
    people = {"id": "w.id", "person_id": "w.person_id", "contact_id": "w.contact_id"}
    work.insert(Relationship, {**people, "source": "'import'", "seen_on": "current_date", **COLUMNS})
    work.run(
        f"UPDATE accounts_relationship t SET weight = {COLUMNS['weight']}, consent = {COLUMNS['consent']},"
        " seen_on = current_date FROM work_relationships w WHERE w.action = 'update' AND t.id = w.id"
    )
    work.remember()


def undo_relationships(batch: ImportBatch, op: Operation, report: Undone) -> None:
    ids = created_ids(batch, "relationship")
    remove_unreferenced("relationship", "accounts_relationship", ids, report)
    restore_changed(batch, "relationship", "accounts_relationship", report, label="id", versioned=False)
