"""The levers: how the provider behaves, and the way back."""

import threading
import time
from typing import Any

import pytest
import requests

from tests.simulator.process import Simulator, eventually
from tests.simulator.receiver import Receiver

NUMBER = "+819012345678"
OTHER = "+819012345679"
DEFAULTS = {
    "latency": 0.0,
    "delivery_delay": 0.3,
    "receipt_delay": 0.0,
    "late_receipt_delay": 60.0,
    "look_up_delay": 0.0,
    "outage": False,
    "throttle_per_second": None,
    "fault": "none",
    "look_up": True,
    "receipts": "push",
    "receipt_order": "normal",
}


def test_any_subset_of_the_levers_is_set_and_shown(simulator: Simulator) -> None:
    simulator.post("/reset")
    assert simulator.get("/control").json() == DEFAULTS
    answer = simulator.post("/control", json={"latency": 0, "throttle_per_second": 2.5, "receipts": "off"})
    changed = DEFAULTS | {"throttle_per_second": 2.5, "receipts": "off"}
    assert (answer.status_code, answer.json()) == (200, changed)
    assert simulator.get("/control").json() == changed
    simulator.post("/reset")
    assert simulator.get("/control").json() == DEFAULTS


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"latency": "1"}, {"latency": "number"}),
        ({"latency": -1}, {"latency": "number"}),
        ({"delivery_delay": 3601}, {"delivery_delay": "number"}),
        ({"receipt_delay": True}, {"receipt_delay": "number"}),
        ({"late_receipt_delay": None}, {"late_receipt_delay": "number"}),
        ({"outage": 1}, {"outage": "flag"}),
        ({"look_up": "on"}, {"look_up": "choice"}),
        ({"look_up": 1}, {"look_up": "choice"}),
        ({"look_up_delay": -0.1}, {"look_up_delay": "number"}),
        ({"fault": "hang"}, {"fault": "choice"}),
        ({"fault": None}, {"fault": "choice"}),
        ({"receipt_order": True}, {"receipt_order": "choice"}),
        ({"throttle_per_second": 0}, {"throttle_per_second": "number"}),
        ({"receipts": "maybe"}, {"receipts": "choice"}),
        ({"receipts": ["push"]}, {"receipts": "choice"}),
        ({"lever": 1, "latency": []}, {"lever": "unknown", "latency": "number"}),
    ],
)
def test_a_wrong_lever_is_named_and_nothing_is_set(
    simulator: Simulator, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    before = simulator.get("/control").json()
    answer = simulator.post("/control", json={"receipt_delay": 7} | changes)
    assert (answer.status_code, answer.json()["errors"]) == (422, errors)
    assert simulator.get("/control").json() == before


def test_a_number_that_is_none_is_refused(simulator: Simulator) -> None:
    answer = simulator.post("/control", data='{"latency": NaN}', headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["errors"]) == (422, {"latency": "number"})


def test_an_outage_shuts_the_door_but_delivers_what_was_accepted(
    simulator: Simulator, receiver: Receiver
) -> None:
    simulator.set_control(delivery_delay=0.3)
    simulator.hand_over(NUMBER, reference="before", receipts_url=receiver.url)
    simulator.set_control(outage=True)
    answers = [
        simulator.hand_over(NUMBER, reference="during"),
        simulator.hand_over_batch([{"to": NUMBER, "text": "本文", "reference": "during"}]),
        simulator.get("/v1/messages/before"),
        simulator.get("/v1/reports?reference=before"),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(503, "outage")] * 4
    assert [report["reference"] for report in receiver.reports(count=1)] == ["before"]
    simulator.set_control(outage=False)
    assert simulator.get("/v1/messages/during").status_code == 404
    assert simulator.hand_over(NUMBER, reference="after").status_code == 202


def test_a_throttled_account_waits_and_another_does_not(simulator: Simulator) -> None:
    simulator.set_control(throttle_per_second=2)
    batch = [{"to": NUMBER, "text": "本文", "reference": f"{n}"} for n in range(3)]
    assert simulator.hand_over_batch(batch).status_code == 202
    refused = simulator.hand_over(NUMBER, reference="next")
    assert (refused.status_code, refused.json()["code"], refused.headers["Retry-After"]) == (
        429,
        "throttled",
        "1",
    )
    other = simulator.session.post(
        f"{simulator.url}/v1/messages",
        json={"from": "SHOP", "to": NUMBER, "text": "本文", "reference": "other"},
        headers={"Authorization": "Bearer another"},
        timeout=5,
    )
    assert other.status_code == 202
    assert eventually(lambda: simulator.hand_over(NUMBER, reference="next").status_code == 202, seconds=2)


def test_latency_is_waited_after_the_acceptance(simulator: Simulator) -> None:
    simulator.set_control(latency=0.5)
    answered: list[float] = []
    started = time.monotonic()

    def hand_over() -> None:
        simulator.hand_over(NUMBER, "待つ")
        answered.append(time.monotonic() - started)

    thread = threading.Thread(target=hand_over)
    thread.start()
    with requests.Session() as other:
        assert eventually(lambda: other.get(f"{simulator.url}/handsets/{NUMBER}.json", timeout=5).json())
    assert answered == []
    thread.join()
    assert answered[0] >= 0.5


def test_look_up_switched_off_is_not_an_absence(simulator: Simulator) -> None:
    simulator.hand_over(NUMBER)
    simulator.set_control(look_up=False)
    assert simulator.get("/v1/messages/r1").status_code == 501


def test_a_blind_look_up_finds_nothing_and_does_not_say_that_nothing_was_accepted(
    simulator: Simulator,
) -> None:
    simulator.hand_over(NUMBER)
    simulator.set_control(look_up="blind")
    found = [simulator.get(f"/v1/messages/{reference}") for reference in ("r1", "never")]
    assert [(answer.status_code, answer.json()["code"]) for answer in found] == [(404, "nothing_found")] * 2
    simulator.set_control(look_up=True)
    assert simulator.get("/v1/messages/r1").status_code == 200


def test_a_look_up_finds_a_message_after_its_delay(simulator: Simulator) -> None:
    simulator.set_control(look_up_delay=0.5)
    simulator.hand_over(NUMBER)
    early = simulator.get("/v1/messages/r1")
    assert (early.status_code, early.json()["code"]) == (404, "unknown_reference")
    assert eventually(lambda: simulator.get("/v1/messages/r1").status_code == 200)


def test_a_reset_forgets_messages_and_what_was_still_to_come(
    simulator: Simulator, receiver: Receiver
) -> None:
    simulator.set_control(delivery_delay=0.2, receipt_delay=0.2)
    simulator.hand_over(NUMBER, "古い", receipts_url=receiver.url)
    assert simulator.post("/reset").json() == {"status": "reset"}
    # Handed over later, with the same delays: when this one's receipt is here, the other's would have been.
    simulator.set_control(delivery_delay=0.2, receipt_delay=0.2)
    simulator.hand_over(OTHER, "新しい", "r2", receipts_url=receiver.url)
    assert [report["reference"] for report in receiver.reports(count=1)] == ["r2"]
    assert simulator.inbox(NUMBER) == []
    simulator.post("/reset")
    assert simulator.get("/v1/messages/r1").status_code == 404
    nothing = {"accepted": 0, "delivered": 0, "references": 0, "repeated_references": 0}
    assert simulator.totals() == nothing


def test_a_page_of_another_site_moves_no_lever(simulator: Simulator) -> None:
    before = simulator.get("/control").json()
    for path in ("/control", "/reset", f"/handsets/{NUMBER}/reply"):
        answer = simulator.post(path, data={"outage": "on"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert (answer.status_code, answer.json()["code"]) == (403, "foreign_page")
    assert simulator.get("/control").json() == before
