"""Pages by key: the newest first, or those next to an id. Never an OFFSET."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """The ids of one page, the newest first. `newer` and `older` are the ids to page from, None at either end."""

    ids: list[int]
    newer: int | None
    older: int | None


def keys_of_page(
    ids_next_to: Callable[[int], list[int]], *, size: int, below: int | None, above: int | None
) -> Keys:
    """`ids_next_to(most)`: the ids below or above the given id, those nearest to it, the newest first."""
    ids = ids_next_to(size + 1)
    more, upwards = len(ids) > size, above is not None
    ids = ids[-size:] if upwards else ids[:size]
    has_newer = more if upwards else below is not None
    has_older = upwards or more
    return Keys(
        ids=ids,
        newer=ids[0] if ids and has_newer else None,
        older=ids[-1] if ids and has_older else None,
    )
