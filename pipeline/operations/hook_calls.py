"""What calls from outside: stored while they wait, logged by a job."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import CaptureSource, User
from accounts.operations.capture import digest_of_key, note_read
from accounts.queries.organisation import organisation
from accounts.rules.contacts import normal_email
from pipeline.operations.capturing import store_touches
from pipeline.operations.matching import ours
from pipeline.operations.reading import enqueue_logging, our_people, readable
from pipeline.rules.hooks import UnreadableCall, call_from, is_signed, mail_from, read_body
from pipeline.rules.mails import touches_of
from pipeline.rules.touches import Touch
from salesops.db.operation import operation
from salesops.db.secrets import opened
from salesops.kernel.errors import Refused

WRONG = {
    "json": gettext_lazy("The body is not a JSON object."),
    "text": gettext_lazy("A text is missing here, or it is too long."),
    "choice": gettext_lazy("This is not one of the choices."),
    "minutes": gettext_lazy("Minutes are from 0 to a day."),
    "moment": gettext_lazy("A moment that has passed, with its zone: 2026-05-04T09:30:00+02:00."),
    "address": gettext_lazy("This is not a mail address."),
}


class Unsigned(Exception):
    """Nobody who knows the secret sent this, or not within five minutes."""


def hook_for(key: str) -> CaptureSource:
    """The hook with this key, while it is on and its person works here. Raises NotFound."""
    return readable().select_related("person").one(key_digest=digest_of_key(key))


def take_call(source: CaptureSource, body: bytes, signature: str, at: datetime) -> int:
    """How many rows it made; told again it makes none. Raises Unsigned, Refused `hook_unreadable`, `person_unknown`."""
    if source.is_signed and not is_signed(signature, opened(source.secret), body, int(at.timestamp())):
        raise Unsigned()
    try:
        touches = _touches(source, body, at)
    except UnreadableCall as error:
        said = {name: str(WRONG[code]) for name, code in error.fields.items()}
        raise Refused("hook_unreadable", _("This call cannot be read."), fields=said) from error
    with operation(by=None, source="capture"):
        known = ours()
        written = sum(store_touches(source, person, [touch], known) for person, touch in touches)
        note_read(source, at=at, due_at=None, cursor={})
        for person, _touch in touches:
            enqueue_logging(person.uid)
    return written


def _touches(source: CaptureSource, body: bytes, at: datetime) -> list[tuple[User, Touch]]:
    said = read_body(body)
    if source.kind == CaptureSource.Kind.PHONE_HOOK:
        call = call_from(said, at)
        return [(source.person or _person(call.person), call.touch)]
    mail = mail_from(said, at, with_body=organisation().capture_bodies)
    everybody = (mail.sender, *mail.to, *mail.copied)
    people = {} if source.person else our_people(one.address for one in everybody)
    return touches_of(mail, ours(), people, source.person)


def _person(address: str) -> User:
    found = our_people([address]).get(normal_email(address))
    if found is None:
        sentence = _("Say by their mail address who of you it was.")
        raise Refused("person_unknown", sentence, fields={"person": sentence})
    return found
