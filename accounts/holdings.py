"""What this app and the ground below it hold of a person, for `accounts.personal`."""

from typing import Any

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access
from accounts.models import (
    ApiToken,
    CaptureSource,
    Contact,
    Contract,
    ContractFile,
    CustomerMember,
    PersonSession,
    ProviderIdentity,
    ReportingLine,
    RoleGrant,
    Seat,
    SeatOccupancy,
    SignInEvent,
    SignInLink,
    TeamMembership,
    User,
)
from accounts.operations.contract_files import block_file
from accounts.personal import ERASED, Held, HeldFiles, SubjectKind, held, held_files, subject_kinds
from salesops.audit.models import AuditRecord
from salesops.imports.models import BatchRecord
from salesops.jobs.models import Job, JobFile
from salesops.web.models import SavedView

HISTORY = gettext_lazy("Who did what stays: the name in it is blank.")
ACT = gettext_lazy("The marked values are blanked; the act stays.")
STRUCTURE = gettext_lazy("Keys and dates: past figures stand on them.")


def still_works(person: User) -> str:
    if person.state in (User.State.ACTIVE, User.State.SUSPENDED):
        return _("%(name)s still works here: let them leave first.") % {"name": person.name}
    return ""


def visible_subjects(user: User) -> QuerySet[User]:
    return access.visible_people(user).exclude(state=User.State.ERASED)


def company_of(contact: Contact) -> str:
    return contact.customer.name if contact.customer else ""


KINDS = (
    SubjectKind(
        "user", gettext_lazy("Person of the company"), 10, User, visible_subjects, Q(state="erased"), phones=(),
        detail=lambda person: person.title, blocks=still_works,
    ),
    SubjectKind(
        "contact", gettext_lazy("Contact"), 20, Contact,
        lambda user: access.visible_contacts(user, archived=True).filter(erased_at__isnull=True),
        Q(erased_at__isnull=False), detail=company_of,
    ),
)  # fmt: skip


def of_user(model: Any, column: str) -> Any:
    return lambda keys: model._base_manager.filter(**{f"{column}__in": keys})


def _people(keys: Any) -> QuerySet[User]:
    return User._base_manager.filter(pk__in=keys)


def _contacts(keys: Any) -> QuerySet[Contact]:
    return Contact._base_manager.filter(pk__in=keys)


def sessions_of(keys: Any) -> QuerySet[Session]:
    return Session.objects.filter(session_key__in=PersonSession.objects.filter(person__in=keys).values("key"))


def tries_of(model: Any) -> Any:
    """django-axes counts by the address as it was typed."""
    return lambda keys: model.objects.filter(username__in=_addresses(keys))


def _addresses(keys: Any) -> list[str]:
    return [email.lower() for email in _people(keys).values_list("email", flat=True) if email]


def imported(kind: str) -> Any:
    return lambda keys: BatchRecord.objects.filter(kind=kind, record_id__in=keys)


def audited(model: Any, kind: str) -> Any:
    def rows(keys: Any) -> QuerySet[AuditRecord]:
        return AuditRecord.objects.filter(
            kind=kind, record_uid__in=model._base_manager.filter(pk__in=keys).values("uid")
        )

    return rows


GONE_PERSON = {
    "name": ERASED, "email": None, "title": "", "time_zone": "", "password": "!", "state": User.State.ERASED,
}  # fmt: skip
GONE_CONTACT = {
    "name": ERASED, "title": "", "email": "", "email_norm": "", "phone": "",
    "erased_at": Coalesce(F("erased_at"), Now()), "opted_out_at": Coalesce(F("opted_out_at"), Now()),
    "archived_at": Coalesce(F("archived_at"), Now()),
}  # fmt: skip
APP = "accounts"

