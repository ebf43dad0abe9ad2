"""Doors to what hangs on a customer: cards that every seller finds, claims on ownership, orders, products in use."""

from typing import Any
from uuid import UUID

from django.db.models import F, Func, Q, TextField, Value
from django.utils.translation import gettext as _

from accounts.access import customer_for, reach, require, today, visible_contacts, visible_customers
from accounts.models import CustomerAccount, InstalledProduct, Order, OwnershipClaim, Relationship, UsageSignal, User
from accounts.queries.customers import with_owner
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.errors import Forbidden, NotFound, Refused

CLAIM = "customer.change"
DECIDE = "claim.decide"
LEAST_LETTERS = 3
MOST_CARDS = 10


def visible_cards(user: User, asked: str) -> ScopedQuerySet[CustomerAccount]:
    """Accounts of anybody, by name or domain, at most ten: for their cards alone (name, domain, owner; no money).

    Raises Forbidden without `customer.see`, Refused `query_short` under three letters.
    """
    require(user, "customer.see")
    text = asked.strip()
    if len(text) < LEAST_LETTERS:
        sentence = _("Type at least three letters of a name or a domain.")
        raise Refused("query_short", sentence, fields={"q": sentence})
    domains: Func = Func(F("domains"), Value(" "), function="array_to_string", output_field=TextField())
    rows: Any = CustomerAccount.objects.filter(archived_at__isnull=True).annotate(domain_text=domains)
    found = rows.filter(Q(name__icontains=text) | Q(domain_text__icontains=text.lower()))
    return with_owner(found.mark_scoped(user), today()).order_by("name", "pk")[:MOST_CARDS]  # type: ignore[no-any-return]


def card_for(user: User, uid: UUID) -> CustomerAccount:
    """The account behind a card, also outside the scope: for its card and a claim, nothing else of it."""
    require(user, "customer.see")
    rows = CustomerAccount.objects.filter(archived_at__isnull=True, uid=uid).mark_scoped(user)
    card: CustomerAccount | None = with_owner(rows, today()).first()
    if card is None:
        raise NotFound()
    return card


def visible_orders(user: User, verb: str = "customer.see") -> ScopedQuerySet[Order]:
    """The orders of the customers that one sees."""
    rows = Order.objects.filter(customer__in=visible_customers(user, verb).values("pk"))
    return rows.select_related("customer").mark_scoped(user)


def order_for(user: User, uid: UUID, verb: str = "customer.see") -> Order:
    order = visible_orders(user).one(uid=uid)
    if verb != "customer.see" and not visible_orders(user, verb).filter(pk=order.pk).exists():
        raise Forbidden()
    return order


def visible_installed(user: User) -> ScopedQuerySet[InstalledProduct]:
    rows = InstalledProduct.objects.filter(customer__in=visible_customers(user).values("pk"))
    return rows.select_related("customer").mark_scoped(user)


def installed_for(user: User, uid: UUID, verb: str) -> InstalledProduct:
    found = visible_installed(user).one(uid=uid)
    customer_for(user, found.customer.uid, verb)
    return found


def visible_usage(user: User) -> ScopedQuerySet[UsageSignal]:
    rows = UsageSignal.objects.filter(customer__in=visible_customers(user).values("pk"))
    return rows.select_related("customer").mark_scoped(user)


def visible_relationships(user: User, verb: str = "customer.see") -> ScopedQuerySet[Relationship]:
    """With the contacts that one sees: strengths are for everybody there, notes stay with the activities."""
    rows = Relationship.objects.filter(contact__in=visible_contacts(user, verb).values("pk"))
    return rows.select_related("person", "contact").mark_scoped(user)


def relationship_for(user: User, uid: UUID, verb: str = CLAIM) -> Relationship:
    """Changed by the person it is about, and by who may change the contact."""
    found = visible_relationships(user).one(uid=uid)
    if found.person_id != user.pk and not visible_relationships(user, verb).filter(pk=found.pk).exists():
        raise Forbidden()
    return found


def visible_claims(user: User) -> ScopedQuerySet[OwnershipClaim]:
    """One's own, and those on the accounts that one decides about."""
    inside = Q(claimed_by=user)
    if reach(user, DECIDE).everything:
        inside = Q()
    elif user.may(DECIDE):
        inside |= Q(customer__in=visible_customers(user, DECIDE).values("pk"))
    gone = Q(state=OwnershipClaim.State.OPEN, customer__archived_at__isnull=False)
    rows = OwnershipClaim.objects.filter(inside).exclude(gone)
    return rows.select_related("customer", "claimed_by", "decided_by").mark_scoped(user)


def claim_for(user: User, uid: UUID, verb: str = "") -> OwnershipClaim:
    """One claim; with `claim.decide` its account must be in that verb's reach: 403 for who only made it."""
    claim = visible_claims(user).one(uid=uid)
    if verb:
        if not user.may(verb):
            raise Forbidden()
        customer_for(user, claim.customer.uid, verb)
    return claim
