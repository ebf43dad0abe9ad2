"""Who and whom: people, customers, the organisation. One file an aggregate."""

from accounts.models.capture import CaptureSource
from accounts.models.claims import OwnershipClaim
from accounts.models.contracts import Contract, ContractFile, ContractLine, ContractRenewal, Obligation
from accounts.models.customers import AccountOwnership, Contact, CustomerAccount, CustomerMember
from accounts.models.delegations import Delegation
from accounts.models.employment import Employment, JobAssignment
from accounts.models.merges import ContactMerge, CustomerMerge, NotDuplicate
from accounts.models.orders import InstalledProduct, Order, OrderLine, UsageSignal
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
from accounts.models.people_changes import PeopleChange
from accounts.models.privacy import ErasureRequest, Suppressed, SuppressionList
from accounts.models.relationships import Relationship
from accounts.models.reorganisations import PersonMove, Reorganisation, TeamMove, TeamParent
from accounts.models.signing_in import PersonSession, ProviderIdentity, SignInEvent, SignInLink
from accounts.models.working_time import Holiday, Leave, PersonCalendar, TeamCalendar, WorkCalendar, WorkHours

__all__ = [
    "AccountOwnership",
    "ApiToken",
    "CaptureSource",
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
    "Delegation",
    "Employment",
    "ErasureRequest",
    "FiscalPeriod",
    "FxRate",
    "Holiday",
    "InstalledProduct",
    "JobAssignment",
    "Leave",
    "NotDuplicate",
    "Obligation",
    "Order",
    "OrderLine",
    "Organisation",
    "OwnershipClaim",
    "PeopleChange",
    "PersonCalendar",
    "PersonMove",
    "PersonSession",
    "ProviderIdentity",
    "Relationship",
    "Reorganisation",
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
    "TeamCalendar",
    "TeamMembership",
    "TeamMove",
    "TeamParent",
    "UsageSignal",
    "User",
    "WorkCalendar",
    "WorkHours",
]
