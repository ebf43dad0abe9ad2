"""Secrets that must be read again, encrypted before they are stored. What need not be read is hashed instead."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def sealed(text: str) -> str:
    """By the first of FIELD_KEYS."""
    return _box().encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """By whichever of FIELD_KEYS sealed it. Raises InvalidToken when none did."""
    return _box().decrypt(text.encode()).decode()


def _box() -> MultiFernet:
    """A field key is any long text; Fernet takes 32 bytes."""
    keys = [base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()) for key in settings.FIELD_KEYS]
    return MultiFernet([Fernet(key) for key in keys])
