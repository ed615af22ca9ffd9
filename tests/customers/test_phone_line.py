from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.phone import PhoneRefused, phone_in_line

NUMBER = "+819012345678"


@pytest.mark.parametrize(
    ("line", "typed", "name"),
    [
        ("090-1234-5678", "090-1234-5678", ""),
        ("9012345678", "9012345678", ""),
        ("山田太郎\t090-1234-5678", "090-1234-5678", "山田太郎"),
        ("1\t山田 太郎\t9012345678\t川口市", "9012345678", "山田 太郎"),
        ("1\t9012345678", "9012345678", ""),
        ("1,佐藤,090 1234 5678,memo", "090 1234 5678", "佐藤"),
        ('"高橋","090-1234-5678"', "090-1234-5678", "高橋"),
        ("佐藤、090-1234-5678", "090-1234-5678", "佐藤"),
        ("０９０－１２３４－５６７８　田中様", "０９０－１２３４－５６７８", "田中"),
        ("田中様　０９０　１２３４　５６７８", "０９０ １２３４ ５６７８", "田中"),
        ("1 090-1234-5678 佐藤 花子", "090-1234-5678", "佐藤 花子"),
        ("田中(090-1234-5678)様", "(090-1234-5678)", "田中"),
        ("090-1234-5678(田中様)", "090-1234-5678", "田中"),
        ("（株）青空　御中　09012345678", "09012345678", "（株）青空"),
        ("携帯：090-1234-5678 TEL:03-1234-5678 鈴木", "090-1234-5678", "鈴木"),
        ("03-1234-5678 090-1234-5678", "090-1234-5678", ""),
        ("K-001\t山田\t2026/1/5\t090-1234-5678\ta@example.jp", "090-1234-5678", "山田"),
        ("2E10号室 090-1234-5678", "090-1234-5678", "2E10号室"),
        ("John Smith +81 90 1234 5678", "+81 90 1234 5678", "John Smith"),
        ("'090-1234-5678\t山田", "090-1234-5678", "山田"),
        ("\ufeff山田\t\u202d090-1234-5678\u202c", "090-1234-5678", "山田"),
        ("090 - 1234 - 5678", "090 - 1234 - 5678", ""),
        ("09012345678様", "09012345678", ""),
        ("09012345678田中様", "09012345678", "田中"),
        ("田中様09012345678", "09012345678", "田中"),
        ("スーパー090-1234-5678", "090-1234-5678", "スーパー"),
        ("携帯０９０１２３４５６７８　佐藤", "０９０１２３４５６７８", "佐藤"),
        ("09012345678 2026/01/02", "09012345678", ""),
        ("2026/1/2 10:30 090-1234-5678 佐藤", "090-1234-5678", "佐藤"),
        ("2026-01-02 090-1234-5678 佐藤", "090-1234-5678", "佐藤"),
        ("090-1234-5678 2026.1.2", "090-1234-5678", ""),
        ("090-1234-5678 2026年1月2日 佐藤", "090-1234-5678", "佐藤"),
    ],
)
def test_a_pasted_line_is_taken_apart_into_number_and_name(line: str, typed: str, name: str) -> None:
    found = phone_in_line(line)
    assert (found.phone.e164, found.typed, found.name) == (NUMBER, typed, name)


def test_the_same_number_twice_in_a_line_is_one_number() -> None:
    assert phone_in_line("090-1234-5678、090 1234 5678　山田").phone.e164 == NUMBER


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "empty"),
        (" \t　", "empty"),
        ("\u200b", "empty"),
        ("山田太郎", "invalid"),
        (",,,", "invalid"),
        ("1," * 500, "invalid"),
        ("1," * 500 + "1", "too_long"),
        ("1," * 200_000, "too_long"),
        ("か" + "\u0301\u0316" * 30_000, "too_long"),
        (" " * 1001, "too_long"),
        ("090-1234-5678 080-1111-2222", "several"),
        ("090-1234-5678 / 080-1111-2222", "several"),
        ("山田\t090-1234-5678\t080-1111-2222", "several"),
        ("9.01E+10", "damaged"),
        ("山田\t９．０１Ｅ＋１０", "damaged"),
        ("090-1234-5678\t9.01E+10", "damaged"),
        ("9012345678.0\t山田", "damaged"),
        ("鈴木一郎 03-1234-5678", "not_mobile"),
        ("鈴木\t12\t0120-123-456", "not_mobile"),
        ("+1 202-555-0143 Bob", "foreign"),
        ("090-1234-567 山田", "invalid"),
        # Japan's 090-1234-5678 without its 0, or America's 1 901 234 5678?
        ("1 901 234 5678", "invalid"),
        ("090 1234 5678 1", "invalid"),
        ("O9012345678 山田", "invalid"),
        ("09012345678x12", "invalid"),
        ("=09012345678\t山田", "invalid"),
        ("+44 090 1234 5678", "foreign"),
        ("0 " * 500, "invalid"),
    ],
)
def test_a_line_without_one_sure_number_is_refused_with_its_reason(line: str, reason: str) -> None:
    with pytest.raises(PhoneRefused) as refused:
        phone_in_line(line)
    assert refused.value.code == reason


names = st.text(
    st.characters(categories=["Lo"], max_codepoint=0x9FFF, min_codepoint=0x3041), min_size=1, max_size=8
)
mobiles = st.builds(
    "0{}0-{}{:03d}-{:04d}".format,
    st.sampled_from("6789"),
    st.integers(1, 9),
    st.integers(0, 999),
    st.integers(0, 9999),
)


@given(names, mobiles, st.sampled_from(["\t", ",", "，", "、", ";", " ", "　", " \t ", "："]), st.booleans())
def test_name_and_number_are_found_in_either_order(
    name: str, number: str, divider: str, name_first: bool
) -> None:
    parts = [name, number] if name_first else [number, name]
    assert phone_in_line(divider.join(parts)).phone.e164 == "+81" + number.replace("-", "")[1:]


@given(mobiles, mobiles, st.sampled_from(["\t", ",", "、", "/", " ", "　", "・ "]))
def test_two_different_numbers_never_give_one(first: str, second: str, divider: str) -> None:
    if first == second:
        assert phone_in_line(f"{first}{divider}{second}").phone.e164.endswith(first.replace("-", "")[1:])
        return
    with pytest.raises(PhoneRefused):
        phone_in_line(f"{first}{divider}{second}")


@given(st.text(max_size=80))
def test_a_text_without_digits_is_refused_and_none_breaks_the_reader(line: str) -> None:
    try:
        found = phone_in_line(line)
    except PhoneRefused:
        return
    assert sum(character.isdigit() for character in normalize("NFKC", line)) >= 10
    assert found.phone.country == "JP"
