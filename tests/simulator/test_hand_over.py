"""The provider's protocol: what is handed over, what is answered, what arrives."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import requests

from tests.simulator.process import SENDER, Simulator, eventually

DOCOMO = "+819012340678"
AU = "+819012345678"
SOFTBANK = "+819012347678"
RAKUTEN = "+819012349678"


def without_times(message: dict[str, Any]) -> dict[str, Any]:
    """The message, after making sure that its times are ISO 8601 in Japan."""
    times = [message[name] for name in ("received_at", "accepted_at", "at") if name in message]
    assert [datetime.fromisoformat(time).utcoffset() for time in times] == [timedelta(hours=9)]
    return {name: value for name, value in message.items() if value not in times}


def test_a_message_is_accepted_and_seen_on_the_handset(simulator: Simulator) -> None:
    answer = simulator.hand_over(AU, "車検の時期です", "a" * 64)
    assert answer.status_code == 202
    data = answer.json()
    assert data.pop("id")
    assert data == {"reference": "a" * 64, "to": AU, "status": "accepted", "parts": 1}
    eventually(lambda: simulator.inbox(AU))
    assert [without_times(message) for message in simulator.inbox(AU)] == [
        {"from": SENDER, "text": "車検の時期です", "provider": "simulator", "reference": "a" * 64}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "  前後の空白\n\nと改行\r\n ",
        "<script>alert('&amp;')</script>",
        "髙橋 﨑 神福隆靖 が か\u3099 ｶﾞ ～〜 ①",
        "あ" * 660,
        "\u3000" + "字" * 659,
    ],
)
def test_a_text_arrives_to_the_letter(simulator: Simulator, text: str) -> None:
    assert simulator.hand_over(DOCOMO, text).status_code == 202
    assert simulator.texts(DOCOMO) == [text]


def test_messages_of_a_handset_are_in_order_of_arrival(simulator: Simulator) -> None:
    simulator.set_control(delivery_delay=0.5)
    simulator.hand_over(AU, "遅い", "slow")
    simulator.set_control(delivery_delay=0.0)
    simulator.hand_over(AU, "速い", "fast")
    assert simulator.texts(AU, count=2) == ["速い", "遅い"]


def test_a_handset_that_got_nothing_is_empty(simulator: Simulator) -> None:
    assert simulator.inbox("+819099999999") == []


@pytest.mark.parametrize(
    ("number", "characters", "parts"),
    [
        (DOCOMO, 70, 1),
        (DOCOMO, 71, 2),
        (DOCOMO, 132, 2),
        (DOCOMO, 133, 3),
        (DOCOMO, 660, 10),
        (AU, 134, 2),
        (AU, 135, 3),
        (RAKUTEN, 603, 9),
        (RAKUTEN, 604, 10),
        (SOFTBANK, 660, 1),
    ],
)
def test_parts_are_counted_by_the_carrier_of_the_number(
    simulator: Simulator, number: str, characters: int, parts: int
) -> None:
    assert simulator.hand_over(number, "あ" * characters).json()["parts"] == parts


@pytest.mark.parametrize(
    ("to", "text", "code"),
    [
        ("09012345678", "本文", "invalid_number"),
        ("+81312345678", "本文", "invalid_number"),
        ("+8190123456", "本文", "invalid_number"),
        ("+81901234567890123", "本文", "invalid_number"),
        ("\ud800", "本文", "invalid_number"),
        ("+81９０12345678", "本文", "invalid_number"),
        (AU, "", "empty_text"),
        (AU, " \n\u3000", "empty_text"),
        (AU, "あ" * 661, "text_too_long"),
        (AU, "あ" * 300_000, "text_too_long"),
        (AU, "ご来店ありがとうございます😀", "unsendable_character"),
        (AU, "𠮷野家", "unsendable_character"),
        (AU, "鐘\x07", "unsendable_character"),
        (AU, "半分\ud83d", "unsendable_character"),
        ("+819012345911", "本文", "blocked"),
    ],
)
def test_what_cannot_be_sent_is_rejected_with_its_code(
    simulator: Simulator, to: str, text: str, code: str
) -> None:
    answer = simulator.hand_over(to, text)
    assert answer.status_code == 422
    data = answer.json()
    assert data.pop("reason")
    assert data == {"status": "rejected", "code": code, "reference": "r1"}
    assert simulator.totals()["accepted"] == 0


def test_a_batch_is_answered_in_its_order(simulator: Simulator) -> None:
    answer = simulator.hand_over_batch(
        [
            {"to": DOCOMO, "text": "一", "reference": "1"},
            {"to": "+81312345678", "text": "二", "reference": "2"},
            {"to": AU, "text": "あ" * 71, "reference": "3"},
            {"to": "+819012345911", "text": "四", "reference": "4"},
        ]
    )
    assert answer.status_code == 202
    results = answer.json()["results"]
    assert len({result.pop("id") for result in results if "id" in result}) == 2
    assert [bool(result.pop("reason", "")) for result in results] == [False, True, False, True]
    assert results == [
        {"reference": "1", "to": DOCOMO, "status": "accepted", "parts": 1},
        {"reference": "2", "to": "+81312345678", "status": "rejected", "code": "invalid_number"},
        {"reference": "3", "to": AU, "status": "accepted", "parts": 2},
        {"reference": "4", "to": "+819012345911", "status": "rejected", "code": "blocked"},
    ]
    assert simulator.texts(AU) == ["あ" * 71]
    assert simulator.totals() == {"accepted": 2, "delivered": 2, "references": 2, "repeated_references": 0}


def test_a_batch_of_a_thousand_is_taken_and_one_more_is_not(simulator: Simulator) -> None:
    messages = [{"to": f"+8190{n:05d}111", "text": "本文", "reference": f"{n}"} for n in range(10000, 11001)]
    refused = simulator.hand_over_batch(messages)
    assert (refused.status_code, refused.json()["code"]) == (422, "too_many_messages")
    assert simulator.totals()["accepted"] == 0
    taken = simulator.hand_over_batch(messages[:1000])
    assert [result["reference"] for result in taken.json()["results"]] == [
        f"{n}" for n in range(10000, 11000)
    ]
    delivered = {"accepted": 1000, "delivered": 1000, "references": 1000, "repeated_references": 0}
    assert eventually(lambda: simulator.totals() == delivered)


def test_a_reference_handed_over_twice_arrives_twice(simulator: Simulator) -> None:
    ids = {simulator.hand_over(AU, text, "same").json()["id"] for text in ("一", "二", "三")}
    assert len(ids) == 3
    assert simulator.texts(AU, count=3) == ["一", "二", "三"]
    assert simulator.totals() == {"accepted": 3, "delivered": 3, "references": 1, "repeated_references": 1}
    assert {report["id"] for report in simulator.reports("same")} == ids


def test_reports_say_sent_and_then_delivered(simulator: Simulator) -> None:
    simulator.set_control(delivery_delay=0.4)
    id = simulator.hand_over(SOFTBANK, reference="r/1").json()["id"]
    known = {"id": id, "reference": "r/1", "to": SOFTBANK, "carrier": "softbank", "parts": 1, "code": "ok"}
    assert [without_times(report) for report in simulator.reports("r/1")] == [{**known, "status": "sent"}]
    simulator.texts(SOFTBANK)
    asked = {"references": ["r/1", "nobody's"]}
    answer = eventually(
        lambda: (
            found
            if (found := simulator.post("/v1/reports/query", json=asked).json())["reports"][0]["status"]
            != "sent"
            else None
        )
    )
    assert answer
    assert answer["reports"][0]["at"] == simulator.inbox(SOFTBANK)[0]["received_at"]
    assert [without_times(report) for report in answer["reports"]] == [{**known, "status": "delivered"}]
    assert answer["unknown"] == ["nobody's"]


def test_a_look_up_finds_a_message_at_once(simulator: Simulator) -> None:
    simulator.set_control(delivery_delay=0.4)
    id = simulator.hand_over(AU, reference="r 1/2").json()["id"]
    found = simulator.get("/v1/messages/r%201%2F2")
    assert found.status_code == 200
    known = {"id": id, "reference": "r 1/2", "to": AU, "parts": 1}
    assert without_times(found.json()) == {**known, "status": "accepted"}
    assert eventually(lambda: simulator.get("/v1/messages/r%201%2F2").json()["status"] == "delivered")
    assert simulator.get("/v1/messages/r3").status_code == 404


def test_an_account_sees_its_own_messages_only(simulator: Simulator) -> None:
    simulator.hand_over(AU, reference="mine")
    other = {"Authorization": "Bearer another"}
    assert simulator.get("/v1/messages/mine", headers=other).status_code == 404
    reports = simulator.get("/v1/reports?reference=mine", headers=other).json()
    assert reports == {"reports": [], "unknown": ["mine"]}


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer  ", "Basic abc", "Bearer \xe9", f"Bearer {'t' * 201}"]
)
def test_a_request_without_a_token_is_401(running_simulator: Simulator, header: str) -> None:
    headers = {"Authorization": header.encode("latin-1")}
    asked = [
        requests.get(f"{running_simulator.url}/v1/reports", headers=headers, timeout=5),
        requests.get(f"{running_simulator.url}/v1/messages/r1", headers=headers, timeout=5),
        requests.post(f"{running_simulator.url}/v1/messages", headers=headers, json={}, timeout=5),
        requests.post(f"{running_simulator.url}/v1/batches", headers=headers, json={}, timeout=5),
        requests.post(f"{running_simulator.url}/v1/reports/query", headers=headers, json={}, timeout=5),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in asked] == [(401, "unauthorized")] * 5
