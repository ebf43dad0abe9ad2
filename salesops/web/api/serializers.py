"""Serializers that read only what they know and write only what somebody's scope has cut."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Manager, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from salesops.kernel.scoping import require_scoped
from salesops.web.errors import NotUnderstood


class ScopedListSerializer(serializers.ListSerializer[Any]):
    """Refuses rows that did not come from `visible_to`, nested relations included (prefetch a scoped queryset)."""

    def to_representation(self, data: Any) -> list[Any]:
        rows = data.all() if isinstance(data, Manager) else data
        return super().to_representation(require_scoped(rows) if isinstance(rows, QuerySet) else rows)


class StrictSerializer(serializers.Serializer[Any]):
    """An unknown or read-only field in the body is 400, never dropped: whoever sent it believes that it counts."""

    class Meta:
        list_serializer_class = ScopedListSerializer

    @classmethod
    def many_init(cls, *args: Any, **kwargs: Any) -> Any:
        meta = getattr(cls, "Meta", None)
        if not hasattr(meta, "list_serializer_class"):
            cls.Meta = type("Meta", (meta,) if meta else (), {"list_serializer_class": ScopedListSerializer})  # type: ignore[assignment,misc]
        return super().many_init(*args, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            self._refuse_unknown(data)
        return super().to_internal_value(data)

    def _refuse_unknown(self, data: Mapping[str, Any]) -> None:
        writable = {name for name, field in self.fields.items() if not field.read_only}
        unknown = sorted(str(name)[:100] for name in data if name not in writable)
        if unknown:
            sentence = _("This record has no field that can be set so: %(names)s.") % {"names": ", ".join(unknown[:20])}
            raise NotUnderstood(
                "unknown_field", sentence, fields={name: _("Unknown, or not yours to set.") for name in unknown[:20]}
            )


class ScopedModelSerializer(StrictSerializer, serializers.ModelSerializer[Any]):
    """For a model: strict to read, scoped to write. Related keys are RecordField, never a bare primary key."""

    serializer_related_field = None  # type: ignore[assignment]

    class Meta:
        list_serializer_class = ScopedListSerializer
