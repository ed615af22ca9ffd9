"""A text in which one thing has one form, place by place: nothing moves, so spans found here hold in the text."""

import re
from collections.abc import Iterator

_PLAIN = {chr(point): chr(point - 0xFEE0) for point in range(0xFF01, 0xFF5F)} | {
    "\u3000": " ",
    "￥": "¥",
    # Dashes and long marks, as people type them between digits.
    **dict.fromkeys("‐‑‒–—―−ｰ", "-"),
    # One wave for both of its code points.
    "〜": "~",
    "∼": "~",
}
_DRESSED = re.compile("[\uff01-\uff5e\u3000￥‐‑‒–—―−ｰ〜∼]")
_SENTENCE = re.compile(r"[^\n。！？!?]+")


def plain_text(text: str) -> str:
    """Full-width letters, digits and signs as their half-width ones, each in its place."""
    # Five times as fast as str.translate where little is to be done.
    return _DRESSED.sub(lambda found: _PLAIN[found[0]], text)


def sentence_at(plain: str, start: int, end: int) -> tuple[int, int]:
    """The sentence, or the line, in which this piece stands."""
    for found in sentences(plain):
        if found[0] <= start < found[1]:
            return found[0], max(found[1], end)
    return start, end


def sentences(plain: str) -> Iterator[tuple[int, int]]:
    for found in _SENTENCE.finditer(plain):
        yield found.span()
