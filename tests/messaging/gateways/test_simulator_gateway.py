"""What the simulator says by itself: reports are read as far as they go, and a forged webhook is nobody's."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from messaging.gateways.contract import Forged, Reading, WebhookRequest
from messaging.gateways.simulator.gateway import SimulatorGateway

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def gateway() -> SimulatorGateway:
    """Reads only: nobody is at its address."""
    return SimulatorGateway(
        url="http://127.0.0.1:9", token="a-token", sender="SMSNOTIFY", receipts_url="http://127.0.0.1:9/"
    )


REPORT = {
    "id": "1",
    "reference": "a" * 32,
    "to": "+819012345678",
    "status": "delivered",
    "code": "ok",
    "carrier": "au",
    "parts": 1,
    "at": "2026-11-23T12:00:00+09:00",
}


@pytest.mark.parametrize(
    ("body", "receipts", "remarks"),
    [
        (json.dumps({"reports": [REPORT]}).encode(), 1, 0),
        (json.dumps({"reports": [REPORT, {**REPORT, "status": "odd"}, 5]}).encode(), 1, 2),
        (json.dumps({"reports": [{**REPORT, "at": "2026-11-23T12:00:00"}]}).encode(), 0, 1),
        (json.dumps({"reports": [{**REPORT, "at": "yesterday"}]}).encode(), 0, 1),
        (b'{"reports": {}}', 0, 1),
        (b"\xff\x00", 0, 1),
        (b"[]", 0, 1),
    ],
)
def test_a_report_is_read_as_far_as_it_goes(
    gateway: SimulatorGateway, body: bytes, receipts: int, remarks: int
) -> None:
    reading = gateway.read(body)
    assert isinstance(reading, Reading)
    assert (len(reading.receipts), len(reading.remarks)) == (receipts, remarks)


def signed(body: bytes, *, key: str = "a-token", at: datetime = NOW) -> WebhookRequest:
    stamp = str(int(at.timestamp()))
    signature = hmac.new(key.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"x-simulator-timestamp": stamp, "x-simulator-signature": signature}
    return WebhookRequest(headers, body, NOW)


def test_a_genuine_webhook_passes(gateway: SimulatorGateway) -> None:
    gateway.authenticate(signed(b"{}"))


@pytest.mark.parametrize(
    "request_",
    [
        WebhookRequest({}, b"{}", NOW),
        signed(b"{}", key="another"),
        replace(signed(b"{}"), body=b'{"more": 1}'),
        signed(b"{}", at=NOW - timedelta(hours=1)),
        signed(b"{}", at=NOW + timedelta(hours=1)),
        WebhookRequest({"x-simulator-timestamp": "9" * 400, "x-simulator-signature": "é"}, b"", NOW),
        WebhookRequest({"x-simulator-timestamp": "１２", "x-simulator-signature": ""}, b"", NOW),
    ],
)
def test_a_forged_or_recorded_webhook_is_refused(gateway: SimulatorGateway, request_: WebhookRequest) -> None:
    with pytest.raises(Forged):
        gateway.authenticate(request_)
