"""A text in which one thing has one form, place by place: nothing moves, so spans found here hold in the text."""

import re
from collections.abc import Iterator

_FULL_WIDTH = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)}
_PLAIN = _FULL_WIDTH | {
    0x3000: " ",
    0xFFE5: "¥",
    # Dashes and long marks, as people type them between digits.
    **dict.fromkeys(map(ord, "‐‑‒–—―−ｰ"), "-"),
    # One wave for both of its code points.
    ord("〜"): "~",
    ord("∼"): "~",
}
_SENTENCE = re.compile(r"[^\n。！？!?]+")


def plain_text(text: str) -> str:
    """Full-width letters, digits and signs as their half-width ones, each in its place."""
    return text if text.isascii() else text.translate(_PLAIN)


def sentence_at(plain: str, start: int, end: int) -> tuple[int, int]:
    """The sentence, or the line, in which this piece stands."""
    for found in sentences(plain):
        if found[0] <= start < found[1]:
            return found[0], max(found[1], end)
    return start, end


def sentences(plain: str) -> Iterator[tuple[int, int]]:
    for found in _SENTENCE.finditer(plain):
        yield found.span()
