"""Fixtures of all tests."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.tenancy.scope import platform_scope
from tests.shops import Shops, opened_shops

SignIn = Callable[[Membership], Client]


@pytest.fixture
def shops(db: None) -> Shops:
    with platform_scope("base data of the tests"):
        return opened_shops()


@pytest.fixture
def sign_in() -> SignIn:
    """A browser's worth of cookies for a member."""

    def signed_in(membership: Membership) -> Client:
        client = Client()
        client.force_login(membership.user, backend="accounts.sign_in.Backend")
        return client

    return signed_in
