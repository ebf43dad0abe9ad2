"""The ARR bridge and the renewal rates."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import require
from accounts.contract_access import visible_contracts
from accounts.forms.books import PARAMETERS, PERIOD, SEE, book_for, read_book, read_period
from accounts.queries.books import Book, amount_in, came_due, names_of
from accounts.queries.organisation import organisation
from accounts.rules.renewals import Rates
from salesops.kernel.metrics import Unit
from salesops.kernel.moments import local_day
from salesops.kernel.money import Money
from salesops.kernel.results import output
from salesops.web.api.fields import MoneyField
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView
from salesops.web.errors import NotUnderstood

GROUPS = ("", "type", "product")


class RetentionSerializer(StrictSerializer):
    """null when there is nothing to divide by, with both sides all the same."""

    value = serializers.CharField(allow_null=True)
    numerator = MoneyField()
    denominator = MoneyField()
    n = serializers.IntegerField()


class MoveSerializer(StrictSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    opening = MoneyField()
    closing = MoneyField()
    amount = MoneyField(negative=True)
    returned = serializers.BooleanField()
    pending = MoneyField()


class BridgeSerializer(StrictSerializer):
    """opening + fx + new + expansion - contraction - churn = closing; `returned` is part of new.

    pending: of the losses what may still come back. nrr, grr: of the customers of a year before `last_day`. customers:
    of the asked bar, the largest first.
    """

    first_day = serializers.DateField()
    last_day = serializers.DateField()
    opening = MoneyField()
    fx = MoneyField(negative=True)
    new = MoneyField()
    returned = MoneyField()
    expansion = MoneyField()
    contraction = MoneyField()
    churn = MoneyField()
    pending = MoneyField()
    closing = MoneyField()
    nrr = RetentionSerializer()
    grr = RetentionSerializer()
    excluded = serializers.DictField(child=serializers.IntegerField())
    customers = MoveSerializer(many=True, allow_null=True)
    as_of = serializers.DateTimeField()


class CountRateSerializer(StrictSerializer):
    value = serializers.CharField(allow_null=True)
    numerator = serializers.CharField()
    denominator = serializers.CharField()


class RenewalRateSerializer(StrictSerializer):
    """Of what came due in the period and is decided; `pending` is left out of all three."""

    group = serializers.CharField(allow_blank=True)
    renewal_rate = CountRateSerializer()
    renewal_rate_value = RetentionSerializer()
    renewal_rate_net = RetentionSerializer()
    pending = serializers.IntegerField()
    excluded = serializers.DictField(child=serializers.IntegerField())


class RenewalRatesSerializer(StrictSerializer):
    results = RenewalRateSerializer(many=True)
    as_of = serializers.DateTimeField()


class ArrBridge(ApiView):
    """The period by name (`period=2026-Q2`) or `from` and `to` (excluded). `bar` adds the customers behind one."""

    parameters = tuple(name for name in PARAMETERS if name not in ("as_of", "known_at"))
    history = True

    @extend_schema(
        responses=BridgeSerializer, parameters=[OpenApiParameter(name) for name in PARAMETERS if name != "known_at"]
    )
    def get(self, request: Any) -> Response:
        require(request.user, SEE)
        reading = read_book(request.query_params, request.user, request.now)
        return Response(bridge_of(book_for(request.user, reading), reading.bar) | self.moments().echo())


class RenewalRates(ApiView):
    """By the original last day of contracts; `by=type` or `by=product` in groups."""

    parameters = (*PERIOD, "by")
    history = True

    @extend_schema(
        responses=RenewalRatesSerializer, parameters=[OpenApiParameter(name) for name in (*PERIOD, "by", "as_of")]
    )
    def get(self, request: Any) -> Response:
        require(request.user, SEE)
        moments, of = self.moments(), organisation()
        by = request.query_params.get("by", "")
        if by not in GROUPS:
            raise NotUnderstood("bad_choice", _("By type or by product."), fields={"by": by[:20]})
        as_of = local_day(moments.as_of.instant, of.zone)
        period = read_period(request.query_params, as_of)
        rows = visible_contracts(request.user)
        found = came_due(rows, period.start, period.end, as_of=as_of, currency=of.currency)
        results = [renewal_of(key, rates, missing, of.currency) for key, rates, missing in found.by(by)]
        return Response({"results": results} | moments.echo())


def bridge_of(book: Book, bar: str) -> dict[str, Any]:
    moves, currency = book.moves, book.moves.currency
    bridge, kept = moves.bridge, book.year.retention
    sums = {kind: bridge.sum_of(kind) for kind in ("new", "expansion", "contraction", "churn")}
    sums |= {name: getattr(bridge, name) for name in ("opening", "fx", "returned", "pending", "closing")}
    return {
        "first_day": book.asked.period.start.isoformat(),
        "last_day": moves.closing.isoformat(),
        **{name: money(value, currency) for name, value in sums.items()},
        "nrr": rate(kept.nrr, kept.now, kept.then, kept.customers, currency),
        "grr": rate(kept.grr, kept.kept, kept.then, kept.customers, currency),
        "excluded": {"missing_rate": book.missing_rate} if book.missing_rate else {},
        "customers": customers_of(book, bar) if bar else None,
    }


def customers_of(book: Book, bar: str) -> list[dict[str, Any]]:
    found, currency = book.behind(bar), book.moves.currency
    names = names_of(found)
    return [
        {
            "id": str(names[move.customer][1]),
            "name": names[move.customer][0],
            "opening": money(move.opening, currency),
            "closing": money(move.closing, currency),
            "amount": money(amount_in(move, bar), currency),
            "returned": move.returned and move.kind == "new",
            "pending": money(move.pending, currency),
        }
        for move in found
    ]


def renewal_of(group: str, rates: Rates, missing: int, currency: str) -> dict[str, Any]:
    due, n = rates.due_value, rates.decided
    return {
        "group": group,
        "renewal_rate": {
            "value": output(rates.renewal_rate, Unit.RATIO),
            "numerator": str(rates.renewed),
            "denominator": str(rates.decided),
        },
        "renewal_rate_value": rate(rates.renewal_rate_value, rates.kept_value, due, n, currency),
        "renewal_rate_net": rate(rates.renewal_rate_net, rates.renewed_value, due, n, currency),
        "pending": rates.pending,
        "excluded": {"missing_rate": missing} if missing else {},
    }


def rate(value: Decimal | None, above: Decimal, below: Decimal, n: int, currency: str) -> dict[str, Any]:
    sides = {"numerator": money(above, currency), "denominator": money(below, currency)}
    return {"value": output(value, Unit.RATIO), **sides, "n": n}


def money(amount: Decimal, currency: str) -> dict[str, str]:
    return MoneyField().to_representation(Money(amount, currency))
