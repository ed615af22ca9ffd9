"""How many workers may use one account at once, in however many processes its bell is heard."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from accounts.domain.alone import alone


@contextmanager
def a_hand_of(*, account_id: int, lane: str, hands: int) -> Iterator[bool]:
    """True for at most `hands` at a time: a slow provider never holds every worker of a lane."""
    with ExitStack() as held:
        names = (f"deliver {account_id} {lane} {number}" for number in range(hands))
        yield any(held.enter_context(alone(name)) for name in names)
