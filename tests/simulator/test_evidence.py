"""What a test can ask afterwards: every acceptance, and how fast they came."""

import pytest

from simulator.carriers import carrier_of
from simulator.evidence import busiest
from simulator.fates import fate_of
from simulator.messages import Batch, Message
from tests.simulator.conftest import Start
from tests.simulator.process import SENDER, Simulator, eventually

NUMBER = "+819012345678"


def test_every_acceptance_is_listed_in_its_order(simulator: Simulator) -> None:
    simulator.hand_over("+819012345900", reference="refused by the carrier")
    simulator.hand_over_batch([{"to": NUMBER, "text": f"{n}", "reference": "same"} for n in range(2)])
    simulator.hand_over("+819012345911", reference="blocked")
    assert eventually(lambda: simulator.totals()["delivered"] == 2)
    found = simulator.get("/messages/references.json").json()
    times = [row.pop("accepted_at") for row in found["messages"]]
    assert times == sorted(times)
    assert found == {
        "messages": [
            {"reference": "refused by the carrier", "to": "+819012345900", "on_handset": False},
            {"reference": "same", "to": NUMBER, "on_handset": True},
            {"reference": "same", "to": NUMBER, "on_handset": True},
        ],
        "next": None,
    }


def test_what_is_on_its_way_is_not_on_a_handset(simulator: Simulator) -> None:
    simulator.set_control(delivery_delay=60)
    simulator.hand_over(NUMBER)
    assert [row["on_handset"] for row in simulator.get("/messages/references.json").json()["messages"]] == [
        False
    ]


def test_acceptances_are_counted_by_the_beginning_of_their_numbers(simulator: Simulator) -> None:
    for reference, number in enumerate(["+819011111111", "+819011111900", "+819022222222"]):
        simulator.hand_over(number, reference=f"{reference}")
    simulator.wait_for(delivered=2)

    def count(beginning: str) -> dict[str, int]:
        return dict(simulator.get("/messages/count.json", params={"to": beginning}).json())

    assert eventually(lambda: simulator.reports("1")[0]["status"] == "undelivered")
    assert count("+819011111") == {"accepted": 2, "delivered": 1}
    assert count("+8190") == {"accepted": 3, "delivered": 2}
    assert count("+8170") == {"accepted": 0, "delivered": 0}


def test_the_list_is_read_in_pages(simulator: Simulator) -> None:
    simulator.hand_over_batch([{"to": NUMBER, "text": "本文", "reference": f"{n}"} for n in range(5)])
    pages = []
    after: int | None = 0
    while after is not None:
        page = simulator.get("/messages/references.json", params={"after": after, "limit": 2}).json()
        pages.append([row["reference"] for row in page["messages"]])
        after = page["next"]
    assert pages == [["0", "1"], ["2", "3"], ["4"]]


@pytest.mark.parametrize(
    "address",
    [
        "/messages/references.json?after=-1",
        "/messages/references.json?limit=x",
        "/messages/references.json?after=%D9%A1",
        "/messages/rate.json?seconds=0",
        "/messages/rate.json?seconds=nan",
        "/messages/rate.json?seconds=x",
    ],
)
def test_a_wrong_question_is_400(simulator: Simulator, address: str) -> None:
    answer = simulator.get(address)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_the_list_is_the_same_after_a_kill(start: Start) -> None:
    simulator = start()
    simulator.hand_over(NUMBER, reference="kept")
    simulator.texts(NUMBER)
    before = simulator.get("/messages/references.json").json()
    simulator.wait_for_lines("arrived", count=1)
    simulator.kill()
    assert start().get("/messages/references.json").json() == before


def accepted_at(*times: float) -> list[Message]:
    """A message of two parts at each time."""
    return [
        Message(
            Batch("b", "token", SENDER, None, None, time),
            0,
            NUMBER,
            "",
            "r",
            carrier_of(NUMBER),
            2,
            fate_of(NUMBER),
        )
        for time in times
    ]


@pytest.mark.parametrize(
    ("times", "seconds", "messages"),
    [
        ([], 1.0, 0),
        ([5.0], 1.0, 1),
        ([5.0, 5.0, 5.0], 1.0, 3),
        ([0.0, 0.5, 1.0, 1.5], 1.0, 2),
        ([0.0, 0.6, 0.9, 1.5, 1.59], 1.0, 4),
        ([1.59, 0.9, 0.0, 1.5, 0.6], 1.0, 4),
        ([0.0, 10.0, 10.4, 10.4, 20.0], 0.5, 3),
    ],
)
def test_the_busiest_window_slides(times: list[float], seconds: float, messages: int) -> None:
    assert busiest(accepted_at(*times), seconds) == (messages, 2 * messages)


def test_the_rate_is_one_accounts_and_counts_what_was_refused(simulator: Simulator) -> None:
    other = {"from": SENDER, "messages": [{"to": NUMBER, "text": "本文", "reference": "other"}] * 2}
    simulator.post("/v1/batches", json=other, headers={"Authorization": "Bearer another"})
    simulator.set_control(throttle_per_second=1)
    long = [{"to": NUMBER, "text": "あ" * 71, "reference": f"{n}"} for n in range(30)]
    # One request may overdraw the bucket; the next one waits for it to fill.
    assert simulator.hand_over_batch(long).status_code == 202
    assert simulator.hand_over_batch(long[:2]).status_code == 429
    simulator.get("/v1/messages/0")
    found = simulator.get("/messages/rate.json", params={"seconds": 60}).json()
    assert found == {"seconds": 60.0, "busiest": 30, "busiest_parts": 60, "refused": 2, "looked_up": 1}
