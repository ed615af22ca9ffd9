"""Every number of the table of fates, through the provider's API."""

import time
from typing import Any

import pytest
import requests

from tests.simulator.process import Simulator, eventually
from tests.simulator.receiver import Receiver


def number(ending: str) -> str:
    return f"+819012340{ending}"


def heard(receiver: Receiver, *, count: int) -> list[tuple[str, str]]:
    return [(report["status"], report["code"]) for report in receiver.reports(count=count)]


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ("900", "out_of_range"),
        ("901", "refused"),
        ("902", "unknown_number"),
        ("903", "foreign_refused"),
        ("904", "other"),
    ],
)
def test_an_undeliverable_number_is_accepted_and_reported(
    simulator: Simulator, receiver: Receiver, ending: str, code: str
) -> None:
    assert simulator.hand_over(number(ending), receipts_url=receiver.url).status_code == 202
    assert heard(receiver, count=1) == [("undelivered", code)]
    assert [(report["status"], report["code"]) for report in simulator.reports("r1")] == [
        ("undelivered", code)
    ]
    assert simulator.get("/v1/messages/r1").json()["status"] == "undelivered"
    assert simulator.inbox(number(ending)) == []


@pytest.mark.parametrize("ending", ["899", "914", "950", "999", "000"])
def test_a_number_outside_the_table_is_delivered(
    simulator: Simulator, receiver: Receiver, ending: str
) -> None:
    assert simulator.hand_over(number(ending), receipts_url=receiver.url).status_code == 202
    assert heard(receiver, count=1) == [("delivered", "ok")]
    assert simulator.texts(number(ending)) == ["こんにちは"]


def test_a_late_receipt_comes_after_its_delay(simulator: Simulator, receiver: Receiver) -> None:
    simulator.set_control(late_receipt_delay=0.6)
    simulator.hand_over(number("905"), reference="late", receipts_url=receiver.url)
    simulator.hand_over(number("111"), reference="prompt", receipts_url=receiver.url)
    assert simulator.texts(number("905")) == ["こんにちは"]
    assert [report["reference"] for report in receiver.reports(count=1)] == ["prompt"]
    assert simulator.reports("late")[0]["status"] == "sent"
    assert [report["reference"] for report in receiver.reports(count=2)] == ["prompt", "late"]


def test_a_doubled_receipt_comes_twice_in_two_requests(simulator: Simulator, receiver: Receiver) -> None:
    simulator.hand_over(number("906"), receipts_url=receiver.url)
    first, second = receiver.reports(count=2)
    assert first == second
    assert [len(push.entries("reports")) for push in receiver.pushes] == [1, 1]
    assert simulator.texts(number("906")) == ["こんにちは"]


def test_reordered_receipts_come_delivered_then_sent(simulator: Simulator, receiver: Receiver) -> None:
    simulator.hand_over(number("907"), receipts_url=receiver.url)
    assert heard(receiver, count=2) == [("delivered", "ok"), ("sent", "ok")]
    first, second = receiver.reports(count=2)
    assert first["at"] > second["at"]
    assert simulator.reports("r1")[0]["status"] == "delivered"


def test_an_answer_that_never_comes_still_means_delivered(simulator: Simulator, receiver: Receiver) -> None:
    message = {"from": "SHOP", "to": number("908"), "text": "届く", "reference": "r1"}
    with pytest.raises(requests.ReadTimeout):
        simulator.session.post(f"{simulator.url}/v1/messages", json=message, timeout=0.5)
    assert simulator.texts(number("908")) == ["届く"]
    assert simulator.get("/v1/messages/r1").status_code == 200


def test_a_dropped_request_was_not_accepted(simulator: Simulator) -> None:
    with pytest.raises(requests.ConnectionError):
        simulator.hand_over(number("909"))
    assert simulator.get("/v1/messages/r1").status_code == 404
    assert simulator.totals()["accepted"] == 0


def test_a_throttled_number_is_429_with_retry_after(simulator: Simulator) -> None:
    answer = simulator.hand_over(number("910"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    assert simulator.totals()["accepted"] == 0


def test_a_silent_number_is_known_by_polling_only(simulator: Simulator, receiver: Receiver) -> None:
    simulator.hand_over(number("912"), reference="silent", receipts_url=receiver.url)
    assert eventually(lambda: simulator.reports("silent")[0]["status"] == "delivered")
    simulator.hand_over(number("111"), reference="loud", receipts_url=receiver.url)
    assert [report["reference"] for report in receiver.reports(count=1)] == ["loud"]


def test_a_garbled_answer_comes_after_acceptance(simulator: Simulator) -> None:
    answer = simulator.hand_over(number("913"))
    assert answer.status_code == 202
    with pytest.raises(requests.JSONDecodeError):
        answer.json()
    assert simulator.texts(number("913")) == ["こんにちは"]


def batch(ending: str) -> list[dict[str, Any]]:
    return [
        {"to": number("111"), "text": "隣の人", "reference": "neighbour"},
        {"to": number(ending), "text": "本人", "reference": "bearer"},
    ]


@pytest.mark.parametrize(("ending", "accepted"), [("908", 2), ("909", 0)])
def test_in_a_batch_a_lost_answer_is_lost_for_all(simulator: Simulator, ending: str, accepted: int) -> None:
    body = {"from": "SHOP", "messages": batch(ending)}
    with pytest.raises((requests.ReadTimeout, requests.ConnectionError)):
        simulator.session.post(f"{simulator.url}/v1/batches", json=body, timeout=0.5)
    assert simulator.totals()["accepted"] == accepted


def test_in_a_batch_throttling_and_garbling_are_for_all(simulator: Simulator) -> None:
    assert simulator.hand_over_batch(batch("910")).status_code == 429
    assert simulator.totals()["accepted"] == 0
    garbled = simulator.hand_over_batch(batch("913"))
    assert garbled.status_code == 202
    with pytest.raises(requests.JSONDecodeError):
        garbled.json()
    assert simulator.totals()["accepted"] == 2


def test_a_held_connection_is_let_go_when_the_client_leaves(simulator: Simulator) -> None:
    message = {"from": "SHOP", "to": number("908"), "text": "届く", "reference": "r1"}
    started = time.monotonic()
    for _ in range(3):
        with pytest.raises(requests.ReadTimeout):
            requests.post(
                f"{simulator.url}/v1/messages",
                json=message,
                headers={"Authorization": "Bearer t"},
                timeout=0.2,
            )
    assert simulator.get("/healthz").status_code == 200
    assert time.monotonic() - started < 3
    assert "Traceback" not in simulator.said()
