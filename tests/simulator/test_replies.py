"""What somebody types on a handset goes to the program that wrote there."""

from typing import Any

import pytest

from tests.simulator.process import SENDER, TOKEN, Simulator, eventually
from tests.simulator.receiver import Receiver
from tests.simulator.test_receipts import is_signed

NUMBER = "+819012345678"


def typed(simulator: Simulator) -> list[dict[str, Any]]:
    return list(simulator.get(f"/handsets/{NUMBER}/replies.json").json())


def test_a_reply_is_pushed_signed_to_the_latest_address(simulator: Simulator, receiver: Receiver) -> None:
    simulator.hand_over(NUMBER, reference="1", replies_url=f"{receiver.url}/old")
    simulator.texts(NUMBER)
    simulator.hand_over(NUMBER, reference="2", replies_url=f"{receiver.url}/new")
    simulator.texts(NUMBER, count=2)
    answer = simulator.post(f"/handsets/{NUMBER}/reply", json={"text": "了解です😀\n明日行きます"})
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    [reply] = receiver.replies(count=1)
    assert reply == {name: value for name, value in answer.json().items() if name != "state"}
    assert reply | {"id": "", "at": ""} == {
        "id": "",
        "from": NUMBER,
        "to": SENDER,
        "text": "了解です😀\n明日行きます",
        "at": "",
    }
    [push] = receiver.pushes
    assert (push.path, is_signed(push, TOKEN)) == ("/new", True)
    assert eventually(lambda: typed(simulator) == [{**reply, "state": "taken"}])
    assert len(simulator.inbox(NUMBER)) == 2


def test_a_reply_is_repeated_until_it_is_taken(simulator: Simulator, receiver: Receiver) -> None:
    receiver.statuses = [500]
    simulator.hand_over(NUMBER, replies_url=receiver.url)
    simulator.texts(NUMBER)
    simulator.post(f"/handsets/{NUMBER}/reply", json={"text": "停止"})
    assert [reply["text"] for reply in receiver.replies(count=2)] == ["停止", "停止"]


def test_a_reply_can_go_to_another_sender_by_name(simulator: Simulator, receiver: Receiver) -> None:
    body = {"to": NUMBER, "text": "内見のご案内"}
    for n, (sender, path) in enumerate((("GARAGE", "/garage"), ("ESTATE", "/estate"))):
        simulator.post(
            "/v1/messages",
            json={**body, "from": sender, "reference": sender, "replies_url": receiver.url + path},
        )
        simulator.wait_for(delivered=n + 1)
    simulator.post(f"/handsets/{NUMBER}/reply", json={"text": "車の件", "to": "GARAGE"})
    assert [(reply["to"], reply["text"]) for reply in receiver.replies(count=1)] == [("GARAGE", "車の件")]
    assert [push.path for push in receiver.pushes] == ["/garage"]


def test_a_reply_that_nobody_wants_stays_on_the_handset(simulator: Simulator) -> None:
    simulator.hand_over(NUMBER)
    simulator.texts(NUMBER)
    assert simulator.post(f"/handsets/{NUMBER}/reply", json={"text": "もしもし"}).json()["state"] == "kept"
    assert [(reply["text"], reply["state"]) for reply in typed(simulator)] == [("もしもし", "kept")]
    page = simulator.get(f"/handsets/{NUMBER}").text
    assert f"{SENDER} は返信を受け取れません" in page
    assert "端末に残っています" in page


def test_a_reply_to_nobody_is_409(simulator: Simulator) -> None:
    answer = simulator.post(f"/handsets/{NUMBER}/reply", json={"text": "もしもし"})
    assert (answer.status_code, answer.json()["code"]) == (409, "reply_nobody")
    simulator.hand_over(NUMBER)
    simulator.texts(NUMBER)
    answer = simulator.post(f"/handsets/{NUMBER}/reply", json={"text": "もしもし", "to": "STRANGER"})
    assert (answer.status_code, answer.json()["code"]) == (409, "reply_nobody")
    assert typed(simulator) == []


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        ({}, 400, "malformed"),
        ({"text": 5}, 400, "malformed"),
        ({"text": "a", "to": 5}, 400, "malformed"),
        ({"text": " \n"}, 422, "reply_empty"),
        ({"text": "a" * 661}, 422, "reply_too_long"),
        ({"text": "\ud83d"}, 422, "reply_untypable"),
        ({"text": "\x00"}, 422, "reply_untypable"),
    ],
)
def test_what_cannot_be_typed_is_refused(
    simulator: Simulator, data: dict[str, Any], status: int, code: str
) -> None:
    simulator.hand_over(NUMBER)
    simulator.texts(NUMBER)
    answer = simulator.post(f"/handsets/{NUMBER}/reply", json=data)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert typed(simulator) == []
