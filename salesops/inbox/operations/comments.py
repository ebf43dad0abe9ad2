"""Writes about comments."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.operations.rows import locked, required_text
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.inbox.access import Place, opens
from salesops.inbox.models import Comment, CommentCopy, Mention
from salesops.inbox.models.talk import LONGEST_BODY
from salesops.inbox.operations.news import tell
from salesops.inbox.queries.people import people_meant
from salesops.inbox.queries.talk import took_part
from salesops.inbox.queries.wishes import who_follows
from salesops.inbox.rules.mentions import MOST, calls_in
from salesops.kernel.errors import Refused


def write_comment(place: Place, *, body: str, by: User) -> Comment:
    """Raises Refused `required`, `too_long`, and for who is called: `cannot_open`, `mention_unclear`, `too_many`."""
    body = checked(body)
    people = people_called(place.kind.key, place, body)
    with operation(by=by):
        comment = Comment.objects.create(**place.named, author=by, body=body)
        record("comment.written", by=by, of=comment, after={"about": f"{place.kind.key} {place.uid}"})
        _tell(comment, place, mention(comment, people), by)
        return comment


def edit_comment(comment: Comment, place: Place, *, body: str, by: User, seen: int | None = None) -> Comment:
    """The words before are kept as a copy. Raises as `write_comment`, Conflict `stale_version`."""
    body = checked(body)
    people = people_called(place.kind.key, place, body)
    with operation(by=by) as op:
        comment = locked(comment, seen=seen, wanted={"body": body})
        if comment.body == body:
            return comment
        CommentCopy.objects.create(
            comment=comment, body=comment.body, written_at=comment.edited_at or comment.created_at, replaced_at=op.at
        )
        comment.body, comment.edited_at, comment.row_version = body, op.at, comment.row_version + 1
        comment.save(update_fields=["body", "edited_at", "row_version"])
        record("comment.edited", by=by, of=comment)
        _tell_called(comment, place, mention(comment, people), by)
        return comment


def withdraw_comment(comment: Comment, *, by: User) -> Comment:
    """Shown to nobody from now on. Raises Refused `wrong_state` the second time."""
    with operation(by=by) as op:
        comment = locked(comment)
        if comment.withdrawn_at is not None:
            raise Refused("wrong_state", _("This comment is withdrawn already."))
        comment.withdrawn_at, comment.row_version = op.at, comment.row_version + 1
        comment.save(update_fields=["withdrawn_at", "row_version"])
        record("comment.withdrawn", by=by, of=comment)
        return comment


def checked(body: str) -> str:
    body = required_text(body, "body", _("Write something first."))
    if len(body) > LONGEST_BODY:
        sentence = _("A comment holds %(n)s letters at most.") % {"n": LONGEST_BODY}
        raise Refused("too_long", sentence, fields={"body": sentence})
    return body


def people_called(kind: str, place: Place, body: str) -> list[User]:
    """Those whom `@` calls, all of whom may open the record. Words that name nobody stay words."""
    calls = calls_in(body)
    if len(calls) > MOST:
        raise _refused("too_many", _("A comment calls %(n)s people at most.") % {"n": MOST})
    found: dict[int, User] = {}
    for call, meant in people_meant(calls):
        person = _the_one(kind, place, call, meant)
        if person is not None:
            found[person.pk] = person
    return list(found.values())


def _the_one(kind: str, place: Place, call: str, meant: list[User]) -> User | None:
    able = [person for person in meant if opens(person, kind, place.uid)]
    if len(able) > 1:
        names = ", ".join(person.name for person in able[:5])
        raise _refused("mention_unclear", _("Write the whole name after @: %(names)s.") % {"names": names})
    if meant and not able:
        words = {"name": meant[0].name, "record": place.title}
        raise _refused("cannot_open", _("%(name)s cannot open %(record)s, so a mention would not reach them.") % words)
    return able[0] if able else None


def mention(comment: Comment, people: list[User]) -> list[User]:
    """Those who were not called in it before."""
    known = set(comment.mentions.values_list("person", flat=True))
    fresh = [person for person in people if person.pk not in known]
    Mention.objects.bulk_create([Mention(comment=comment, person=person) for person in fresh])
    return fresh


def _tell(comment: Comment, place: Place, called: list[User], by: User) -> None:
    """Who is called, and apart from them who took part before or follows the record."""
    _tell_called(comment, place, called, by)
    there = {person.pk: person for person in [*took_part(comment), *who_follows(place.uid)]}
    others = [person for person in there.values() if person not in called]
    tell("comment", key=f"comment:{comment.uid}", people=others, by=by, record=place.key, about=comment.uid)


def _tell_called(comment: Comment, place: Place, called: list[User], by: User) -> None:
    tell("mention", key=f"mention:{comment.uid}", people=called, by=by, record=place.key, about=comment.uid)


def _refused(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, fields={"body": sentence})
