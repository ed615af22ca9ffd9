"""What a rendered text weighs once it is sent: characters, parts, price. Messaging says so (AppConfig.ready)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from accounts.models import Store
from templates_app.merge.render import Span


@dataclass(frozen=True, slots=True)
class CarrierWeight:
    """`parts` is None for a text that is too long to have any."""

    name: str
    parts: int | None


@dataclass(frozen=True, slots=True)
class TextWeight:
    """`text` as it is sent, its addresses as short links. `limit`: the longest that the store sends, in characters.

    `price`: what it costs, in words; empty without prices.
    """

    text: str
    characters: int
    limit: int
    carriers: list[CarrierWeight]
    price: str = ""

    @property
    def over(self) -> bool:
        return self.characters > self.limit


# For texts with the places where values stand in them: one weight each, in order, by a constant number of queries.
Weigher = Callable[[Store, Sequence[tuple[str, tuple[Span, ...]]]], list[TextWeight]]

_weighers: list[Weigher] = []


def set_weigher(weigher: Weigher) -> None:
    """Raises ValueError for a second one."""
    if any(known is not weigher for known in _weighers):
        raise ValueError("Texts are weighed already.")
    _weighers[:] = [weigher]


def weights_of(store: Store, texts: Sequence[tuple[str, tuple[Span, ...]]]) -> list[TextWeight]:
    """Raises LookupError where no app weighs texts."""
    if not _weighers:
        raise LookupError("No app weighs texts.")
    return _weighers[0](store, texts)
