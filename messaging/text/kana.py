"""Voiced kana that arrive in two pieces, as Mac file names and old systems write them."""

import re
from collections.abc import Iterator
from unicodedata import normalize

_KANA = [chr(point) for point in range(0x3041, 0x3100)]
_VOICED, _SEMI_VOICED = "\u3099", "\u309a"
# The spacing forms ゛ and ゜ do not compose in Unicode, but it is what a person meant by か゛.
_SPACING = {_VOICED: "\u309b", _SEMI_VOICED: "\u309c"}
# う゛ and ワ゛ can be sent as they are; the single characters for them have no Shift_JIS.
_KEPT_APART = frozenset("ゔヷヸヹヺ")


def _compositions() -> Iterator[tuple[str, str]]:
    for kana in _KANA:
        for mark, spacing in _SPACING.items():
            whole = normalize("NFC", kana + mark)
            if len(whole) > 1:
                continue
            yield kana + mark, whole
            if whole not in _KEPT_APART:
                yield kana + spacing, whole


_WHOLE = dict(_compositions())
_MARK = re.compile("[\u3099-\u309c]")
_PIECES = re.compile("|".join(map(re.escape, _WHOLE)))


def composed_kana(text: str) -> str:
    """The text with each kana and its following mark as one character where there is one.

    Nothing else of NFC is done: it would replace the compatibility kanji that people's names are
    written with (神, 福, 隆 in their U+FAxx forms). Half-width kana stay as they are.
    """
    if not _MARK.search(text):
        return text
    return _PIECES.sub(lambda pieces: _WHOLE[pieces[0]], text)
