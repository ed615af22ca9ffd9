"""Stage 2, render: the exact text that each person will get, with its length and parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from messaging.domain.compose import Recipient, Wish
from messaging.models import Reason
from messaging.text import Count, domestic_count


@dataclass(frozen=True, slots=True)
class TextLink:
    """A short link in a text: its characters, its code, where it leads to, and which of the text's addresses (from 1)."""

    start: int
    end: int
    code: str
    target: str
    position: int


@dataclass(frozen=True, slots=True)
class Introduction:
    """A message of its own that goes a minute before the text, to a number never written to."""

    text: str
    count: Count


@dataclass(frozen=True, slots=True)
class Rendering:
    """values: what stood for each merge field. spans: where values stand in the text (start, end, field).

    links: the text's short links. wanting: why this person's text cannot go as it is; None where it can.
    missing: fields without a value. introduction: what goes before it, if anything.
    """

    recipient: Recipient
    text: str
    count: Count
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    spans: tuple[tuple[int, int, str], ...] = ()
    links: tuple[TextLink, ...] = ()
    wanting: Reason | None = None
    missing: tuple[str, ...] = ()
    introduction: Introduction | None = None


def render(wish: Wish, *, newline_weight: int) -> list[Rendering]:
    """One rendering for each recipient, in their order. Raises nothing: a wish has been checked before.

    Without merge fields the text is the same for all, so it is counted once.
    """
    count = domestic_count(wish.body, newline_weight=newline_weight)
    return [Rendering(recipient, wish.body, count) for recipient in wish.recipients]
