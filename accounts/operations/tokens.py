"""Writes about personal API tokens: shown once, stored as a digest, at most a year."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import ApiToken, User
from accounts.operations.rows import required_text
from accounts.rules.tokens import LONGEST_DAYS, PREFIX, SCOPES, SHOWN_LETTERS
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Refused


def digest_of(secret: str) -> str:
    """What is stored. The secret has 256 random bits, so that one round of SHA-256 cannot be searched."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create_token(
    user: User, *, name: str, scopes: Sequence[str], expires_at: datetime, by: User | None
) -> tuple[ApiToken, str]:
    """The token and its secret, which nobody can read again.

    Raises Refused `required`, `scope_unknown`, `token_too_long` (over a year, or not in the future).
    """
    name = required_text(name, "name", _("Say what the token is for."))
    _require_scopes(scopes)
    with operation(by=by) as op:
        if not op.at < expires_at <= op.at + timedelta(days=LONGEST_DAYS):
            sentence = _("A token ends after today and within a year.")
            raise Refused("token_too_long", sentence, fields={"expires_at": sentence})
        secret = PREFIX + secrets.token_urlsafe(32)
        token = ApiToken.objects.create(
            user=user,
            name=name,
            prefix=secret[:SHOWN_LETTERS],
            digest=digest_of(secret),
            scopes=sorted(set(scopes)),
            created_at=op.at,
            expires_at=expires_at,
        )
        after = {"name": name, "scopes": token.scopes, "expires_at": expires_at.isoformat()}
        record("token.created", by=by, of=token, after=after)
        return token, secret


def revoke_token(token: ApiToken, *, by: User | None) -> ApiToken:
    """From now on it opens nothing; a second time changes nothing."""
    with operation(by=by) as op:
        token = ApiToken.objects.select_for_update().get(pk=token.pk)
        if token.revoked_at is None:
            token.revoked_at = op.at
            token.save(update_fields=["revoked_at"])
            record("token.revoked", by=by, of=token, after={"name": token.name})
        return token


def _require_scopes(scopes: Sequence[str]) -> None:
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        sentence = (
            _("There is no scope “%(scope)s”.") % {"scope": unknown[0][:60]} if unknown else _("Choose at least one.")
        )
        raise Refused("scope_unknown", sentence, fields={"scopes": sentence})
