"""Laying units into parts without cutting a character of two units."""

from collections.abc import Callable


def utf16_units(text: str) -> bytes:
    """UTF-16 LE, two bytes a unit; an unpaired surrogate is a unit like any other."""
    return text.encode("utf-16-le", "surrogatepass")


def cuts_a_pair(units: bytes, at: int) -> bool:
    """Whether a cut before unit `at` would fall between the two surrogates of one character."""
    before, after = units[2 * at - 1], units[2 * at + 1]
    return 0xD8 <= before <= 0xDB and 0xDC <= after <= 0xDF


def parts_filled(length: int, *, single: int, room: int, cuts: Callable[[int], bool]) -> int:
    """Parts that `length` units fill: one up to `single`, else `room` units to a part.

    Where `cuts` says that a part's end would split a character, the whole character moves on.
    """
    if length <= single:
        return 1
    parts = start = 0
    while start < length:
        end = start + room
        start = end - 1 if end < length and cuts(end) else end
        parts += 1
    return parts
