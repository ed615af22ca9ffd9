"""Characters and blanks that do not arrive as they were written."""

from collections.abc import Iterator

from messaging.preflight.content import Content, Finding, Sending
from messaging.text import ONE_PART, Carrier, ProblemCode, character_problems, domestic_count, last_lengths

_SHOWN_WRONGLY = frozenset({ProblemCode.NOT_SHIFT_JIS, ProblemCode.PRIVATE_USE})
_MOST_NAMED = 20
# So few characters more than a part holds can be saved by leaving out a word.
_JUST_OVER = 5
_LAST_LENGTHS = last_lengths(Carrier.DOCOMO)
_FOUND_FINE: set[str] = set()
_BLANKS = " \t\r\n\u3000\u00a0"


def risky_character(content: Content, sending: Sending) -> Iterator[Finding]:
    """What CP932 has not, and gaiji: some handsets show another character. What no route takes is said elsewhere."""
    if not _may_be_wrong(content.text):
        return
    risky = [problem for problem in character_problems(content.text) if problem.code in _SHOWN_WRONGLY]
    if not risky:
        return
    named = list(dict.fromkeys(problem.label for problem in risky))
    # A character before its mark is shown with it.
    instead = {problem.label: problem.replacement for problem in risky if problem.replacement}
    yield Finding(
        "risky_character",
        tuple((problem.position, problem.position + len(problem.character)) for problem in risky),
        {
            "characters": " ".join(named[:_MOST_NAMED]),
            "instead": ", ".join(f"{label} → {safe}" for label, safe in instead.items()),
        },
    )


def _may_be_wrong(text: str) -> bool:
    """Whether the text has a character that was not found fine before: a language has few, a send has many texts."""
    new = set(text) - _FOUND_FINE
    if not new:
        return False
    wrong = {problem.character for problem in character_problems("".join(new))}
    _FOUND_FINE.update(new - wrong)
    return bool(wrong)


def blanks_at_ends(content: Content, sending: Sending) -> Iterator[Finding]:
    """Blanks before and after the text are cut off by some providers, so the text begins or ends otherwise."""
    text = content.text
    first, last = len(text) - len(text.lstrip(_BLANKS)), len(text.rstrip(_BLANKS))
    if last <= first:
        return
    spans = tuple(span for span in ((0, first), (last, len(text))) if span[0] < span[1])
    if spans:
        yield Finding("blanks_at_ends", spans)


def just_over_part(content: Content, sending: Sending) -> Iterator[Finding]:
    """A few characters more than fit so many parts of docomo, the carrier that makes the most of them."""
    if len(content.text) * sending.newline_weight <= ONE_PART:
        return
    count = domestic_count(content.text, newline_weight=sending.newline_weight)
    if count.parts is None or count.characters <= ONE_PART:
        return
    below = max(length for length in _LAST_LENGTHS if length < count.characters)
    over = count.characters - below
    if over <= _JUST_OVER and count.parts.docomo > 1:
        yield Finding(
            "just_over_part",
            ((len(content.text) - 1, len(content.text)),),
            {"over": over, "parts": count.parts.docomo, "fits": below},
        )
