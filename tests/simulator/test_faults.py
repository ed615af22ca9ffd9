"""The lever `fault`: what goes wrong with every hand-over, whatever the number."""

import threading
from contextlib import suppress
from typing import Any

import pytest
import requests

from tests.simulator.process import TOKEN, Simulator, eventually

NUMBERS = [f"+8190123450{n:02d}" for n in range(10, 15)]
BATCH = [{"to": number, "text": "本文", "reference": f"r{n}"} for n, number in enumerate(NUMBERS)]


def posted(
    simulator: Simulator, path: str, content: dict[str, Any], *, patience: float = 5
) -> requests.Response:
    """By a connection of its own: the fixture's is not to be broken."""
    return requests.post(
        simulator.url + path,
        json={"from": "SHOP"} | content,
        headers={"Authorization": f"Bearer {TOKEN}"},
        timeout=patience,
    )


def accepted(simulator: Simulator) -> list[str]:
    rows = simulator.get("/messages/references.json").json()["messages"]
    return [row["reference"] for row in rows]


@pytest.mark.parametrize(
    ("fault", "error", "arrives"),
    [
        ("hang_before", requests.exceptions.ReadTimeout, False),
        ("hang_after", requests.exceptions.ReadTimeout, True),
        ("drop_before", requests.exceptions.ConnectionError, False),
        ("drop_after", requests.exceptions.ConnectionError, True),
    ],
)
@pytest.mark.parametrize("path", ["/v1/messages", "/v1/batches"])
def test_a_hand_over_without_an_answer(
    simulator: Simulator, path: str, fault: str, error: type[Exception], arrives: bool
) -> None:
    simulator.set_control(fault=fault)
    content = {"messages": BATCH[:1]} if path == "/v1/batches" else BATCH[0]
    with pytest.raises(error) as raised:
        posted(simulator, path, content, patience=0.3)
    assert type(raised.value) is error
    simulator.set_control(fault="none")
    assert accepted(simulator) == (["r0"] if arrives else [])
    assert simulator.get("/v1/messages/r0").status_code == (200 if arrives else 404)
    # The next one is an ordinary one again.
    assert simulator.hand_over(NUMBERS[1], reference="next").status_code == 202
    assert simulator.texts(NUMBERS[1]) == ["こんにちは"]
    assert len(simulator.inbox(NUMBERS[0])) == arrives


@pytest.mark.parametrize(("fault", "taken"), [("error_500", False), ("error_500_after", True)])
def test_a_hand_over_answered_by_a_500(simulator: Simulator, fault: str, taken: bool) -> None:
    simulator.set_control(fault=fault)
    answers = [
        simulator.hand_over(NUMBERS[0], reference="alone"),
        simulator.hand_over_batch(BATCH),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(500, "broken")] * 2
    assert accepted(simulator) == (["alone", *(message["reference"] for message in BATCH)] if taken else [])


def test_a_garbled_answer_is_no_json_and_all_was_accepted(simulator: Simulator) -> None:
    simulator.set_control(fault="garbled")
    answer = simulator.hand_over_batch(BATCH)
    assert answer.status_code == 202
    with pytest.raises(ValueError, match="."):
        answer.json()
    assert accepted(simulator) == [message["reference"] for message in BATCH]


def test_of_a_half_hand_over_the_first_half_is_accepted_and_half_of_that_is_named(
    simulator: Simulator,
) -> None:
    simulator.set_control(fault="half")
    answer = simulator.hand_over_batch(BATCH)
    assert answer.status_code == 202
    assert [result["reference"] for result in answer.json()["results"]] == ["r0"]
    assert accepted(simulator) == ["r0", "r1", "r2"]
    simulator.set_control(fault="none")
    assert [simulator.get(f"/v1/messages/r{n}").status_code for n in range(5)] == [200, 200, 200, 404, 404]


def test_half_of_a_single_message_is_an_accepted_one_with_a_torn_answer(simulator: Simulator) -> None:
    simulator.set_control(fault="half")
    answer = simulator.hand_over(NUMBERS[0], reference="alone")
    assert answer.status_code == 202
    with pytest.raises(ValueError, match="."):
        answer.json()
    assert accepted(simulator) == ["alone"]


def test_a_fault_concerns_hand_overs_only(simulator: Simulator) -> None:
    simulator.hand_over(NUMBERS[0], reference="before")
    simulator.set_control(fault="error_500")
    assert simulator.get("/v1/messages/before").status_code == 200
    assert [report["reference"] for report in simulator.reports("before")] == ["before"]


def test_a_held_request_stays_held_when_the_lever_moves_back(simulator: Simulator) -> None:
    simulator.set_control(fault="hang_after")

    def hand_over() -> None:
        with suppress(requests.exceptions.RequestException):
            posted(simulator, "/v1/messages", BATCH[0], patience=3)
            answered.append(True)

    answered: list[bool] = []
    thread = threading.Thread(target=hand_over)
    thread.start()
    assert eventually(lambda: accepted(simulator) == ["r0"])
    simulator.set_control(fault="none")
    assert simulator.hand_over(NUMBERS[1], reference="next").status_code == 202
    thread.join()
    assert answered == []
