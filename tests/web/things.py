"""A site of its own for the plumbing: one table that rolls back with its test, a list, a record, a few bad views."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import DataError, OperationalError, connection, models, transaction
from django.db.models import QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework import serializers
from rest_framework.response import Response

from salesops.db.models import EditableRecord
from salesops.kernel.errors import Conflict, Forbidden, NotFound, Refused
from salesops.urls import urlpatterns as product
from salesops.web.api.fields import MoneyField
from salesops.web.api.moments import Moments
from salesops.web.api.routes import api_path
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import refuse_stale, seen_version
from salesops.web.api.views import ListView, RecordView
from salesops.web.export import export_answer
from salesops.web.filters import Filter
from salesops.web.fragments import page_or_fragment
from salesops.web.tables import Column, Empty, Table

TABLE = """
CREATE TEMPORARY TABLE things_thing (
    id bigserial PRIMARY KEY, uid uuid NOT NULL DEFAULT gen_random_uuid(), row_version integer NOT NULL DEFAULT 1,
    name text NOT NULL, amount numeric(19, 4), currency char(3) NOT NULL DEFAULT 'USD', close date,
    seen_at timestamptz NOT NULL DEFAULT now(), stage text NOT NULL DEFAULT 'open', secret text NOT NULL DEFAULT '')
