"""Cards of accounts that belong to others, "This should be mine", and the decision."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import require, require_owner, today, visible_customers
from accounts.customer_access import CLAIM, DECIDE, card_for, claim_for, visible_cards, visible_claims
from accounts.forms.claims import ClaimForm, DecideForm
from accounts.models import OwnershipClaim
from accounts.operations.claims import accept_claim, claim_customer, decline_claim
from accounts.requests import PersonRequest
from accounts.tables import Claims
from accounts.views.asking import Crumb, Done, FormPage, ask
from accounts.views.customers import list_crumbs
from salesops.kernel.errors import Refused
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment


@require_safe
def cards_page(request: PersonRequest) -> HttpResponse:
    """`q`: three letters or more of a name or a domain."""
    user, asked = request.user, request.GET.get("q", "")[:300]
    require(user, "customer.see")
    context: dict[str, Any] = {"q": asked, "may_claim": user.may(CLAIM)}
    if asked:
        try:
            cards = list(visible_cards(user, asked))
        except Refused as refused:
            return render(request, "accounts/cards.html", context | {"wrong": refused.message}, status=422)
        inside = set(visible_customers(user).filter(pk__in=[card.pk for card in cards]).values_list("pk", flat=True))
        context["cards"] = [(card, card.pk in inside) for card in cards]
    return render(request, "accounts/cards.html", context)


@require_safe
def claims_page(request: PersonRequest) -> HttpResponseBase:
    """One's own claims, and those one decides."""
    table = Claims.read(request, visible_claims(request.user))
    return export_answer(request, table) or page_or_fragment(
        request, "accounts/claims.html", "web/table.html", {"table": table.view}
    )


@require_http_methods(["GET", "POST"])
def new_claim_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The card of the account, and why it should be this person's."""
    require(request.user, CLAIM)
    card: Any = card_for(request.user, uid)
    form = ClaimForm(request.POST or None)
    owner = card.owner_name or _("nobody")
    sentence = _("Now owned by %(owner)s. Somebody who decides about owners reads your reason.") % {"owner": owner}
    title = _("%(name)s should be mine") % {"name": card.name}
    page = FormPage(title, _("Send claim"), reverse("accounts:cards"), sentence, list_crumbs())

    def run(asked: dict[str, Any]) -> Done:
        claim_customer(card, reason=asked["reason"], by=request.user)
        return Done(reverse("accounts:claims"), _("Your claim on %(name)s is sent") % {"name": card.name})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def claim_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    user = request.user
    claim = claim_for(user, uid, DECIDE if request.method == "POST" else "")
    form = DecideForm(request.POST or None, initial={"start": today()})
    crumbs = [*list_crumbs(), Crumb(_("Claims"), reverse("accounts:claims"))]
    names = {"person": claim.claimed_by.name, "account": claim.customer.name}
    title = _("%(person)s claims %(account)s") % names
    is_open = claim.state == OwnershipClaim.State.OPEN
    more = {"claim": claim, "may_decide": is_open and user.may(DECIDE)}
    page = FormPage(
        title, _("Decide"), reverse("accounts:claims"), crumbs=crumbs, template="accounts/claim.html", more=more
    )

    def run(asked: dict[str, Any]) -> Done:
        if asked["decision"] == "decline":
            decline_claim(claim, note=asked["note"], by=user)
            return Done(reverse("accounts:claims"), _("The claim is declined"))
        require_owner(user, claim.claimed_by, DECIDE)
        accept_claim(claim, start=asked["start"], note=asked["note"], by=user)
        return Done(reverse("accounts:claims"), _("%(person)s owns %(account)s from then on") % names)

    return ask(request, form, page, run)
