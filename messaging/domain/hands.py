"""How many workers may use one account at once, in however many processes its bell is heard."""

from collections.abc import Iterator
from contextlib import contextmanager

from messaging.domain.alone import alone


@contextmanager
def a_hand_of(*, account_id: int, lane: str, hands: int, finger: int = 0) -> Iterator[bool]:
    """True for at most `hands` at a time: a slow provider never holds every worker of a lane."""
    with alone(f"deliver {account_id} {lane} {finger}") as free:
        if free or finger + 1 >= hands:
            yield free
            return
    with a_hand_of(account_id=account_id, lane=lane, hands=hands, finger=finger + 1) as free:
        yield free
