"""Stage 2, render: the exact text that each person will get, with its length and parts."""

from dataclasses import dataclass

from messaging.domain.compose import Recipient, Wish
from messaging.text import Count, domestic_count


@dataclass(frozen=True, slots=True)
class Rendering:
    recipient: Recipient
    text: str
    count: Count


def render(wish: Wish, *, newline_weight: int) -> list[Rendering]:
    """One rendering for each recipient, in their order. Raises nothing: a wish has been checked before.

    Without merge fields the text is the same for all, so it is counted once.
    """
    count = domestic_count(wish.body, newline_weight=newline_weight)
    return [Rendering(recipient, wish.body, count) for recipient in wish.recipients]
