"""Reads about signing in: what a link opens, which factors and sessions a person has, who is locked out."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Exists, F, OuterRef
from django.utils.crypto import salted_hmac

from accounts.models import PersonSession, RoleGrant, SignInEvent, SignInLink, User
from accounts.rules.factors import is_asked
from accounts.rules.sessions import ABSOLUTE, IDLE
from salesops.db.scoped import ScopedQuerySet, require_scoped

STATES = {SignInLink.Kind.INVITATION: User.State.INVITED, SignInLink.Kind.RESET: User.State.ACTIVE}
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What stands by itself; recovery codes only stand in for one of them."""


def address_digest(address: str | None) -> str:
    """An address without its letters: what job rows and events of unknown people may hold."""
    return salted_hmac("accounts.address", (address or "").strip().lower(), algorithm="sha256").hexdigest()


def token_of(link: SignInLink) -> str:
    return _signer().sign(link.uid.hex)


def link_of(token: str, at: datetime) -> SignInLink | None:
    """None for what is forged, used, withdrawn, too old, or for somebody who no longer waits for it."""
    try:
        uid = UUID(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None
    link = SignInLink.objects.select_related("person").filter(uid=uid).first()
    return link if link and opens(link, link.person, at) else None


def opens(link: SignInLink, person: User, at: datetime) -> bool:
    is_open = link.used_at is None and link.withdrawn_at is None and at < link.expires_at
    is_theirs = link.address_digest == address_digest(person.email)
    return is_open and is_theirs and person.state == STATES[SignInLink.Kind(link.kind)]


def open_invitation(person: User) -> SignInLink | None:
    """The newest that was neither used nor withdrawn; its days may be over."""
    links = SignInLink.objects.filter(person=person, kind=SignInLink.Kind.INVITATION)
    return links.filter(used_at__isnull=True, withdrawn_at__isnull=True).first()


def active_person(digest: str) -> User | None:
    """Who signs in with the address of this digest. Addresses are few: they are digested one by one."""
    people = User.objects.filter(state=User.State.ACTIVE).values_list("pk", "email")
    found = next((pk for pk, email in people if address_digest(email) == digest), None)
    return User.objects.filter(pk=found).first() if found else None


def must_have_factor(person: User) -> bool:
    """REQUIRE_MFA and the roles held today, also those of the person acted for.

    The roles of a request are read once for all questions about them.
    """
    mode = settings.REQUIRE_MFA
    return is_asked(mode, by_role=mode == "role" and any(grant.role.second_factor for grant in _held(person)))


def _held(person: User) -> list[RoleGrant]:
    return [*person.grants_now, *(person.principal.grants_now if person.acting else ())]


def factors_of(person: User) -> list[Authenticator]:
    """Without recovery codes, oldest first."""
    return list(Authenticator.objects.filter(user=person, type__in=FACTORS).order_by("pk"))


def has_factor(person: User) -> bool:
    return Authenticator.objects.filter(user=person, type__in=FACTORS).exists()


def unused_codes(person: User) -> int | None:
    """How many recovery codes are left, None where none were made."""
    row = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(row.wrap().get_unused_codes()) if row else None


def live_sessions(rows: ScopedQuerySet[PersonSession], at: datetime) -> ScopedQuerySet[PersonSession]:
    """Those that still open the door, last seen first."""
    require_scoped(rows)
    rows = rows.filter(ended_at__isnull=True, epoch=F("person__auth_epoch"), person__state=User.State.ACTIVE)
    return rows.filter(seen_at__gt=at - IDLE, since__gt=at - ABSOLUTE).order_by("-seen_at", "-pk")


def locked_now(rows: ScopedQuerySet[SignInEvent], at: datetime) -> list[SignInEvent]:
    """The newest lock of each person that has not run out and that nobody opened since."""
    require_scoped(rows)
    later = SignInEvent.objects.filter(person=OuterRef("person"), kind__in=OPENING, at__gte=OuterRef("at"))
    found = rows.filter(kind=SignInEvent.Kind.LOCKED, until__gt=at, person__isnull=False)
    newest = found.filter(~Exists(later)).order_by("person", "-until").distinct("person").select_related("person")
    return sorted(newest, key=lambda event: event.at, reverse=True)


OPENING = (SignInEvent.Kind.UNLOCKED, SignInEvent.Kind.RESET)


def addresses_tried(digest: str, at: datetime) -> set[str]:
    """The IP addresses from which this address was tried in the last day."""
    tried = SignInEvent.objects.filter(address_digest=digest, at__gt=at - timedelta(days=1), ip__isnull=False)
    return {str(ip) for ip in tried.values_list("ip", flat=True)}


def _signer() -> Any:
    return Signer(salt="accounts.sign-in-link")
