"""Second factors for tests: an authenticator app, and a security key written out by hand."""

import hashlib
import json
import struct
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

from accounts.rules.factors import code_of, new_secret, step_at
from salesops.db.secrets import sealed


def give_app(person: Any) -> str:
    """An app that was never used yet. Its secret."""
    secret = new_secret()
    Authenticator.objects.create(user=person, type="totp", data={"secret": sealed(secret), "last_step": 0})
    return secret


def code_now(secret: str) -> str:
    """A code that holds for some seconds yet: near the end of a step that of the next one."""
    return code_of(secret, step_at(time.time() + 5))


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class SecurityKey:
    """One key pair for one site: answers challenges as a browser hands them on."""

    site: str = "testserver"
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = b"a key for tests!"
    count: int = 0

    def create(self, options: dict[str, Any]) -> str:
        numbers = self.private.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor.encode(public)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": self._data(0x45) + attested})
        answer = {"attestationObject": encoded(attestation), "clientDataJSON": self._said("webauthn.create", options)}
        return self._credential(answer)

    def get(self, options: dict[str, Any]) -> str:
        said, data = self._said("webauthn.get", options), self._data(0x05)
        signed = data + hashlib.sha256(decoded(said)).digest()
        signature = self.private.sign(signed, ec.ECDSA(hashes.SHA256()))
        answer = {"authenticatorData": encoded(data), "clientDataJSON": said, "signature": encoded(signature)}
        return self._credential(answer | {"userHandle": None})

    def _data(self, flags: int) -> bytes:
        self.count += 1
        return hashlib.sha256(self.site.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _said(self, what: str, options: dict[str, Any]) -> str:
        said = {"type": what, "challenge": options["challenge"], "origin": f"https://{self.site}", "crossOrigin": False}
        return encoded(json.dumps(said).encode())

    def _credential(self, answer: dict[str, Any]) -> str:
        extensions: dict[str, Any] = {"clientExtensionResults": {}, "authenticatorAttachment": "cross-platform"}
        return json.dumps(
            {"id": encoded(self.id), "rawId": encoded(self.id), "type": "public-key", "response": answer} | extensions
        )
