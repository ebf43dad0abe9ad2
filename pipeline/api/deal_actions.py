"""What is done with a deal beside editing it. Each locks the deal and checks its state; none needs If-Match."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from pipeline.access import deal_for
from pipeline.api.deal_fields import (
    CloseInput,
    CorrectInput,
    OpportunitySerializer,
    ReasonInput,
    RecordPastInput,
    ReopenInput,
    TransferInput,
    as_changes,
)
from pipeline.api.ground import Asked, Expands, body_of, by_api
from pipeline.api.opportunities import KEYS, PARENTS, shown
from pipeline.models import Opportunity
from pipeline.operations.history import correct_past, record_past
from pipeline.operations.opportunities import (
    close_lost,
    close_won,
    delete_opportunity,
    reopen_opportunity,
    transfer_opportunity,
)
from salesops.kernel.errors import Refused


class DealAction(Expands):
    """POST: find the deal through the door of `verb`, read the body, call one operation, show the deal."""

    parameters = ("expand",)
    expandable = (*KEYS, *PARENTS)

    verb: ClassVar[str]
    body: ClassVar[type[Serializer[Any]]]

    def act(self, deal: Opportunity, data: dict[str, Any]) -> Opportunity:
        raise NotImplementedError

    def post(self, request: Request, uid: UUID) -> Response:
        deal = deal_for(self.asker, uid, self.verb)
        data = body_of(self, self.body)
        with by_api(request):
            deal = self.act(deal, data)
        return shown(self, deal)


@extend_schema(request=CloseInput, responses=OpportunitySerializer)
class CloseDeal(DealAction):
    """Win the deal, or lose it for a reason."""

    verb = "deal.close"
    body = CloseInput

    def act(self, deal: Opportunity, data: dict[str, Any]) -> Opportunity:
        by, day = self.asker, data.get("close_date")
        if data["outcome"] == "won":
            _refuse(data, "reason", "come_back_on")
            amount = data.get("amount")
            if amount is not None and amount.currency != deal.currency:
                sentence = _("This deal is in %(currency)s.") % {"currency": deal.currency}
                raise Refused("currency_differs", sentence, fields={"amount": sentence})
            term = {"contract_from": data.get("contract_from"), "months": data.get("months")}
            return close_won(deal, by=by, close_date=day, amount=amount.amount if amount else None, **term)
        _refuse(data, "amount", "contract_from", "months")
        return close_lost(deal, reason=data.get("reason"), by=by, come_back_on=data.get("come_back_on"), close_date=day)


def _refuse(data: dict[str, Any], *names: str) -> None:
    """A value that this outcome would drop silently is refused instead."""
    given = [name for name in names if data.get(name) is not None]
    if given:
        sentence = _("This does not go with the outcome “%(outcome)s”.") % {"outcome": data["outcome"]}
        raise Refused("outcome_differs", sentence, fields=dict.fromkeys(given, sentence))


@extend_schema(request=ReopenInput, responses=OpportunitySerializer)
class ReopenDeal(DealAction):
    """Back to an open stage, with a reason."""

    verb = "deal.reopen"
    body = ReopenInput

    def act(self, deal: Opportunity, data: dict[str, Any]) -> Opportunity:
        return reopen_opportunity(deal, stage=data["stage"], reason=data["reason"], by=self.asker)


@extend_schema(request=TransferInput, responses=OpportunitySerializer)
class TransferDeal(DealAction):
    """To another owner. An open deal's credit goes along."""

    verb = "deal.transfer"
    body = TransferInput

    def act(self, deal: Opportunity, data: dict[str, Any]) -> Opportunity:
        return transfer_opportunity(deal, data["owner"], by=self.asker)


@extend_schema(request=RecordPastInput, responses=OpportunitySerializer)
class RecordPast(DealAction):
    """The whole state at a past moment; later states stay as they are."""

    verb = "deal.correct"
    body = RecordPastInput

    def act(self, deal: Opportunity, data: dict[str, Any]) -> Opportunity:
        state = as_changes(data["state"])
        at, reason = data["effective_at"], data["reason"]
        return record_past(deal, effective_at=at, state=state, by=self.asker, reason=reason, source="api")


@extend_schema(request=CorrectInput, responses=OpportunitySerializer)
class CorrectPast(DealAction):
    """Fields stated anew from a past moment on, carried until somebody had changed them; both tellings are kept."""

    verb = "deal.correct"
    body = CorrectInput

    def act(self, deal: Opportunity, data: dict[str, Any]) -> Opportunity:
        changes = as_changes(data["changes"])
        at, reason = data["effective_at"], data["reason"]
        return correct_past(deal, effective_at=at, changes=changes, by=self.asker, reason=reason)


@extend_schema(request=ReasonInput, responses={204: None})
class DeleteDeal(Asked):
    """Gone from every list from now on; its past stays."""

    def post(self, request: Request, uid: UUID) -> Response:
        deal = deal_for(self.asker, uid, "deal.correct")
        data = body_of(self, ReasonInput)
        with by_api(request):
            delete_opportunity(deal, reason=data["reason"], by=self.asker)
        return Response(status=204)
