"""本日 and 明日 in a text that is read on another day than that on which it is written."""

import re
from collections.abc import Iterator
from datetime import timedelta

from messaging.preflight.content import Content, Finding, Said, Sending

# Days from that on which the text arrives; None: no day of its own (this week, just now).
_DAYS: dict[str, int | None] = {
    "本日": 0,
    "今日": 0,
    "明日": 1,
    "明後日": 2,
    "あさって": 2,
    "明朝": 1,
    "翌日": 1,
    "昨日": -1,
    "一昨日": -2,
    "今朝": 0,
    "今晩": 0,
    "今夜": 0,
    "今夕": 0,
    "昨夜": -1,
    "先ほど": None,
    "先程": None,
    "ただいま": None,
    "只今": None,
    "今週": None,
    "来週": None,
    "先週": None,
    "今月": None,
    "来月": None,
    "先月": None,
    "today": 0,
    "tomorrow": 1,
    "yesterday": -1,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "this week": None,
    "next week": None,
    "just now": None,
}
_WORDS = re.compile(
    "|".join(
        rf"\b{word}\b" if word.isascii() else re.escape(word) for word in sorted(_DAYS, key=len, reverse=True)
    ),
    re.ASCII | re.IGNORECASE,
)
# 日本日報, 明日香: parts of other words. 今日は at the very beginning is a greeting.
_BEFORE, _AFTER = frozenset("日毎"), frozenset("香葉美奈")


def relative_word(content: Content, sending: Sending) -> Iterator[Finding]:
    """Each of them in a text that leaves on another day, with the day that it will mean then."""
    if not sending.is_scheduled:
        return
    text = content.text
    for found in _WORDS.finditer(text):
        start, end = found.span()
        if not content.is_typed(start, end) or _is_part_of_a_word(text, start, end):
            continue
        days = _DAYS[found[0].lower()]
        leaves = sending.leaves_at.date()
        said: dict[str, Said] = {"word": found[0], "leaves": leaves}
        if days is None:
            yield Finding("relative_word", ((start, end),), said)
        else:
            yield Finding("relative_word", ((start, end),), said | {"means": leaves + timedelta(days=days)})


def _is_part_of_a_word(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in _BEFORE or after in _AFTER:
        return True
    return start == 0 and text.startswith(("今日は、", "今日は。", "今日は！", "今日は\n"))
