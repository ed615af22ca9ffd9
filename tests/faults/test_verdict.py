"""The judge of the fault runs: a judge that never says no would prove nothing."""

import pytest

from tests.faults.numbers import phones_of
from tests.faults.verdict import Acceptance, judged

A, B = "+819010000001", "+819010000002"
ON, OFF = True, False


@pytest.mark.parametrize(
    ("states", "accepted", "zeros"),
    [
        ({A: ["delivered"]}, [(A, ON)], (0, 0, 0, 0)),
        ({A: ["delivered"]}, [(A, ON), (A, ON)], (1, 0, 0, 0)),
        ({A: ["delivered"]}, [(A, ON), (A, OFF)], (1, 0, 0, 0)),
        ({A: ["delivered", "delivered"]}, [(A, ON)], (1, 0, 0, 0)),
        ({A: ["accepted"]}, [(A, ON)], (0, 1, 0, 0)),
        ({A: ["scheduled"]}, [], (0, 1, 0, 0)),
        ({A: ["failed"]}, [], (0, 1, 0, 0)),
        ({}, [], (0, 1, 0, 0)),
        ({A: ["delivered"]}, [], (0, 0, 1, 0)),
        ({A: ["delivered"]}, [(A, OFF)], (0, 0, 1, 0)),
        ({A: ["unknown"]}, [(A, ON)], (0, 0, 0, 1)),
        ({A: ["unknown"]}, [], (0, 0, 0, 1)),
        ({A: ["delivered"], B: ["delivered"]}, [(A, ON), (B, ON), (B, ON)], (0, 0, 0, 0)),
    ],
)
def test_each_zero_is_counted(
    states: dict[str, list[str]], accepted: list[tuple[str, bool]], zeros: tuple[int, int, int, int]
) -> None:
    evidence = [Acceptance(*one) for one in accepted]
    found = judged(planned=[A], states=states, accepted=evidence, knowable=True)
    assert (found.twice, found.lost, found.false_delivered, found.unknown_but_knowable) == zeros
    assert found.is_clean is (zeros == (0, 0, 0, 0))


def test_unknown_is_no_fault_where_nobody_could_know() -> None:
    found = judged(planned=[A], states={A: ["unknown"]}, accepted=[Acceptance(A, ON)], knowable=False)
    assert (found.unknown, found.unknown_but_knowable, found.is_clean) == (1, 0, True)


def test_every_message_has_a_number_of_its_own_without_a_fate() -> None:
    phones = phones_of(10, 0, 25_000) + phones_of(11, 0, 25_000)
    assert len(set(phones)) == 50_000
    assert {len(phone) for phone in phones} == {13}
    assert max(int(phone[-3:]) for phone in phones) == 899
    assert phones_of(10, 500, 3) == phones[500:503]
