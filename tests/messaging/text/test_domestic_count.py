import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.text import CarrierParts, Count, domestic_count

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "parts.json").read_text("utf-8"))["domestic"]

# Long enough to pass every boundary, made of what the rules tell apart.
BODIES = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from("あa漢\r\n \t\u3000😀𠮷\u3099"), max_size=720).map("".join),
)
WEIGHTS = st.integers(min_value=1, max_value=3)


def sizes_one_by_one(text: str, weight: int) -> list[int]:
    """The rule as facts tell it, a character at a time; a newline of two is two that may be parted."""
    characters = list(text.replace("\r\n", "\n").replace("\r", "\n"))
    while characters and characters[0] in (" ", "\t", "\n"):
        del characters[0]
    while characters and characters[-1] in (" ", "\t", "\n"):
        del characters[-1]
    sizes: list[int] = []
    for character in characters:
        if character == "\n":
            sizes += [1] * weight
        else:
            sizes.append(2 if ord(character) > 0xFFFF else 1)
    return sizes


def parts_one_by_one(sizes: list[int], room: int) -> int:
    if sum(sizes) <= 70:
        return 1
    parts, left = 1, room
    for size in sizes:
        if size > left:
            parts, left = parts + 1, room
        left -= size
    return parts


def count_one_by_one(text: str, weight: int) -> Count:
    sizes = sizes_one_by_one(text, weight)
    if sum(sizes) > 660:
        return Count(sum(sizes), None)
    docomo, au = parts_one_by_one(sizes, 66), parts_one_by_one(sizes, 67)
    return Count(sum(sizes), CarrierParts(docomo=docomo, au=au, rakuten=au, softbank=1))


@pytest.mark.parametrize("vector", VECTORS)
def test_every_shared_vector_has_its_count_and_parts(vector: dict[str, Any]) -> None:
    count = domestic_count(vector["text"], newline_weight=vector["newline_weight"])
    parts = vector["parts"] and CarrierParts(**vector["parts"])
    assert (count, count.over) == (Count(vector["count"], parts), vector["over"])


@given(text=BODIES, weight=WEIGHTS)
def test_a_count_is_what_counting_one_by_one_gives(text: str, weight: int) -> None:
    assert domestic_count(text, newline_weight=weight) == count_one_by_one(text, weight)


@given(text=BODIES, more=st.text(max_size=5), weight=WEIGHTS)
def test_a_longer_body_never_counts_less(text: str, more: str, weight: int) -> None:
    shorter = domestic_count(text, newline_weight=weight)
    longer = domestic_count(text + more, newline_weight=weight)
    assert shorter.characters <= longer.characters
    if shorter.parts and longer.parts:
        assert shorter.parts.docomo <= longer.parts.docomo
        assert shorter.parts.au <= longer.parts.au
    assert not (shorter.over and not longer.over)


def test_an_emoji_counts_two_and_moves_whole_into_the_next_part() -> None:
    # 65 + 2 would cut the pair at docomo's 66, so the second part begins with it and a third is needed.
    body = "あ" * 65 + "😀" + "い" * 65
    assert domestic_count(body) == Count(132, CarrierParts(docomo=3, au=2, rakuten=2, softbank=1))
    plain = "あ" * 132
    assert domestic_count(plain) == Count(132, CarrierParts(docomo=2, au=2, rakuten=2, softbank=1))


def test_half_a_pair_counts_one_and_does_not_stop_the_count() -> None:
    assert domestic_count("あ\ud83d") == Count(2, CarrierParts(1, 1, 1, 1))


def test_an_empty_body_counts_nothing_in_one_part() -> None:
    assert domestic_count(" \r\n\t") == Count(0, CarrierParts(1, 1, 1, 1))


@pytest.mark.parametrize("weight", [0, -1])
def test_a_newline_of_no_weight_is_an_error(weight: int) -> None:
    with pytest.raises(ValueError, match=f"at least one character, not {weight}"):
        domestic_count("a", newline_weight=weight)
