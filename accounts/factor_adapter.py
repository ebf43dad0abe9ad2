"""What django-allauth's second factors are told about this product."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter

from salesops.db.secrets import opened, sealed


class FactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed; a passkey is filed under the product's name, for the host that the browser asked."""

    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text)

    def _get_site_name(self) -> str:
        return "SalesOps"

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """The public id: keys of ours leave no trace of how many people there are."""
        return {"id": user.uid.bytes, "display_name": user.name, "name": user.email}
