"""A claim is cut into requests: each message in one, none too large, none too heavy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.domain.claim import Claimed, Request
from messaging.domain.cut import cut


def fresh(*message_ids: int) -> list[Claimed]:
    return [Claimed(0, message_id, 1) for message_id in message_ids]


@pytest.mark.parametrize(
    ("claimed", "largest", "heaviest", "requests"),
    [
        ([], 3, None, []),
        (fresh(1, 2, 3, 4), 3, None, [([1, 2, 3], 3), ([4], 1)]),
        (fresh(1, 2, 3), 500, 2, [([1, 2], 2), ([3], 1)]),
        # Tried before: a quarter of the size each time, fresh ones first.
        (
            [Claimed(0, 9, 1), *(Claimed(1, n, 1) for n in (1, 2, 3))],
            8,
            None,
            [([9], 1), ([1, 2], 2), ([3], 1)],
        ),
        ([Claimed(3, n, 1) for n in (1, 2)], 8, None, [([1], 1), ([2], 1)]),
    ],
)
def test_a_claim_is_cut(
    claimed: list[Claimed], largest: int, heaviest: int | None, requests: list[tuple[list[int], int]]
) -> None:
    weights = dict.fromkeys((one.message_id for one in claimed), 1)
    assert cut(claimed, largest=largest, weights=weights, heaviest=heaviest) == [
        Request(*request) for request in requests
    ]


def test_a_message_heavier_than_the_portion_goes_alone() -> None:
    found = cut(fresh(1, 2, 3), largest=500, weights={1: 1, 2: 10, 3: 1}, heaviest=4)
    assert found == [Request([1], 1), Request([2], 10), Request([3], 1)]


@given(
    claimed=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)), max_size=60),
    largest=st.integers(1, 20),
    heaviest=st.one_of(st.none(), st.integers(1, 30)),
)
def test_nobody_is_lost_or_twice_in_it_and_no_request_is_too_much(
    claimed: list[tuple[int, int]], largest: int, heaviest: int | None
) -> None:
    rows = sorted(Claimed(attempts, number, 1) for number, (attempts, _) in enumerate(claimed))
    weights = {number: weight for number, (_, weight) in enumerate(claimed)}
    requests = cut(rows, largest=largest, weights=weights, heaviest=heaviest)
    assert [message_id for one in requests for message_id in one.message_ids] == [
        row.message_id for row in rows
    ]
    for one in requests:
        assert one.weight == sum(weights[message_id] for message_id in one.message_ids)
        assert len(one.message_ids) <= largest
        assert heaviest is None or one.weight <= heaviest or len(one.message_ids) == 1
        assert one.message_ids == sorted(one.message_ids)
