"""How people are found and made by Django's own sign-in code."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

from salesops.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from accounts.models.people import User


class UserManager(BaseUserManager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        """E-mail addresses are the same whatever the case of their letters."""
        return self.get(email__iexact=username)

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user
