import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.phone import (
    Phone,
    PhoneRefused,
    Refusal,
    masked_form,
    national_digits,
    national_form,
    phone_from,
    telephone_from,
)

CASES = json.loads((Path(__file__).parent.parent / "data" / "phones.json").read_text("utf-8"))

mobiles = st.builds(
    "0{}0{}{:07d}".format, st.sampled_from("6789"), st.integers(1, 9), st.integers(0, 9_999_999)
)
dashes = st.sampled_from(["", "-", "ー", "－", "−", "‐", "–", "—", "―", "ｰ", " ", "　", ".", "・"])
FULL_WIDTH = str.maketrans("0123456789+()", "０１２３４５６７８９＋（）")


@st.composite
def dressed(draw: st.DrawFn) -> tuple[str, str]:
    """A mobile number in one of the dresses that shops type, and its E.164."""
    digits = draw(mobiles)
    start = draw(
        st.sampled_from(["0", "", "+81", "+81 (0)", "81", "0081-", "'0", "\ufeff0", "\u202d0", "(0"])
    )
    dash = draw(dashes)
    groups = [digits[1:3], digits[3:7], digits[7:]]
    typed = start + (groups[0] + ")" if start == "(0" else groups[0]) + dash + groups[1] + dash + groups[2]
    if draw(st.booleans()):
        typed = typed.translate(FULL_WIDTH)
    return draw(st.sampled_from(["", " ", "　"])) + typed, f"+81{digits[1:]}"


def refusal_of(typed: str, *, countries: tuple[str, ...] = ("JP",)) -> Refusal:
    with pytest.raises(PhoneRefused) as refused:
        phone_from(typed, countries=countries)
    return refused.value.code


@pytest.mark.parametrize("case", CASES["accepted"], ids=lambda case: repr(case["typed"]))
def test_a_number_as_shops_type_it_is_stored_as_e164(case: dict[str, str]) -> None:
    assert phone_from(case["typed"]) == Phone(case["e164"], "JP")


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: repr(case["typed"]))
def test_what_is_no_mobile_number_is_refused_with_its_reason(case: dict[str, str]) -> None:
    assert refusal_of(case["typed"]) == case["reason"]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("９．０１Ｅ＋１０", "damaged"),
        ("9e10", "damaged"),
        ("9012345678.0", "damaged"),
        ("9012345.678", "damaged"),
        ("90.12345678", "damaged"),
        ("0.9012345678", "damaged"),
        ("'90.12345678", "damaged"),
        ("-9012345678", "invalid"),
        ("－９０１２３４５６７８", "invalid"),
        ("-819012345678", "invalid"),
        ("'-9012345678", "invalid"),
        ("０９０－１２３４－５６７８②", "invalid"),
        ("٠٩٠١٢٣٤٥٦٧٨", "invalid"),
        ("090-1234-5678\n080-1111-2222", "invalid"),
        ("+090-1234-5678", "invalid"),
        ("0" * 500, "invalid"),
        ("\ufeff", "empty"),
        ("+800 1234 5678", "foreign"),
    ],
)
def test_accidents_of_other_programs_never_reach_a_stranger(typed: str, reason: str) -> None:
    assert refusal_of(typed) == reason


def test_countries_that_a_store_allows_are_taken_their_fixed_lines_too_where_they_cannot_be_told_apart() -> (
    None
):
    assert phone_from("+1 202-555-0143", countries=("JP", "US")) == Phone("+12025550143", "US")
    assert phone_from("(202) 555-0143", countries=("US", "JP")) == Phone("+12025550143", "US")
    assert refusal_of("+82 2-312-3456", countries=("JP", "KR")) == "not_mobile"


@given(dressed())
def test_a_mobile_number_is_the_same_in_every_dress(example: tuple[str, str]) -> None:
    typed, e164 = example
    assert phone_from(typed) == Phone(e164, "JP")


@given(mobiles, st.integers(0, 9), st.booleans())
def test_one_digit_more_at_either_end_is_never_a_number(digits: str, extra: int, at_end: bool) -> None:
    assert refusal_of(f"{digits}{extra}" if at_end else f"{extra}{digits}") == "invalid"


@given(
    mobiles,
    st.characters(categories=["L", "S", "P"]).filter(lambda one: not phone_dress(one)),
    st.integers(0, 11),
)
def test_a_letter_or_sign_anywhere_in_it_is_never_a_number(digits: str, sign: str, place: int) -> None:
    assert refusal_of(digits[:place] + sign + digits[place:]) in {"invalid", "damaged"}


def phone_dress(sign: str) -> bool:
    """Signs that a number may wear, in the full width too; a quote may stand before it."""
    return sign in "-().・ー−‐–—―─━ｰ－﹣‑（）．､・･+＋'＇﹢﬩⁺₊⁻₋⁽⁾₍₎﹒․゠·"


@pytest.mark.parametrize(
    ("typed", "e164"),
    [("03-1234-5678", "+81312345678"), ("0120-123-456", "+81120123456"), ("090-1234-5678", "+819012345678")],
)
def test_a_number_to_call_may_be_of_any_kind(typed: str, e164: str) -> None:
    assert telephone_from(typed).e164 == e164


@pytest.mark.parametrize(
    ("e164", "shown", "masked", "digits"),
    [
        ("+819012345678", "090-1234-5678", "090-****-5678", "09012345678"),
        ("+81312345678", "03-1234-5678", "03-****-5678", "0312345678"),
        ("+81120123456", "0120-123-456", "0120-**3-456", "0120123456"),
        ("+12025550143", "+1 202-555-0143", "+1 ***-***-0143", "2025550143"),
        ("+999123456", "+999123456", "+999123456", "999123456"),
    ],
)
def test_a_stored_number_is_shown_masked_and_dialled(e164: str, shown: str, masked: str, digits: str) -> None:
    assert (national_form(e164), masked_form(e164), national_digits(e164)) == (shown, masked, digits)


@given(mobiles)
def test_what_is_shown_is_read_again_as_the_same_number(digits: str) -> None:
    e164 = f"+81{digits[1:]}"
    assert phone_from(national_form(e164)).e164 == e164


@pytest.mark.parametrize(
    "typed", ["か" + "\u0301\u0316" * 30_000, "0" * 9_000_000, "090-1234-5678" + "-" * 88]
)
def test_a_cell_that_is_far_too_long_is_no_number(typed: str) -> None:
    assert refusal_of(typed) is Refusal.INVALID
