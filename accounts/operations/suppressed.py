"""Who was erased does not come back: the refusal at the field, before the database's own."""

from django.db import connection
from django.utils.translation import gettext as _

from accounts.queries.privacy import suppressed
from accounts.rules.erasing import Values
from salesops.kernel.errors import Refused


def require_not_erased(**given: str | None) -> None:
    """`email`, `phone`: as typed. Raises Refused `person_erased` at the field."""
    found = suppressed(**given)
    if found:
        sentence = _("It belongs to somebody who asked to be erased: it cannot be kept here again.")
        raise Refused("person_erased", sentence, fields=dict.fromkeys(sorted(found), sentence))


def suppress(values: Values) -> int:
    """A salted digest of each address and number, once. Returns how many were added."""
    given = [("email", text) for text in values.addresses] + [("phone", text) for text in values.phones]
    if not given:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_suppressed (kind, digest, since)"
            " SELECT DISTINCT ON (digest) kind, digest, statement_timestamp()"
            " FROM unnest(%s::text[], %s::text[]) AS given(kind, value),"
            " LATERAL (SELECT accounts_suppression_digest(kind, value) AS digest) found"
            " WHERE digest IS NOT NULL ON CONFLICT (digest) DO NOTHING",
            [[kind for kind, _text in given], [text for _kind, text in given]],
        )
        return int(cursor.rowcount)
