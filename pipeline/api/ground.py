"""What the resources of the pipeline share: the source of a write, both values of a conflict, named keys."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from accounts.models import Currency, User
from salesops.audit.queries import history_of
from salesops.db.operation import Operation, operation
from salesops.web.api.fields import MoneyField, RecordField
from salesops.web.api.moments import utc
from salesops.web.api.views import ApiView
from salesops.web.errors import NotUnderstood

NAMED = {
    "type": "object",
    "nullable": True,
    "properties": {"id": {"type": "string", "format": "uuid"}, "name": {"type": "string"}},
}
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


@contextmanager
def by_api(request: Request) -> Iterator[Operation]:
    """One transaction and one instant for a request, whose operations all say that they came from here."""
    with operation(by=request.user, source="api") as op:
        yield op


def body_of(view: Any, serializer_class: type[serializers.Serializer[Any]], *, partial: bool = False) -> dict[str, Any]:
    """The request's body as the serializer understands it. Raises ValidationError (422), NotUnderstood (400)."""
    context = {"request": view.request, "view": view}
    serializer = serializer_class(data=view.request.data, partial=partial, context=context)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


@extend_schema_field({"oneOf": [{"type": "string", "format": "uuid"}, NAMED], "nullable": True})
class Named(RecordField):
    """A record by its id; with `expand` by id and name. Without `rows` it is never written."""

    def __init__(self, *, rows: Callable[[Any], QuerySet[Any]] | None = None, **options: Any) -> None:
        if rows is None:
            options["read_only"] = True
        super().__init__(rows=rows or _nothing, **options)

    def to_representation(self, value: Any) -> Any:
        if self.field_name in getattr(self.context.get("view"), "expanded", ()):
            return {"id": str(value.uid), "name": str(value)}
        return super().to_representation(value)


def _nothing(user: Any) -> QuerySet[Any]:
    raise NotImplementedError


class Asked(ApiView):
    """A view that knows who asks. Strangers were turned away before any handler runs."""

    @property
    def asker(self) -> User:
        return cast(User, self.request.user)

    @property
    def wanted(self) -> Mapping[str, Any]:
        """The body as it came; only an object passes the serializers."""
        return cast(Mapping[str, Any], self.request.data)


class Expands(Asked):
    """`expand=owner,stage`: these keys come with their names."""

    expandable: ClassVar[tuple[str, ...]] = ()
    expanded: frozenset[str] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Raises NotUnderstood `bad_expand`."""
        super().initial(request, *args, **kwargs)
        self.expanded = frozenset(name for name in request.query_params.get("expand", "").split(",") if name)
        if not self.expanded <= set(self.expandable):
            sentence = str(_("Only these can be expanded: %(names)s.")) % {"names": ", ".join(self.expandable)}
            raise NotUnderstood("bad_expand", sentence, fields={"expand": sentence})


class DayField(serializers.DateField):
    """A day somebody may plan with: the year 1 is a slip of the keyboard."""

    default_error_messages = {"range": _("Write a day between 1900 and 2199.")}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail("range")
        return day


class MomentField(serializers.DateTimeField):
    """An instant with its offset: a local time may not exist, or exist twice."""

    default_error_messages = {
        "offset": _("Write the offset too: 2026-11-12T08:40:00+01:00, or Z."),
        "range": _("Write a moment between 1900 and 2199."),
    }

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            self.fail("offset")
        if not FIRST_DAY <= value.date() <= LAST_DAY:
            self.fail("range")
        return value


def money(**options: Any) -> MoneyField:
    """An amount in a currency that the organisation keeps."""
    return MoneyField(currencies=lambda: set(Currency.objects.values_list("code", flat=True)), **options)


def both_values(record: Any, shown: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What the second editor is told: for each field of the body both values, and who saved when."""
    last = history_of(record).first()
    return {
        "values": {name: {"yours": value, "theirs": shown.get(name)} for name, value in wanted.items()},
        "by": last.by.name if last and last.by else None,
        "at": utc(last.at) if last else None,
    }
