"""Who of us knows whom, how well: the weights of all sources that count, as one strength."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, Sum

from accounts.models import Contact, Relationship, User
from accounts.rules.relationships import strength
from salesops.db.scoped import ScopedQuerySet

COUNTS = Q(consent=True, removed_at__isnull=True, contact__archived_at__isnull=True)
MOST = 20


@dataclass(frozen=True)
class Known:
    """`strength` 0 to 1; `seen_on` the last day that something says so."""

    person: User
    contact: Contact
    strength: float
    seen_on: date

    @property
    def percent(self) -> int:
        return round(self.strength * 100)


def who_knows_whom(rows: ScopedQuerySet[Relationship], *, most: int = MOST) -> list[Known]:
    """The strongest first, each person and contact once. Three queries for any number."""
    sums = rows.filter(COUNTS, weight__gt=0).order_by().values("person", "contact")
    found = list(sums.annotate(total=Sum("weight"), last=Max("seen_on")).order_by("-total", "person", "contact")[:most])
    people = User.objects.in_bulk({row["person"] for row in found})
    contacts = Contact.objects.in_bulk({row["contact"] for row in found})
    return [
        Known(people[row["person"]], contacts[row["contact"]], strength([row["total"]]), row["last"]) for row in found
    ]