"""


class Thing(EditableRecord):
    """Lives in a temporary table, so that no migration knows it."""

    name = models.TextField()
    amount = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, default="USD")
    close = models.DateField(null=True)
    seen_at = models.DateTimeField(default=lambda: datetime.now(UTC))
    stage = models.TextField(default="open")
    secret = models.TextField(default="")

    class Meta:
        app_label = "things"
        managed = False


def make_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLE)


def make(name: str, amount: str | None = None, **further: Any) -> Thing:
    return Thing.objects.create(name=name, amount=None if amount is None else Decimal(amount), **further)


def visible_to(user: Any) -> QuerySet[Thing]:
    """Everybody sees what is not called hidden."""
    return Thing.objects.exclude(stage="hidden").mark_scoped(user)


def is_boss(user: Any) -> bool:
    return bool(user.title == "Boss")


STAGES = (("open", "Open"), ("won", "Won"), ("lost", "Lost"))
FILTERS = (
    Filter("stage", "Stage", "choice", choices=STAGES),
    Filter("name", "Name", "text"),
    Filter("amount", "Amount", "money", may_be_empty=True),
    Filter("close", "Close", "date", may_be_empty=True),
    Filter("seen", "Seen", "moment", "seen_at"),
    Filter("thing", "Thing", "person", "uid"),
    Filter("secret", "Secret", "text", seen_by=is_boss),
)


class Things(Table):
    key = "things"
    caption = "Things"
    ordering = ("-amount", "name")
    empty = Empty("No thing yet", "Things you make appear here.", "Make a thing", "/things/new")
    filters = FILTERS
    columns = (
        Column("name", "Name", url=lambda row: f"/things/{row['id']}", definition="What people call it."),
        Column("amount", "Amount", kind="money", currency="currency", total=Sum("amount")),
        Column("close", "Close", kind="date"),
        Column("stage", "Stage", sort=False),
        Column("secret", "Secret", seen_by=is_boss),
    )


class PlainThings(Things):
    """Without totals, so that rows must be counted."""

    key = "plain"
    ordering = ("name",)
    columns = (Column("name", "Name"), Column("close", "Close", kind="date"))


def things_page(request: HttpRequest) -> HttpResponse:
    table = Things.read(request, visible_to(request.user))
    return export_answer(request, table) or page_or_fragment(
        request, "web/errors/bare.html", "web/errors/fragment.html", {"table": table.view}
    )


FAULTS: dict[str, Any] = {
    "refused": lambda: Refused("amount_negative", "Amount is below zero.", fields={"amount": "Below zero."}),
    "state": lambda: Refused("deal_closed", "The deal is closed."),
    "conflict": lambda: Conflict(
        "stale_version", "Somebody saved it.", by="Priya", at=datetime(2026, 11, 21, tzinfo=UTC)
    ),
    "forbidden": Forbidden,
    "not_found": NotFound,
    "http404": Http404,
    "database": lambda: OperationalError("server closed the connection"),
    "data": lambda: DataError("numeric field overflow"),
    "bug": lambda: RuntimeError("a bug"),
}


@login_not_required
def fault(request: HttpRequest, kind: str) -> HttpResponse:
    _secret = "a password nobody may read"
    raise FAULTS[kind]()


def slow(request: HttpRequest) -> HttpResponse:
    """A statement past its limit, and a value that a constraint refuses."""
    with transaction.atomic(), connection.cursor() as cursor:
        if "double" in request.GET:
            cursor.execute("CREATE TEMPORARY TABLE once (n integer CONSTRAINT only_once UNIQUE)")
            cursor.execute("INSERT INTO once VALUES (1), (1)")
        cursor.execute("SET LOCAL statement_timeout = 20")
        cursor.execute("SELECT pg_sleep(5)")
    return HttpResponse()


@login_not_required
def clock(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.now.isoformat()} {request.now.isoformat()} {request.request_id}")  # type: ignore[attr-defined]


class LineSerializer(StrictSerializer):
    amount = MoneyField()


class ThingSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    name = serializers.CharField(max_length=300)
    amount = MoneyField(amount="amount", allow_null=True, required=False)
    close = serializers.DateField(allow_null=True, required=False)
    ratio = serializers.DecimalField(max_digits=6, decimal_places=4, required=False, write_only=True)
    lines = LineSerializer(many=True, required=False, write_only=True)


class ThingList(ListView):
    serializer_class = ThingSerializer
    filters = FILTERS
    orderings = {"name": "name", "amount": "amount", "close": "close"}
    default_ordering = ("name",)
    history = True

    def rows(self, moments: Moments) -> QuerySet[Thing]:
        return visible_to(self.request.user)

    def post(self, request: Any) -> Response:
        serializer = ThingSerializer(data=request.data, context={"request": request})
        serializer.is_valid(raise_exception=True)
        if serializer.validated_data["name"] == "closed":
            raise Refused("deal_closed", "The deal is closed.")
        thing = make(serializer.validated_data["name"])
        return Response(ThingSerializer(thing).data, status=201, headers={"Location": f"/api/v1/things/{thing.uid}"})


class PaidList(ThingList):
    key_required = True


class UnscopedList(ThingList):
    def rows(self, moments: Moments) -> QuerySet[Thing]:
        return Thing.objects.all()


class ThingRecord(RecordView):
    serializer_class = ThingSerializer
    history = True
    keeps_versions = True

    def record(self, moments: Moments) -> Thing:
        found = visible_to(self.request.user).filter(uid=self.kwargs["uid"]).first()
        if found is None:
            raise NotFound()
        return found

    def patch(self, request: Any, uid: UUID) -> Any:
        thing = self.record(self.moments())
        refuse_stale(seen_version(request), thing.row_version)
        serializer = ThingSerializer(thing, data=request.data, partial=True, context={"request": request})
        serializer.is_valid(raise_exception=True)
        thing.name = serializer.validated_data.get("name", thing.name)
        thing.row_version += 1
        thing.save(update_fields=["name", "row_version"])
        return self.written(thing)

    def conflict_facts(self, facts: Any) -> dict[str, Any]:
        thing = self.record(self.moments())
        return {"theirs": {"name": thing.name}, "yours": self.request.data}


api = [
    api_path("things", ThingList.as_view(), "things"),
    api_path("paid", PaidList.as_view(), "paid"),
    api_path("unscoped", UnscopedList.as_view(), "unscoped"),
    api_path("things/<uuid:uid>", ThingRecord.as_view(), "thing"),
]
urlpatterns = [
    path("things", things_page, name="things-page"),
    path("fault/<str:kind>", fault, name="fault"),
    path("slow", slow, name="slow"),
    path("clock", clock, name="clock"),
    path("api/v1/", include((api, "api-things"))),
    *product,
]
handler400 = "salesops.web.answers.bad_request"
handler403 = "salesops.web.answers.permission_denied"
handler404 = "salesops.web.answers.not_found"
handler500 = "salesops.web.answers.server_error"

A_DAY = date(2026, 11, 21)
