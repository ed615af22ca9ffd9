"""The table of moves is the one of architecture.md."""

from messaging.models.state import MOVES, SETTLED, State, origins_of


def test_every_state_has_its_row_and_leads_only_to_states() -> None:
    assert set(MOVES) == set(State)
    assert all(targets <= set(State) for targets in MOVES.values())


def test_final_states_lead_nowhere_but_unknown_and_expired_may_be_resolved() -> None:
    final = {State.DELIVERED, State.UNDELIVERED}
    assert {state for state in State if not MOVES[state]} == final
    # But that a carrier may prove that something arrived after all.
    over = {State.WITHHELD, State.CANCELLED, State.FAILED}
    assert {state for state in State if MOVES[state] == {State.DELIVERED}} == over
    assert MOVES[State.EXPIRED] == {State.DELIVERED, State.UNDELIVERED}
    assert final | over | {State.UNKNOWN, State.EXPIRED} == SETTLED


def test_nothing_can_be_withheld_or_cancelled_once_a_request_may_have_left() -> None:
    left = {
        State.SUBMITTING,
        State.ACCEPTED,
        State.UNKNOWN,
        State.EXPIRED,
        State.DELIVERED,
        State.UNDELIVERED,
    }
    assert not left & set(origins_of(State.WITHHELD))
    assert not left & set(origins_of(State.CANCELLED))


def test_only_what_was_surely_not_accepted_goes_back_to_waiting() -> None:
    assert set(origins_of(State.SCHEDULED)) == {
        State.PLANNED,
        State.CLAIMED,
        State.SUBMITTING,  # the provider said no, for now
        State.UNKNOWN,  # an authoritative look-up found nothing
    }


def test_every_state_can_be_reached_from_the_first() -> None:
    reached, edge = {State.PLANNED}, {State.PLANNED}
    while edge := {target for state in edge for target in MOVES[state]} - reached:
        reached |= edge
    assert reached == set(State)
