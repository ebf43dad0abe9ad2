"""Who and whom: people, customers, the organisation. One file an aggregate."""

from accounts.models.contracts import Contract, ContractFile, ContractLine, ContractRenewal, Obligation
from accounts.models.customers import AccountOwnership, Contact, CustomerAccount, CustomerMember
from accounts.models.delegations import Delegation
from accounts.models.employment import Employment, JobAssignment
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
from accounts.models.people_changes import PeopleChange
from accounts.models.reorganisations import PersonMove, Reorganisation, TeamMove, TeamParent
from accounts.models.signing_in import PersonSession, SignInEvent, SignInLink
from accounts.models.working_time import Holiday, Leave, PersonCalendar, TeamCalendar, WorkCalendar, WorkHours

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
    "Delegation",
    "Employment",
    "FiscalPeriod",
    "FxRate",
    "Holiday",
    "JobAssignment",
    "Leave",
    "Obligation",
    "Organisation",
    "PeopleChange",
    "PersonCalendar",
    "PersonMove",
    "PersonSession",
    "Reorganisation",
    "ReportingLine",
    "Role",
    "RoleGrant",
    "RoleVerb",
    "Seat",
    "SeatOccupancy",
    "SignInEvent",
    "SignInLink",
    "Team",
    "TeamCalendar",
    "TeamMembership",
    "TeamMove",
    "TeamParent",
    "User",
    "WorkCalendar",
    "WorkHours",
]
