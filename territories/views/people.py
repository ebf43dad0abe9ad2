"""Who asks: every page here is for somebody signed in."""

from typing import cast

from django.http import HttpRequest

from accounts.models import User


def user_of(request: HttpRequest) -> User:
    return cast(User, request.user)
