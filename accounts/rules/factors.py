"""Second factors: of whom one is asked, how long it counts, and the six digits of an authenticator app."""

import base64
import hmac
import secrets
from datetime import timedelta

FRESH = timedelta(minutes=15)
STEP_SECONDS = 30
DIGITS = 6
MODES = ("role", "all", "none")


def is_asked(mode: str, *, by_role: bool) -> bool:
    """Whether somebody must have a second factor. mode: `all`, `none`, or `role`, which goes by their roles."""
    return mode == "all" or (mode == "role" and by_role)


def new_secret() -> str:
    """160 bits in base 32, as authenticator apps read them (RFC 4226, 4: R6)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def step_at(seconds: float) -> int:
    """The time step of an instant in seconds since 1970 (RFC 6238, 4.2: T)."""
    return int(seconds) // STEP_SECONDS


def code_of(secret: str, step: int) -> str:
    """RFC 4226, 5.3: HMAC-SHA-1 over the step, truncated. Secret `12345678901234567890`, step 1: 287082."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def accepted_step(secret: str, code: str, *, seconds: float, after: int) -> int | None:
    """The step whose code this is: the running one, or the next for a clock that is ahead. None: neither.

    Never a step that has passed, nor one up to `after`, the last that was used: no code counts twice.
    """
    typed = code.replace(" ", "")
    for step in (step_at(seconds), step_at(seconds) + 1):
        if step > after and hmac.compare_digest(code_of(secret, step).encode(), typed.encode()):
            return step
    return None