# Sessions before the rows that name them, the person last: what names them is found by their address.
HELD = (
    Held("user.10_tries", APP, gettext_lazy("Counted tries to sign in"), "user", tries_of(AccessAttempt),
         ("username", "ip_address", "attempt_time"), removed=True),
    Held("user.11_try_log", APP, gettext_lazy("Log of tries"), "user", tries_of(AccessLog),
         ("username", "ip_address", "attempt_time"), removed=True),
    Held("user.12_failure_log", APP, gettext_lazy("Log of failures"), "user", tries_of(AccessFailureLog),
         ("username", "ip_address", "attempt_time"), removed=True),
    Held("user.20_open_sessions", APP, gettext_lazy("Open sessions"), "user", sessions_of,
         ("expire_date",), removed=True),
    Held("user.21_sessions", APP, gettext_lazy("Sessions"), "user", of_user(PersonSession, "person"),
         ("ip", "device", "since", "seen_at", "ended_at"), removed=True),
    Held("user.22_sign_ins", APP, gettext_lazy("Sign-ins"), "user", of_user(SignInEvent, "person"),
         ("at", "kind", "method", "ip", "device"), blank={"ip": None, "device": "", "address_digest": ""}, log=True),
    Held("user.23_links", APP, gettext_lazy("Sign-in links"), "user", of_user(SignInLink, "person"),
         ("kind", "made_at", "expires_at", "used_at"), removed=True),
    Held("user.24_factors", APP, gettext_lazy("Second factors"), "user", of_user(Authenticator, "user"),
         ("type", "created_at", "last_used_at"), removed=True),
    Held("user.27_provider", APP, gettext_lazy("Company account"), "user", of_user(ProviderIdentity, "person"),
         ("issuer", "subject", "bound_at"), removed=True),
    Held("user.25_tokens", APP, gettext_lazy("API tokens"), "user", of_user(ApiToken, "user"),
         ("name", "created_at", "expires_at", "last_used_at", "revoked_at"), removed=True),
    Held("user.28_capture", APP, gettext_lazy("Ways in for mail, meetings and calls"), "user",
         of_user(CaptureSource, "person"), ("kind", "host", "created_at", "last_ok_at"), removed=True),
    Held("user.26_views", APP, gettext_lazy("Saved views"), "user",
         lambda keys: SavedView.objects.filter(owner__in=keys, shared=False), ("name", "query"), removed=True),
    Held("user.30_line", APP, gettext_lazy("Reporting line"), "user", of_user(ReportingLine, "person"),
         ("manager__name", "during"), stays=STRUCTURE),
    Held("user.31_teams", APP, gettext_lazy("Teams"), "user", of_user(TeamMembership, "person"),
         ("team__name", "primary", "during"), stays=STRUCTURE),
    Held("user.32_roles", APP, gettext_lazy("Roles"), "user", of_user(RoleGrant, "user"),
         ("role__name", "scope", "during", "reason"), stays=STRUCTURE),
    Held("user.33_seats", APP, gettext_lazy("Seats held"), "user", of_user(SeatOccupancy, "person"),
         ("seat__name", "during"), stays=STRUCTURE),
    Held("user.34_memberships", APP, gettext_lazy("Accounts worked on"), "user", of_user(CustomerMember, "person"),
         ("customer__name", "role", "during"), stays=STRUCTURE),
    Held("user.35_contracts", APP, gettext_lazy("Contracts owned"), "user", of_user(Contract, "owner"),
         ("number", "state"), stays=gettext_lazy("Contracts stay for their legal term; they name a key.")),
    Held("user.40_jobs", "jobs", gettext_lazy("Background work asked for"), "user", of_user(Job, "requested_by"),
         ("name", "state", "created_at"), stays=HISTORY),
    Held("user.41_acts", "audit", gettext_lazy("What they did"), "user", of_user(AuditRecord, "by"),
         ("at", "verb", "kind", "record_uid"), stays=HISTORY),
    Held("user.42_imported", "imports", gettext_lazy("What an import wrote"), "user", imported("person"),
         ("action", "before", "after"), blank={"before": {}, "after": {}}),
    Held("user.43_changes", "audit", gettext_lazy("Changes of their record"), "user", audited(User, "user"),
         ("at", "verb", "before", "after", "reason"), stays=ACT),
    Held("user.90_seat", APP, gettext_lazy("Own seat"), "user",
         lambda keys: Seat.objects.filter(person__in=keys, kind=Seat.Kind.PERSONAL), ("name",),
         blank={"name": ERASED}),
    Held("user.99_person", APP, gettext_lazy("Person"), "user", _people,
         ("name", "email", "title", "state", "time_zone", "language", "created_at"), blank=GONE_PERSON),
    Held("contact.42_imported", "imports", gettext_lazy("What an import wrote"), "contact", imported("contact"),
         ("action", "before", "after"), blank={"before": {}, "after": {}}),
    Held("contact.43_changes", "audit", gettext_lazy("Changes of the contact"), "contact", audited(Contact, "contact"),
         ("at", "verb", "before", "after", "reason"), stays=ACT),
    Held("contact.99_contact", APP, gettext_lazy("Contact"), "contact", _contacts,
         ("name", "title", "email", "phone", "customer__name", "opted_out_at", "created_at"), blank=GONE_CONTACT),
)  # fmt: skip


def remove_export(file: JobFile) -> None:
    file.content.delete(save=False)
    file.delete()


def remove_contract_file(file: ContractFile) -> None:
    file.content.delete(save=False)
    file.delete()


def why_kept(file: ContractFile) -> Any:
    signed = file.contract.signed_on is not None
    return _("Files of signed contracts stay for their legal term; nobody opens them.") if signed else ""


FILES = (
    HeldFiles("exports", "jobs", gettext_lazy("Export files"), JobFile.objects.all, "content", remove_export),
    HeldFiles(
        "contracts", APP, gettext_lazy("Contract files"), ContractFile.objects.select_related("contract").all,
        "content", remove_contract_file, why_kept, block_file,
    ),
)  # fmt: skip


def register() -> None:
    for kind in KINDS:
        subject_kinds.register(kind.key, kind)
    for rows in HELD:
        held.register(rows.key, rows)
    for files in FILES:
        held_files.register(files.key, files)
