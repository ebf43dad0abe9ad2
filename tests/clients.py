"""What every test client needs and would do anew each time: the chain of middleware, a session to be signed in with."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.base import BaseHandler
from django.core.signals import setting_changed
from django.http import HttpRequest
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import PersonSession, User
from accounts.sessions import SEEN, SINCE

_loaded: dict[str, Any] = {}


def sign_in(client: Client, person: User, backend: str | None = None) -> None:
    """In place of `Client._login`: the rows that a sign-in leaves of its session, without the sign-in.

    Signing in itself, with what is counted and noted of it, is asked of the form (tests/accounts/test_sign_in*.py).
    """
    now, key = timezone.now(), get_random_string(32)
    seen = {SINCE: now.timestamp(), SEEN: now.timestamp()}
    who = {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: backend or settings.AUTHENTICATION_BACKENDS[-1],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }
    store = SessionStore(key)
    # Known to be new: nothing is looked for.
    store._session_cache = who | seen
    store.create_model_instance(who | seen).save(force_insert=True)
    PersonSession.objects.create(person=person, key=key, epoch=person.auth_epoch, since=now, seen_at=now)
    request = HttpRequest()
    request.session = store
    client._set_login_cookies(request)  # type: ignore[attr-defined]


def load_middleware(handler: BaseHandler, is_async: bool = False) -> None:
    """In place of a client's own: one chain serves all clients until a setting changes."""
    if not _loaded:
        shared = BaseHandler()
        shared.load_middleware(is_async)
        _loaded.update(vars(shared))
    vars(handler).update(_loaded)


def forget(**changed: Any) -> None:
    _loaded.clear()


def install() -> None:
    Client._login = sign_in  # type: ignore[attr-defined]
    ClientHandler.load_middleware = load_middleware  # type: ignore[method-assign]
    setting_changed.connect(forget)
