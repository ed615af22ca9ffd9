"""Codes: the same for the same, unguessable else, and each taken once."""

from collections import Counter
from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from tracking.links.codes import ALPHABET, OPT_OUT, PAGE, SHORT_LINK, code_for, distinct_codes, is_code

SECRET = b"a secret of the tests"


def test_the_alphabet_has_56_letters_none_of_which_looks_like_another() -> None:
    assert (len(set(ALPHABET)), set("0Oo1Il") & set(ALPHABET)) == (56, set())


@given(
    st.lists(st.one_of(st.text(), st.integers()), max_size=4), st.sampled_from([SHORT_LINK, OPT_OUT, PAGE])
)
def test_a_code_has_its_length_and_comes_again(parts: list[str | int], length: int) -> None:
    code = code_for(SECRET, length, *parts)
    assert is_code(code, length)
    assert code == code_for(SECRET, length, *parts)
    assert code != code_for(b"another", length, *parts)


def test_parts_that_run_together_alike_are_not_alike() -> None:
    kinds = [("a", "bc"), ("ab", "c"), ("abc",), ("a", "b", "c"), ("1:a", "bc")]
    assert len({code_for(SECRET, PAGE, *parts) for parts in kinds}) == len(kinds)


def test_all_letters_come_equally_often_at_every_place() -> None:
    codes = [code_for(SECRET, SHORT_LINK, number) for number in range(20_000)]
    assert len(set(codes)) == len(codes)
    for place in range(SHORT_LINK):
        counts = Counter(code[place] for code in codes)
        assert set(counts) == set(ALPHABET)
        # 357 expected, 19 the standard deviation.
        assert max(abs(count - 20_000 / 56) for count in counts.values()) < 6 * 19


def test_what_is_no_code_is_known_by_its_shape() -> None:
    typed = ["AbCdEf23", "AbCdEf2", "AbCdEf234", "AbCdEf2l", "AbCdEf2０", "AbCdEf2 ", ""]
    assert [is_code(one, SHORT_LINK) for one in typed] == [True, *[False] * 6]


def test_codes_that_are_taken_are_tried_again_and_equal_keys_share_theirs() -> None:
    keys: list[tuple[str | int, ...]] = [("a", 1), ("b", 1), ("a", 1), ("c", 1)]
    first = {key: code_for(SECRET, SHORT_LINK, *key, 0) for key in keys}
    asked: list[set[str]] = []

    def taken(codes: Collection[str]) -> set[str]:
        asked.append(set(codes))
        return {first["b", 1]} & set(codes)

    codes = distinct_codes(SECRET, SHORT_LINK, keys, taken)
    again = code_for(SECRET, SHORT_LINK, "b", 1, 1)
    assert codes == [first["a", 1], again, first["a", 1], first["c", 1]]
    assert asked == [set(first.values()), {again}]


def test_two_keys_never_share_a_code() -> None:
    # So short that codes collide.
    keys = [(number,) for number in range(40)]
    codes = distinct_codes(SECRET, 1, keys, lambda tried: set())
    assert len(set(codes)) == 40
