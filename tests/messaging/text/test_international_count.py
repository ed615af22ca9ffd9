import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.text import Encoding, InternationalCount, international_count

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "parts.json").read_text("utf-8"))["international"]

# 3GPP TS 23.038, table 6.2.1, by rows of its code points.
BASIC = (
    "@Δ 0¡P¿p£_!1AQaq$Φ\"2BRbr¥Γ#3CScsèΛ¤4DTdtéΩ%5EUeuùΠ&6FVfvìΨ'7GWgwòΣ(8HXhx"
    "ÇΘ)9IYiy\nΞ*:JZjzØ+;KÄkäøÆ,<LÖlö\ræ-=MÑmñÅß.>NÜnüåÉ/?O§oà"
)
EXTENDED = "^{}\\[~]|€"

BODIES = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(BASIC + EXTENDED), max_size=400).map("".join),
    st.lists(st.sampled_from("aé€~"), max_size=400).map("".join),
    st.lists(st.sampled_from("あa€😀"), max_size=300).map("".join),
)


def parts_one_by_one(sizes: list[int], single: int, room: int) -> int:
    if sum(sizes) <= single:
        return 1
    parts, left = 1, room
    for size in sizes:
        if size > left:
            parts, left = parts + 1, room
        left -= size
    return parts


def count_one_by_one(text: str) -> InternationalCount:
    if all(character in BASIC + EXTENDED for character in text):
        septets = [2 if character in EXTENDED else 1 for character in text]
        return InternationalCount(Encoding.GSM_7, sum(septets), parts_one_by_one(septets, 160, 153))
    units = [2 if ord(character) > 0xFFFF else 1 for character in text]
    return InternationalCount(Encoding.UCS_2, sum(units), parts_one_by_one(units, 70, 67))


@pytest.mark.parametrize("vector", VECTORS)
def test_every_shared_vector_has_its_encoding_units_and_parts(vector: dict[str, Any]) -> None:
    expected = InternationalCount(Encoding(vector["encoding"]), vector["units"], vector["parts"])
    assert international_count(vector["text"]) == expected


def test_the_gsm_alphabet_has_127_characters_that_cost_one_and_nine_that_cost_two() -> None:
    costs = {character: international_count(character) for character in map(chr, range(0x10000))}
    gsm = {character: count for character, count in costs.items() if count.encoding is Encoding.GSM_7}
    assert {character for character, count in gsm.items() if count.units == 1} == set(BASIC)
    assert {character for character, count in gsm.items() if count.units == 2} == set(EXTENDED)
    assert (len(set(BASIC)), len(gsm)) == (127, 136)


@given(text=BODIES)
def test_a_count_is_what_counting_one_by_one_gives(text: str) -> None:
    assert international_count(text) == count_one_by_one(text)


@given(text=BODIES, more=BODIES)
def test_a_longer_body_never_takes_fewer_parts(text: str, more: str) -> None:
    # Units may shrink where UCS-2 replaces GSM-7's pairs of septets; parts may not.
    assert international_count(text).parts <= international_count(text + more).parts


def test_an_extension_character_is_not_split_over_parts() -> None:
    assert international_count("a" * 152 + "€" + "a" * 152) == InternationalCount(Encoding.GSM_7, 306, 3)
    assert international_count("a" * 151 + "€" + "a" * 153) == InternationalCount(Encoding.GSM_7, 306, 2)


def test_nothing_is_trimmed_and_a_windows_newline_is_two() -> None:
    assert international_count(" a\r\n") == InternationalCount(Encoding.GSM_7, 4, 1)
    assert international_count("あ\r\n\t") == InternationalCount(Encoding.UCS_2, 4, 1)
