"""The pure parts on tables of their own."""

import json
from pathlib import Path

from simulator.carriers import counted_length, parts_of
from simulator.throttle import Throttle

VECTORS = Path(__file__).resolve().parents[1] / "data" / "parts.json"


def test_parts_agree_with_the_shared_vectors() -> None:
    vectors = [
        vector
        for vector in json.loads(VECTORS.read_text(encoding="utf-8"))["domestic"]
        if vector["newline_weight"] == 1 and not vector["over"]
    ]
    assert len(vectors) > 10
    counted = [
        (counted_length(vector["text"]), {c: parts_of(vector["text"], c) for c in vector["parts"]})
        for vector in vectors
    ]
    assert counted == [(vector["count"], vector["parts"]) for vector in vectors]


def test_a_throttle_lets_the_rate_through_and_no_more() -> None:
    throttle = Throttle()
    taken = sum(throttle.seconds_to_wait("shop", 1, rate=10, now=step / 100) == 0 for step in range(1000))
    # Ten seconds at ten a second, and the bucket that was full at first.
    assert 109 <= taken <= 112


def test_a_large_batch_is_paid_back_in_time() -> None:
    throttle = Throttle()
    assert throttle.seconds_to_wait("shop", 500, rate=100, now=0.0) == 0
    assert throttle.seconds_to_wait("shop", 1, rate=100, now=1.0) == 3
    assert throttle.seconds_to_wait("shop", 1, rate=100, now=4.5) == 0
