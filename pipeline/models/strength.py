"""Whose strength has to be computed anew: contacts, noted by triggers so that no way of writing an activity is missed.

By statement and not by row: an import of a hundred thousand activities adds one insert.
"""

import pgtrigger
from django.db import models

OF_ACTIVITY = (
    "owner_id",
    "contact_id",
    "kind",
    "outcome",
    "occurred_at",
    "automated",
    "bounced",
    "source",
    "deleted_at",
)


class StaleStrength(models.Model):
    """`contact` by its key alone: it may be gone by the night. More than one row a contact is fine."""

    contact = models.BigIntegerField()


def notes_activities() -> list[pgtrigger.Trigger]:
    """For the activity: its contact, and who else took part."""
    new, old = (", ".join(f"{side}.{name}" for name in OF_ACTIVITY) for side in ("n", "o"))
    changed = f"old_rows o JOIN new_rows n ON n.id = o.id AND ({new}) IS DISTINCT FROM ({old})"
    others = "JOIN pipeline_activitycontact p ON p.activity_id = n.id"
    return [
        _noted("insert", "SELECT contact_id FROM new_rows"),
        _noted(
            "update",
            f"SELECT unnest(ARRAY[o.contact_id, n.contact_id]) FROM {changed}"
            f" UNION ALL SELECT p.contact_id FROM {changed} {others}",
        ),
        _noted("delete", "SELECT contact_id FROM old_rows"),
    ]


def notes_others() -> list[pgtrigger.Trigger]:
    return [
        _noted("insert", "SELECT contact_id FROM new_rows"),
        _noted("update", "SELECT contact_id FROM old_rows UNION ALL SELECT contact_id FROM new_rows"),
        _noted("delete", "SELECT contact_id FROM old_rows"),
    ]


SIDES = {"insert": {"new": "new_rows"}, "update": {"old": "old_rows", "new": "new_rows"}, "delete": {"old": "old_rows"}}
OPERATIONS = {"insert": pgtrigger.Insert, "update": pgtrigger.Update, "delete": pgtrigger.Delete}


def _noted(what: str, contacts: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"strength_{what}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=OPERATIONS[what],
        referencing=pgtrigger.Referencing(**SIDES[what]),
        # EXECUTE plans anew: a plan kept from single rows would join those of an import row by row.
        func=f"EXECUTE $q$INSERT INTO pipeline_stalestrength (contact) SELECT DISTINCT contact_id FROM ({contacts})"
        " AS t(contact_id) WHERE contact_id IS NOT NULL$q$; RETURN NULL;",
    )
