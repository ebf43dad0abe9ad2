"""Who and whom: people, customers, the organisation. One file an aggregate."""

from accounts.models.contracts import Contract, ContractFile, ContractLine, ContractRenewal, Obligation
from accounts.models.customers import AccountOwnership, Contact, CustomerAccount, CustomerMember
from accounts.models.organisation import Currency, FiscalPeriod, FxRate, Organisation, SettingsChange
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
from accounts.models.privacy import ErasureRequest, Suppressed, SuppressionList
from accounts.models.signing_in import PersonSession, ProviderIdentity, SignInEvent, SignInLink

__all__ = [
    "AccountOwnership",
    "ApiToken",
    "Contact",
    "Contract",
    "ContractFile",
    "ContractLine",
    "ContractRenewal",
    "Currency",
    "CustomerAccount",
    "CustomerMember",
    "ErasureRequest",
    "FiscalPeriod",
    "FxRate",
    "Obligation",
    "Organisation",
    "PersonSession",
    "ProviderIdentity",
    "ReportingLine",
    "Role",
    "RoleGrant",
    "RoleVerb",
    "Seat",
    "SeatOccupancy",
    "SettingsChange",
    "SignInEvent",
    "SignInLink",
    "Suppressed",
    "SuppressionList",
    "Team",
    "TeamMembership",
    "User",
]
