"""Who may come in on the word of the identity provider: people who are here already, and nobody else (ACC-05)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ProviderIdentity, SignInEvent, SignInLink, User
from accounts.operations.rows import locked, save_changes
from accounts.operations.sign_in_events import Where, note
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Refused

MAY_COME = (User.State.ACTIVE, User.State.INVITED)


def sign_in_by_provider(*, issuer: str, subject: str, address: str, where: Where) -> User:
    """The person the provider means. An invited one has accepted the invitation by it.

    The first time somebody is found by the verified address, and bound to the provider's `subject`; from then on by
    that alone, so that an address which the provider gives to somebody else opens nothing of the first one's.
    Raises Refused `provider_unknown`, the same for everybody who does not come in.
    """
    with operation(by=None):
        person = _known(issuer, subject) or _by_address(issuer, address)
        if person is None or person.state not in MAY_COME:
            raise Refused(
                "provider_unknown",
                _("Nobody works here under this company account. Ask who looks after SalesOps in your company."),
            )
        person = locked(person)
        if person.state == User.State.INVITED:
            _join(person, where)
        if not ProviderIdentity.objects.filter(person=person, issuer=issuer).exists():
            made = ProviderIdentity.objects.create(person=person, issuer=issuer, subject=subject)
            record("person.provider_bound", by=person, of=person, after={"issuer": made.issuer})
        return person


def _known(issuer: str, subject: str) -> User | None:
    found = ProviderIdentity.objects.filter(issuer=issuer, subject=subject).select_related("person").first()
    return found.person if found else None


def _by_address(issuer: str, address: str) -> User | None:
    """Only who is not bound to somebody else's account there."""
    person = User.objects.select_for_update().filter(email__iexact=address).first()
    bound = person is not None and ProviderIdentity.objects.filter(person=person, issuer=issuer).exists()
    return None if bound else person


def _join(person: User, where: Where) -> None:
    open_ones = SignInLink.objects.filter(person=person, used_at__isnull=True, withdrawn_at__isnull=True)
    open_ones.update(withdrawn_at=timezone.now())
    save_changes(person, {"state": User.State.ACTIVE}, "person.joined", by=person)
    note(SignInEvent.Kind.JOINED, person=person, where=where, method=SignInEvent.Method.PROVIDER)
