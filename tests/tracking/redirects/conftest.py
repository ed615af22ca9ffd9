"""A store with links, seen from outside. The hits' connection is not Django's: rows must be committed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import Store
from accounts.tenancy.scope import platform_scope, store_scope
from tests.shops import Shops, opened_shops
from tracking.domain.write_links import NewCode, NewTarget, write_links
from tracking.models import Hit

PERSON = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)
TARGET = "https://www.example.jp/inspection?from=sms"


@dataclass(frozen=True)
class Visitor:
    """A browser without cookies."""

    agent: str = PERSON
    address: str = "203.0.113.7"
    host: str = "testserver"

    def get(self, path: str, method: str = "GET", **headers: str) -> Any:
        """The answer (Django's test client has no public type for it)."""
        client = Client(HTTP_HOST=self.host, REMOTE_ADDR=self.address, HTTP_USER_AGENT=self.agent)
        return client.generic(method, path, headers=headers)


@pytest.fixture
def shops(transactional_db: None) -> Shops:
    with platform_scope("base data of the tests"):
        return opened_shops()


Writer = Callable[..., None]


@pytest.fixture
def write() -> Writer:
    """Codes of one address of a send; `recipients` None for a code that everybody gets."""

    def written(
        store: Store,
        codes: Sequence[str],
        *,
        recipients: Sequence[int] | None = None,
        url: str = TARGET,
        origin: int = 1,
        expires_at: datetime | None = None,
    ) -> None:
        target = NewTarget(url, 1, recipients is not None, expires_at)
        people = recipients if recipients is not None else [None] * len(codes)
        write_links(
            store_id=store.pk,
            origin=origin,
            targets=[target],
            codes=[NewCode(code, 0, person) for code, person in zip(codes, people, strict=True)],
        )

    return written


def hits_of(store: Store) -> list[tuple[str, str, str, str, str | None, str]]:
    """(code, method, kind, evidence, address, agent) in order."""
    with store_scope(store.pk):
        found = Hit.objects.select_related("link").order_by("id")
        return [(one.link.code, one.method, one.kind, one.evidence, one.address, one.agent) for one in found]
