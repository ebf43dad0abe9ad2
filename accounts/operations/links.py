"""Links that let a person set a password: invitations and resets. Each opens once."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import SignInEvent, SignInLink, User
from accounts.operations.locks import unlock_password
from accounts.operations.rows import locked, save_changes
from accounts.operations.sign_in_events import Where, note
from accounts.operations.sign_ins import end_sign_ins, require_strong
from accounts.queries.signing_in import active_person, address_digest, opens
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.jobs.operations import enqueue
from salesops.kernel.errors import Conflict, Refused

LASTS = {SignInLink.Kind.INVITATION: timedelta(days=7), SignInLink.Kind.RESET: timedelta(hours=1)}
MAIL_LINK = "accounts.mail_link"
MAKE_RESET = "accounts.make_reset"


def invite_person(person: User, *, email: str, by: User, seen: int | None = None) -> User:
    """A mail with a link that opens for seven days. A second one takes the first back.

    Raises Refused `wrong_state` for who signs in already or has left, `address_needed`; Conflict `email_taken`.
    """
    from accounts.operations.people import edit_person

    with operation(by=by) as op:
        person = locked(person, seen=seen)
        if person.state not in (User.State.LISTED, User.State.INVITED):
            raise Refused("wrong_state", _("%(name)s needs no invitation.") % {"name": person.name})
        if not email.strip():
            sentence = _("An invitation needs an address to go to.")
            raise Refused("address_needed", sentence, fields={"email": sentence})
        person = edit_person(person, changes={"email": email}, by=by)
        save_changes(person, {"state": User.State.INVITED}, "person.invited", by=by)
        link = _make_link(person, SignInLink.Kind.INVITATION, by=by, at=op.at)
        record("person.invitation_made", by=by, of=person, after={"expires_at": link.expires_at.isoformat()})
        return person


def withdraw_invitation(person: User, *, by: User) -> User:
    """The link opens nothing any more, and the person is listed only. Raises Refused `wrong_state`."""
    with operation(by=by) as op:
        person = locked(person)
        if person.state != User.State.INVITED:
            raise Refused("wrong_state", _("%(name)s has no open invitation.") % {"name": person.name})
        _withdraw(person, SignInLink.Kind.INVITATION, op.at)
        save_changes(person, {"state": User.State.LISTED}, "person.invitation_withdrawn", by=by)
        return person


def ask_for_reset(address: str, *, where: Where) -> None:
    """The same work for an address that is known and one that is not: whose it is, the job finds out."""
    with operation(by=None):
        person = User.objects.filter(email__iexact=address.strip()).first()
        note(SignInEvent.Kind.RESET_ASKED, person=person, address=address, where=where)
        digest = address_digest(address)
        enqueue(MAKE_RESET, key=digest, digest=digest)


def make_reset(digest: str) -> SignInLink | None:
    """A link for the active person with this address, mailed; None when nobody has it."""
    person = active_person(digest)
    if person is None:
        return None
    with operation(by=None) as op:
        return _make_link(locked(person), SignInLink.Kind.RESET, by=None, at=op.at)


def set_password_by_link(link: SignInLink, *, password: str, where: Where) -> User:
    """The person signs in with it from now on; every session there was ends.

    Raises Conflict `link_gone` when the link opens nothing any more, Refused `password_weak`.
    """
    with operation(by=link.person) as op:
        person = locked(link.person)
        link = SignInLink.objects.select_for_update().get(pk=link.pk)
        if not opens(link, person, op.at):
            raise Conflict("link_gone", _("This link has been used, or its time is over."))
        require_strong(password, person)
        person.set_password(password)
        person.save(update_fields=["password"])
        link.used_at = op.at
        link.save(update_fields=["used_at"])
        end_sign_ins(person)
        if link.kind == SignInLink.Kind.INVITATION:
            save_changes(person, {"state": User.State.ACTIVE}, "person.joined", by=person)
            note(SignInEvent.Kind.JOINED, person=person, where=where, method=SignInEvent.Method.LINK)
        else:
            unlock_password(person, by=person)
            record("person.password_reset", by=person, of=person)
            note(SignInEvent.Kind.RESET, person=person, where=where, method=SignInEvent.Method.LINK)
        return person


def _make_link(person: User, kind: SignInLink.Kind, *, by: User | None, at: datetime) -> SignInLink:
    _withdraw(person, kind, at)
    link = SignInLink.objects.create(
        person=person,
        kind=kind,
        address_digest=address_digest(person.email),
        made_at=at,
        made_by=by,
        expires_at=at + LASTS[kind],
    )
    enqueue(MAIL_LINK, key=str(link.uid), requested_by=by, link=str(link.uid))
    return link


def _withdraw(person: User, kind: SignInLink.Kind, at: datetime) -> None:
    rows = SignInLink.objects.filter(person=person, kind=kind, used_at__isnull=True, withdrawn_at__isnull=True)
    rows.update(withdrawn_at=at)
