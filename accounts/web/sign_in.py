"""Who may sign in: the demo's people only in a demo, and nobody by signing up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect

from accounts.models import User


def may_sign_in(user: User) -> bool:
    """Demo people carry a published password: outside a demo they do not exist."""
    return user.is_active and (not user.is_demo or settings.DEMO)


class Backend(AuthenticationBackend):
    def user_can_authenticate(self, user: Any) -> bool:
        return may_sign_in(user)

    def get_user(self, user_id: Any) -> Any:
        user = super().get_user(user_id)
        return user if user is not None and may_sign_in(user) else None


class Adapter(DefaultAccountAdapter):
    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """allauth remembers whom the back end refused, and would begin a session that every page then denies."""
        if not may_sign_in(user):
            return redirect("account_inactive")
        return super().pre_login(request, user, **kwargs)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
