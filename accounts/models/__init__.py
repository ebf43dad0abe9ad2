"""Who and whom: people, customers, the organisation. One file an aggregate."""

from accounts.models.claims import OwnershipClaim
from accounts.models.contracts import Contract, ContractFile, ContractLine, ContractRenewal, Obligation
from accounts.models.customers import AccountOwnership, Contact, CustomerAccount, CustomerMember
from accounts.models.merges import ContactMerge, CustomerMerge, NotDuplicate
from accounts.models.orders import InstalledProduct, Order, OrderLine, UsageSignal
from accounts.models.organisation import Currency, FiscalPeriod, FxRate, Organisation
from accounts.models.people import (
    ApiToken,
    ReportingLine,
    Role,
    RoleGrant,
    RoleVerb,
    Seat,
    SeatOccupancy,
    Team,
    TeamMembership,
    User,
)
from accounts.models.relationships import Relationship
from accounts.models.signing_in import PersonSession, SignInEvent, SignInLink

__all__ = [
    "AccountOwnership",
    "ApiToken",
    "Contact",
    "ContactMerge",
    "Contract",
    "ContractFile",
    "ContractLine",
    "ContractRenewal",
    "Currency",
    "CustomerAccount",
    "CustomerMember",
    "CustomerMerge",
    "FiscalPeriod",
    "FxRate",
    "InstalledProduct",
    "NotDuplicate",
    "Obligation",
    "Order",
    "OrderLine",
    "Organisation",
    "OwnershipClaim",
    "PersonSession",
    "Relationship",
    "ReportingLine",
    "Role",
    "RoleGrant",
    "RoleVerb",
    "Seat",
    "SeatOccupancy",
    "SignInEvent",
    "SignInLink",
    "Team",
    "TeamMembership",
    "UsageSignal",
    "User",
]
