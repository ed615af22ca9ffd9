"""Fixtures of all tests."""

from collections.abc import Callable, Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import settings as hypothesis_settings

from accounts.models import Membership
from accounts.tenancy.scope import platform_scope
from tests.shops import Shops, opened_shops
from tests.stack import Stack
from tracking.domain.hits.gathering import knocking

# Nothing is timed in tests: a busy machine is no failure.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

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
        client.force_login(membership.user, backend="accounts.web.sign_in.Backend")
        return client

    return signed_in


@pytest.fixture(scope="session")
def prepared_stack(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A database with the demo in it, made once; nothing runs on it yet."""
    stack = Stack(
        name=f"smsnotify_stack_{worker_id}", folder=tmp_path_factory.mktemp("stack"), redis_number=15
    )
    stack.prepare()
    yield stack
    stack.remove()


@pytest.fixture
def stack(prepared_stack: Stack) -> Iterator[Stack]:
    """The demo, with no process started; whatever a test starts is ended after it."""
    yield prepared_stack
    prepared_stack.stop()


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The requests stay in the test's transaction, as those of Django's own client do."""
    hung_up = (request_started, request_finished)
    for signal in hung_up:
        signal.disconnect(close_old_connections)
    yield
    for signal in hung_up:
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def _hits_line() -> Iterator[None]:
    """A connection beside Django's, open since the first tap, would keep a test's database from being dropped."""
    yield
    knocking.close()
