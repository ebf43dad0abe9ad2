"""What several resources share: a record by kind and id, a person by id."""

from typing import Any

from rest_framework import serializers

from accounts.models import User
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.records import record_kinds
from salesops.web.api.fields import RecordField
from salesops.web.api.serializers import StrictSerializer


class AboutSerializer(StrictSerializer):
    """The record it is about: its kind (`customer`, `deal`, ..) and id."""

    kind = serializers.SlugField(max_length=40)
    id = serializers.UUIDField(source="record_uid")

    def validate_kind(self, value: str) -> str:
        known = record_kinds.get(value)
        if known is None or not known.talks:
            self.fail_kind()
        return value

    def fail_kind(self) -> None:
        keys = ", ".join(kind.key for kind in record_kinds if kind.talks)
        raise serializers.ValidationError(f"One of: {keys}.")


def people_here(user: User) -> ScopedQuerySet[User]:
    """Whom one may name: colleagues' names are no secret, and the record's door still decides."""
    return User.objects.filter(state=User.State.ACTIVE).mark_scoped(user)


def person_field(**options: Any) -> RecordField:
    return RecordField(rows=people_here, **options)
