"""The numbers of the bench's people."""

from hypothesis import given
from hypothesis import strategies as st

from bench.phones import MOST, phone_of
from simulator.carriers import is_textable
from simulator.fates import DELIVERED, fate_of

PEOPLE = st.integers(min_value=0, max_value=MOST - 1)


@given(PEOPLE)
def test_everybody_has_a_mobile_that_the_simulator_delivers_to(person: int) -> None:
    assert is_textable(phone_of(person))
    assert fate_of(phone_of(person)) is DELIVERED


@given(PEOPLE, PEOPLE)
def test_nobody_shares_a_number(one: int, other: int) -> None:
    assert (phone_of(one) == phone_of(other)) is (one == other)
