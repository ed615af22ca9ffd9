from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.text import composed_kana

KANA = [chr(point) for point in (*range(0x3041, 0x3097), *range(0x309D, 0x30FF))]
MARKS = ["\u3099", "\u309a", "\u309b", "\u309c"]
# Compatibility kanji of names, half-width kana, Latin with combining marks: what NFC or NFKC would change.
OTHERS = ["\ufa19", "\ufa1b", "\uf9dc", "\ufa1c", "\uf900", "ｶ", "ﾞ", "ﾟ", "e", "\u0301", "Å", "①", "㈱"]


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("か\u3099", "が"),
        ("は\u309aは\u3099", "ぱば"),
        ("カ\u3099ウ\u3099", "ガヴ"),
        ("ゝ\u3099ヽ\u3099", "ゞヾ"),
        ("う\u3099ワ\u3099", "ゔヷ"),
        ("か゛ハ゜", "がパ"),
        ("う゛ワ゛ウ゛", "う゛ワ゛ヴ"),
        ("か\u309aあ゛ん\u3099", "か\u309aあ゛ん\u3099"),
        ("か\u3099\u3099", "が\u3099"),
        ("ｶﾞﾊﾟ", "ｶﾞﾊﾟ"),
        ("カﾞ", "カﾞ"),
        ("\ufa19\ufa1b\ufa1c e\u0301", "\ufa19\ufa1b\ufa1c e\u0301"),
        ("゛か", "゛か"),
        ("", ""),
    ],
)
def test_a_kana_and_its_mark_become_one_and_nothing_else_changes(written: str, whole: str) -> None:
    assert composed_kana(written) == whole


@given(text=st.lists(st.sampled_from(KANA + MARKS[:2]), max_size=40).map("".join))
def test_kana_with_combining_marks_come_out_as_in_nfc(text: str) -> None:
    assert composed_kana(text) == normalize("NFC", text)


@given(text=st.lists(st.sampled_from(KANA + MARKS + OTHERS), max_size=40).map("".join))
def test_composing_again_changes_nothing(text: str) -> None:
    once = composed_kana(text)
    assert composed_kana(once) == once


@given(text=st.lists(st.sampled_from(KANA + MARKS + OTHERS), max_size=40).map("".join))
def test_what_is_no_kana_stays_in_its_place(text: str) -> None:
    def others(some: str) -> list[str]:
        return [character for character in some if character in OTHERS]

    assert others(composed_kana(text)) == others(text)


@given(text=st.text(alphabet=st.characters(exclude_characters=MARKS)))
def test_a_text_without_marks_is_left_alone(text: str) -> None:
    assert composed_kana(text) == text


def test_no_compatibility_kanji_is_touched_even_before_a_mark() -> None:
    kanji = [chr(point) for point in range(0xF900, 0xFB00)]
    text = "".join(character + "\u3099" for character in kanji)
    assert composed_kana(text) == text
