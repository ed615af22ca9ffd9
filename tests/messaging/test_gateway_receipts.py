"""The address where providers report: a genuine report is kept before it is answered, anything else leaves nothing."""

import hashlib
import hmac
import json
import time
from typing import Any

import pytest
from django.test import Client

from messaging.models import Report
from tests.shops import Shops

BODY = json.dumps({"reports": []}).encode()
LARGEST = 2_000_000
TOKEN = "a-token-of-the-tests"


def signed(body: bytes, *, token: str = TOKEN, at: float | None = None) -> dict[str, str]:
    """The headers that the simulator sends (docs/simulator.md)."""
    stamp = str(int(time.time() if at is None else at))
    signature = hmac.new(token.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"X-Simulator-Timestamp": stamp, "X-Simulator-Signature": signature}


def reported(client: Client, shops: Shops, body: bytes, headers: dict[str, str]) -> Any:
    path = f"/gateways/{shops.account.key}/receipts"
    return client.post(path, body, content_type="application/json", headers=headers)


def kept() -> list[tuple[int, str, bytes, bool]]:
    return [
        (r.account_id, r.origin, bytes(r.body), r.applied_at is None) for r in Report.objects.order_by("id")
    ]


@pytest.fixture
def strict() -> Client:
    """As the provider: no cookie, no token of a form."""
    return Client(enforce_csrf_checks=True)


def test_a_genuine_report_is_kept_as_it_came_and_answered_with_204(shops: Shops, strict: Client) -> None:
    answer = reported(strict, shops, BODY, signed(BODY))
    assert (answer.status_code, answer.content) == (204, b"")
    assert kept() == [(shops.account.pk, "webhook", BODY, True)]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(BODY, token="another-token"),
        signed(BODY + b" "),
        signed(BODY, at=time.time() - 3600),
        {"X-Simulator-Timestamp": "now", "X-Simulator-Signature": "ä"},
    ],
    ids=["unsigned", "another token", "another body", "an old recording", "nonsense"],
)
def test_a_forged_report_is_refused_and_nothing_is_kept(
    shops: Shops, strict: Client, headers: dict[str, str]
) -> None:
    assert reported(strict, shops, BODY, headers).status_code == 403
    assert kept() == []


def test_an_unknown_accounts_address_is_not_found(shops: Shops, strict: Client) -> None:
    answer = strict.post(
        "/gateways/no-such-key/receipts", BODY, content_type="application/json", headers=signed(BODY)
    )
    assert answer.status_code == 404
    assert kept() == []


def test_a_report_may_be_as_large_as_two_million_bytes_and_no_larger(shops: Shops, strict: Client) -> None:
    too_large = BODY.ljust(LARGEST + 1)
    assert reported(strict, shops, too_large, signed(too_large)).status_code == 413
    assert kept() == []
    largest = BODY.ljust(LARGEST)
    assert reported(strict, shops, largest, signed(largest)).status_code == 204
    assert kept() == [(shops.account.pk, "webhook", largest, True)]


@pytest.mark.parametrize("verb", ["get", "put", "delete"])
def test_nothing_but_a_post_is_taken(shops: Shops, strict: Client, verb: str) -> None:
    answer = getattr(strict, verb)(f"/gateways/{shops.account.key}/receipts", headers=signed(b""))
    assert answer.status_code == 405
    assert kept() == []
