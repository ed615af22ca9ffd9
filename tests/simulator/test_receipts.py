"""What is pushed: signed, collected, repeated until it is taken."""

import hashlib
import hmac
import time

from tests.simulator.conftest import Start
from tests.simulator.process import TOKEN, Simulator, eventually
from tests.simulator.receiver import Push, Receiver

NUMBER = "+819012345678"


def is_signed(push: Push, token: str) -> bool:
    timestamp = push.headers["X-Simulator-Timestamp"]
    assert abs(int(timestamp) - time.time()) < 10
    signed = timestamp.encode() + b"." + push.body
    expected = hmac.new(token.encode(), signed, hashlib.sha256).hexdigest()
    return push.headers["X-Simulator-Signature"] == expected


def test_a_receipt_is_signed_and_says_everything(simulator: Simulator, receiver: Receiver) -> None:
    id = simulator.hand_over(NUMBER, "あ" * 71, receipts_url=f"{receiver.url}/receipts?a=b").json()["id"]
    [report] = receiver.reports(count=1)
    [push] = receiver.pushes
    assert report == {
        "id": id,
        "reference": "r1",
        "to": NUMBER,
        "status": "delivered",
        "code": "ok",
        "carrier": "au",
        "parts": 2,
        "at": simulator.inbox(NUMBER)[0]["received_at"],
    }
    assert (push.path, push.headers["Content-Type"]) == ("/receipts?a=b", "application/json")
    assert is_signed(push, TOKEN)
    assert not is_signed(push, "another token")


def test_receipts_are_collected_by_address_and_account(simulator: Simulator, receiver: Receiver) -> None:
    messages = [{"to": NUMBER, "text": "本文", "reference": f"{n}"} for n in range(700)]
    simulator.hand_over_batch(messages, receipts_url=f"{receiver.url}/one")
    simulator.hand_over(NUMBER, reference="other", receipts_url=f"{receiver.url}/two")
    reports = receiver.reports(count=701)
    assert sorted(report["reference"] for report in reports) == sorted(
        [f"{n}" for n in range(700)] + ["other"]
    )
    sizes = [(push.path, len(push.entries("reports"))) for push in receiver.pushes]
    assert sorted(sizes) == [("/one", 200), ("/one", 500), ("/two", 1)]


def test_a_receipt_is_repeated_until_it_is_taken(simulator: Simulator, receiver: Receiver) -> None:
    receiver.statuses = [500, 302, 404]
    simulator.hand_over(NUMBER, receipts_url=receiver.url)
    reports = receiver.reports(count=4)
    assert [report["reference"] for report in reports] == ["r1"] * 4
    assert len({push.body for push in receiver.pushes}) == 1
    assert all(is_signed(push, TOKEN) for push in receiver.pushes)
    simulator.wait_for_lines("reported", count=1)
    # Settled: a later receipt for the same address goes out alone, and nothing of the first comes before it.
    simulator.hand_over(NUMBER, reference="r2", receipts_url=receiver.url)
    assert [report["reference"] for report in receiver.reports(count=5)] == ["r1"] * 4 + ["r2"]


def test_a_receipt_is_given_up_in_the_end(start: Start, receiver: Receiver) -> None:
    simulator = start("--retry-first", "0.05", "--retry-longest", "0.1", "--retry-give-up", "0.3")
    receiver.statuses = [500] * 100
    simulator.hand_over(NUMBER, receipts_url=receiver.url)
    assert eventually(lambda: "given up" in simulator.said())
    attempts = len(receiver.pushes)
    assert 2 <= attempts <= 7
    receiver.statuses.clear()
    simulator.hand_over(NUMBER, reference="r2", receipts_url=receiver.url)
    assert [report["reference"] for report in receiver.reports(count=attempts + 1)] == ["r1"] * attempts + [
        "r2"
    ]


def test_no_receipt_is_pushed_when_receipts_are_off(simulator: Simulator, receiver: Receiver) -> None:
    simulator.set_control(receipts="off")
    simulator.hand_over(NUMBER, reference="silent", receipts_url=receiver.url)
    assert eventually(lambda: simulator.reports("silent")[0]["status"] == "delivered")
    simulator.set_control(receipts="push")
    simulator.hand_over(NUMBER, reference="loud", receipts_url=receiver.url)
    assert [report["reference"] for report in receiver.reports(count=1)] == ["loud"]


def test_every_receipt_comes_twice_when_told_so(simulator: Simulator, receiver: Receiver) -> None:
    simulator.set_control(receipt_order="twice")
    simulator.hand_over(NUMBER, receipts_url=receiver.url)
    reports = receiver.reports(count=2)
    assert [report["status"] for report in reports] == ["delivered"] * 2
    assert reports[0] == reports[1]


def test_every_receipt_comes_in_the_wrong_order_when_told_so(
    simulator: Simulator, receiver: Receiver
) -> None:
    simulator.set_control(receipt_order="reordered")
    simulator.hand_over(NUMBER, receipts_url=receiver.url)
    assert [report["status"] for report in receiver.reports(count=2)] == ["delivered", "sent"]


def test_a_numbers_own_receipts_go_before_the_lever(simulator: Simulator, receiver: Receiver) -> None:
    simulator.set_control(receipt_order="twice")
    simulator.hand_over("+819012345907", receipts_url=receiver.url)
    assert [report["status"] for report in receiver.reports(count=2)] == ["delivered", "sent"]


def test_a_receipt_waits_for_its_delay(simulator: Simulator, receiver: Receiver) -> None:
    simulator.set_control(receipt_delay=0.5)
    simulator.hand_over(NUMBER, receipts_url=receiver.url)
    simulator.texts(NUMBER)
    assert (receiver.pushes, simulator.reports("r1")[0]["status"]) == ([], "sent")
    assert receiver.reports(count=1)[0]["status"] == "delivered"


def test_a_failing_address_does_not_hold_up_another(simulator: Simulator, receiver: Receiver) -> None:
    simulator.hand_over(NUMBER, reference="lost", receipts_url="http://127.0.0.1:9/")
    simulator.hand_over(NUMBER, reference="found", receipts_url=receiver.url)
    assert [report["reference"] for report in receiver.reports(count=1)] == ["found"]
