"""Who may see and do what with contracts: one condition for list and door."""

from uuid import UUID

from django.db.models import Q

from accounts.access import customers_in, reach, today, visible_customers
from accounts.models import Contract, ContractFile, CustomerAccount, Obligation, User
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.errors import Forbidden


def visible_contracts(user: User, verb: str = "contract.see") -> ScopedQuerySet[Contract]:
    """Those one owns, and those of one's customers."""
    seen = reach(user, verb)
    rows = Contract.objects.all()
    if not seen.everything:
        customers = CustomerAccount.objects.filter(customers_in(seen, today(), verb)) if seen.people else None
        own = Q(owner__in=list(seen.people))
        rows = rows.filter(own if customers is None else own | Q(customer__in=customers.values("pk")))
    return rows.mark_scoped(user)


def contract_for(user: User, uid: UUID, verb: str = "contract.see") -> Contract:
    """One contract; outside scope 404, inside without the verb 403."""
    contract = visible_contracts(user).select_related("customer", "owner").one(uid=uid)
    if verb != "contract.see" and not covers_contract(user, contract, verb):
        raise Forbidden()
    return contract


def covers_contract(user: User, contract: Contract, verb: str) -> bool:
    seen = reach(user, verb)
    return seen.everything or (bool(seen.people) and visible_contracts(user, verb).filter(pk=contract.pk).exists())


def covers_contract_of(user: User, customer: CustomerAccount, verb: str = "contract.change") -> bool:
    """Whether the verb reaches contracts of this customer, also those still to be made."""
    seen = reach(user, verb)
    return seen.everything or (bool(seen.people) and visible_customers(user, verb).filter(pk=customer.pk).exists())


def contract_file_for(user: User, uid: UUID, verb: str = "contract.see") -> ContractFile:
    file = ContractFile.objects.select_related("contract").one(uid=uid)
    contract_for(user, file.contract.uid, verb)
    return file


def obligation_for(user: User, uid: UUID, verb: str = "contract.see") -> Obligation:
    found = Obligation.objects.select_related("contract", "owner").one(uid=uid)
    contract_for(user, found.contract.uid, verb)
    return found
