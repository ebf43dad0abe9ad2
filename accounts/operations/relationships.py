"""Who knows whom: stated by hand or a program, taken away again. What activities say is computed by `pipeline`."""

from django.utils.translation import gettext as _

from accounts.models import Contact, Relationship, User
from accounts.operations.rows import locked
from accounts.queries.organisation import zone
from accounts.rules.relationships import MOST_STATED, weight_of
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import NotFound, Refused
from salesops.kernel.moments import local_day

Source = Relationship.Source


def state_relationship(
    person: User,
    contact: Contact,
    *,
    strength: float,
    by: User | None,
    consent: bool = True,
    source: str = Source.HAND,
) -> Relationship:
    """How well `person` knows `contact`, 0 to 0.99; said again by the same source it replaces what was said.

    Without consent it is stored and counts for nothing. Raises Refused `strength_range`.
    """
    if not 0 <= strength <= MOST_STATED:
        sentence = _("A strength is from 0 to 0.99.")
        raise Refused("strength_range", sentence, fields={"strength": sentence})
    with operation(by=by) as op:
        contact = locked(contact)
        values = {"weight": weight_of(strength), "consent": consent, "removed_at": None}
        said, _made = Relationship.objects.update_or_create(
            person=person,
            contact=contact,
            source=source,
            defaults={**values, "seen_on": local_day(op.at, zone())},
        )
        after = {"person": person.name, "strength": f"{strength:.6f}", "consent": consent, "source": source}
        record("relationship.stated", by=by, of=contact, after=after)
        return said


def remove_relationship(relationship: Relationship, *, by: User | None) -> Relationship:
    """It counts for nothing from now on; the nightly run does not bring it back. Raises NotFound when it is gone."""
    with operation(by=by) as op:
        rows = Relationship.objects.select_for_update(of=("self",)).select_related("person", "contact")
        found = rows.filter(pk=relationship.pk, removed_at__isnull=True).first()
        if found is None:
            raise NotFound()
        found.removed_at = op.at
        found.save(update_fields=["removed_at"])
        before = {"person": found.person.name, "source": found.source}
        record("relationship.removed", by=by, of=found.contact, before=before)
        return found
