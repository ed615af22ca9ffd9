"""The gateway against the simulator's real wire: each answer becomes the one outcome that is true."""

import hashlib
import hmac
import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import requests

from messaging.gateways.contract import (
    Accepted,
    Delivery,
    Forged,
    GatewayUnavailable,
    NotAccepted,
    Outgoing,
    Presence,
    Reading,
    Throttled,
    Unknown,
    WebhookRequest,
)
from messaging.gateways.simulator.gateway import SimulatorGateway
from tests.messaging.gateways.conftest import Provider

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def outgoing(phone: str = "+819012345678", reference: str = "a" * 32, text: str = "こんにちは") -> Outgoing:
    return Outgoing(reference, phone, text)


def handset(gateway: SimulatorGateway, phone: str) -> list[str]:
    answer = requests.get(f"{gateway.url}/handsets/{phone}.json", timeout=5)
    return [message["text"] for message in answer.json()]


def test_a_batch_gets_one_outcome_each_in_its_order(gateway: SimulatorGateway) -> None:
    outcomes = gateway.submit(
        [
            outgoing(reference="a" * 32),
            outgoing("+819012345911", "b" * 32),
            outgoing("+81312345678", "c" * 32),
            outgoing(reference="d" * 32, text="あ" * 71),
        ]
    )
    first, blocked, landline, long = outcomes
    assert isinstance(first, Accepted)
    assert first.parts == 1
    assert isinstance(blocked, NotAccepted)
    assert (blocked.code, blocked.permanent) == ("blocked_by_provider", True)
    assert isinstance(landline, NotAccepted)
    assert (landline.code, landline.permanent) == ("number_refused", True)
    assert isinstance(long, Accepted)


@pytest.mark.parametrize(
    ("ending", "expected"),
    [("910", Throttled), ("913", Unknown)],
)
def test_a_request_that_a_number_spoils_has_the_outcome_of_its_fate(
    gateway: SimulatorGateway, ending: str, expected: type
) -> None:
    (outcome,) = gateway.submit([outgoing(f"+819012345{ending}")])
    assert isinstance(outcome, expected)


def test_an_outage_is_surely_not_accepted_and_may_be_tried_again(gateway: SimulatorGateway) -> None:
    requests.post(f"{gateway.url}/control", json={"outage": True}, timeout=5).raise_for_status()
    (outcome,) = gateway.submit([outgoing()])
    assert outcome == NotAccepted("gateway_unreachable", "outage", False)
    assert gateway_after_outage(gateway) == []


def gateway_after_outage(gateway: SimulatorGateway) -> list[str]:
    requests.post(f"{gateway.url}/control", json={"outage": False}, timeout=5).raise_for_status()
    time.sleep(0.5)
    return handset(gateway, "+819012345678")


def test_a_refused_connection_is_surely_not_accepted_and_may_be_tried_again(
    gateway: SimulatorGateway,
) -> None:
    (outcome,) = replace(gateway, url="http://127.0.0.1:9").submit([outgoing()])
    assert isinstance(outcome, NotAccepted)
    assert (outcome.code, outcome.permanent) == ("gateway_unreachable", False)


def test_missing_credentials_wait_for_somebody_to_mend_them(gateway: SimulatorGateway) -> None:
    (outcome,) = replace(gateway, token="").submit([outgoing()])
    assert outcome == NotAccepted("gateway_credentials", "status 401", False)


def test_a_poll_reads_back_what_arrived_and_the_look_up_is_certain(gateway: SimulatorGateway) -> None:
    gateway.submit([outgoing(reference="a" * 32), outgoing("+819012345900", "b" * 32)])
    time.sleep(1.0)
    reading = gateway.read(gateway.poll(["a" * 32, "b" * 32, "c" * 32]))
    told = {receipt.reference: (receipt.delivery, receipt.code) for receipt in reading.receipts}
    assert told == {"a" * 32: (Delivery.DELIVERED, ""), "b" * 32: (Delivery.UNDELIVERED, "out_of_range")}
    assert gateway.look_up("a" * 32).presence is Presence.FOUND
    assert gateway.look_up("c" * 32).presence is Presence.ABSENT


def test_a_provider_that_is_away_answers_no_poll(gateway: SimulatorGateway) -> None:
    with pytest.raises(GatewayUnavailable):
        replace(gateway, url="http://127.0.0.1:9").poll(["a" * 32])


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


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [("7", 7), ("", 1), ("9" * 20, 1), ("Wed, 21 Oct 2026 07:28:00 GMT", 1), ("１", 1)],
)
def test_a_provider_that_says_wait_is_understood_whatever_it_says(
    gateway: SimulatorGateway, provider: Provider, retry_after: str, seconds: int
) -> None:
    provider.answers = (429, {"Retry-After": retry_after.encode().decode("latin-1")}, b"")
    assert replace(gateway, url=provider.url).submit([outgoing()]) == [Throttled(timedelta(seconds=seconds))]


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (202, b'{"results": [{"reference": "' + b"a" * 32, Unknown),
        (202, b"[" * 100_000, Unknown),
        (202, b'{"results": [{"reference": [], "status": "accepted", "id": "1"}]}', Unknown),
        (
            202,
            b'{"results": [{"reference": "%s", "status": "accepted", "id": "\\ud800\\u0000"}]}' % (b"a" * 32),
            Accepted,
        ),
        (500, b"", Unknown),
        (302, b"", Unknown),
        (404, b"<html>", NotAccepted),
    ],
)
def test_an_odd_answer_has_an_outcome_that_can_be_kept(
    gateway: SimulatorGateway, provider: Provider, status: int, body: bytes, expected: type
) -> None:
    provider.answers = (status, {}, body)
    (outcome,) = replace(gateway, url=provider.url).submit([outgoing()])
    assert isinstance(outcome, expected)
    assert not isinstance(outcome, Accepted) or outcome == Accepted("", None)
    assert not isinstance(outcome, NotAccepted) or not outcome.permanent


@pytest.mark.parametrize("body", [b"<html>not found</html>", b"{}", b'{"code": "no_such_page"}'])
def test_a_404_of_somebody_else_proves_nothing(
    gateway: SimulatorGateway, provider: Provider, body: bytes
) -> None:
    provider.answers = (404, {}, body)
    assert replace(gateway, url=provider.url).look_up("a" * 32).presence is Presence.UNCLEAR
