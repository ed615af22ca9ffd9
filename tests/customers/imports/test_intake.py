"""Columns and cells: what they mean, and what is wrong with them. Nothing here needs a database."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.intake import cells
from customers.intake.convert import AttributeField, Converter, Refused, Said, Taken, TakenAsset, Terms
from customers.intake.guess import guess_mapping
from customers.intake.mapping import check_mapping
from customers.intake.numbers import NumberReader
from customers.intake.targets import REASONS_COLUMN, targets
from customers.phone import PhoneRefused, phone_from, telephone_from
from customers.sheets.layout import SheetRow
from customers.sheets.text_mark import kept_as_written, spreadsheet_safe, without_mark

TOKYO = ZoneInfo("Asia/Tokyo")
OFFERED = targets([], [], [])
TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 15, 30, tzinfo=TOKYO)
PHONES = json.loads((Path(__file__).parents[2] / "data/phones.json").read_text("utf-8"))


def refusal_or_number(read: Any, typed: str) -> str:
    try:
        return str(read(typed).e164)
    except PhoneRefused as refused:
        return refused.code.value


def quick(found: str | PhoneRefused) -> str:
    return found if isinstance(found, str) else found.code.value


DIGITS = st.text("0123456789", min_size=4, max_size=13)
BEGINNINGS = st.sampled_from(
    [
        "",
        "-",
        "'",
        "'-",
        "0",
        "090",
        "080",
        "070",
        "060",
        "050",
        "020",
        "0120",
        "0800",
        "03",
        "06",
        "+81",
        "+81-",
        "81",
        "0081",
        "+1",
    ]
)
DRESSED = st.builds(
    lambda beginning, groups, mark: beginning + mark.join(groups),
    BEGINNINGS,
    st.lists(st.text("0123456789", min_size=1, max_size=8), min_size=1, max_size=4),
    st.sampled_from(["", "-", " ", "ー", "－", ".", "--"]),
)
WIDE = st.builds(lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")), DRESSED)


@given(st.one_of(DRESSED, WIDE, st.builds(str.__add__, BEGINNINGS, DIGITS), st.text(max_size=20)))
def test_the_short_way_to_a_number_leads_to_the_same_as_the_long_one(typed: str) -> None:
    reader = NumberReader(["JP"])
    assert quick(reader.mobile(typed)) == refusal_or_number(phone_from, typed)
    assert quick(reader.landline(typed)) == refusal_or_number(telephone_from, typed)


def test_numbers_as_shops_type_them_are_read_as_the_table_says() -> None:
    reader = NumberReader(["JP"])
    for case in PHONES["accepted"]:
        assert quick(reader.mobile(case["typed"])) == refusal_or_number(phone_from, case["typed"])
    for case in PHONES["refused"]:
        assert quick(reader.mobile(case["typed"])) == refusal_or_number(phone_from, case["typed"])


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2026-01-02", "2026-01-02"),
        ("2026/1/2", "2026-01-02"),
        ("2026/01/02 10:30", "2026-01-02"),
        ("２０２６年１月２日", "2026-01-02"),
        ("20260102", "2026-01-02"),
        ("令和8年1月2日", "2026-01-02"),
        ("令和元年5月1日", "2019-05-01"),
        ("R8.1.2", "2026-01-02"),
        ("H31/4/30", "2019-04-30"),
        (" ", ""),
    ],
)
def test_days_are_read_as_they_are_written_in_japan(typed: str, iso: str) -> None:
    assert cells.day(typed) == iso


@pytest.mark.parametrize("typed", ["2026-02-30", "tomorrow", "1/2", "46024", "2026-13-01"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(cells.Unreadable, match="not_a_date"):
        cells.day(typed)


@pytest.mark.parametrize(
    ("read", "typed", "value"),
    [
        (cells.number, "¥12,300", 12300),
        (cells.number, "１．５", 1.5),
        (cells.postal_code, "〒100-0001", "100-0001"),
        (cells.postal_code, "1000001", "100-0001"),
        (cells.postal_code, "600042", "060-0042"),
        (cells.yes_or_no, "○", True),
        (cells.yes_or_no, "不可", False),
        (cells.yes_or_no, " ", None),
        (cells.kind, "法人", "company"),
        (cells.language, "English", "en"),
        (cells.email, " sato@example.jp ", "sato@example.jp"),
        (cells.plain_line(40), "ﾔﾏﾀﾞ　ﾀﾛｳ", "ヤマダ タロウ"),
        (cells.one_line(40), "神\t田", "神 田"),
    ],
)
def test_cells_are_read_as_forms_read_them(read: Any, typed: str, value: object) -> None:
    assert read(typed) == value


@pytest.mark.parametrize(
    ("read", "typed", "code"),
    [
        (cells.number, "12a", "not_a_number"),
        (cells.number, "1" * 16, "too_many_digits"),
        (cells.email, "sato@", "not_an_email"),
        (cells.yes_or_no, "maybe", "not_yes_or_no"),
        (cells.choice(["S", "M"]), "L", "not_a_choice"),
        (cells.one_line(3), "four", "too_long"),
    ],
)
def test_what_cannot_be_read_says_why(read: Any, typed: str, code: str) -> None:
    with pytest.raises(cells.Unreadable, match=code):
        read(typed)


def converter(*keys: str, **terms: Any) -> Converter:
    return Converter(
        Terms(
            mapping=dict(enumerate(keys)),
            width=len(keys),
            countries=["JP"],
            zone=TOKYO,
            now=NOW,
            attributes={1: AttributeField("number"), 2: AttributeField("choice", ("S", "M"))},
            staff={"田中": 5, "鈴木": None},
            **terms,
        )
    )


def values(found: Taken | Refused) -> dict[str, Any]:
    assert isinstance(found, Taken), found
    return found.values


def codes(found: Taken | Refused) -> list[tuple[int | None, str]]:
    assert isinstance(found, Refused), found
    return [(why["column"], why["code"]) for why in found.reasons]


def test_an_empty_cell_says_nothing_unless_it_is_to_empty_the_field() -> None:
    row = SheetRow(2, ["A1", "", "", ""])
    keys = ("number", "name", "mobile", "address")
    assert values(converter(*keys).convert(row)) == {"number": "A1"}
    cleared = {"number": "A1", "mobile": None, "address": ""}
    assert values(converter(*keys, empty_clears=True).convert(row)) == cleared


def test_every_fault_of_a_row_is_told_with_its_column() -> None:
    found = converter("number", "mobile", "email", "attribute:1", "staff").convert(
        SheetRow(2, ["A1", "9.01E+10", "x", "many", "鈴木"])
    )
    assert codes(found) == [
        (1, "phone_damaged"),
        (2, "not_an_email"),
        (4, "several_staff"),
        (3, "not_a_number"),
    ]


@pytest.mark.parametrize(
    ("given_cells", "code"),
    [
        (["A1", "佐藤\udc81"], (1, "undecodable")),
        (["A1", "\x00#N/A"], (1, "cell_error")),
        (["A1", "#REF!"], (1, "cell_error")),
        (["\x00", "佐藤"], (0, "formula_without_value")),
        (["A1", "a\x07b"], (1, "bad_character")),
        (["A1", "佐藤", "more"], (2, "too_many_cells")),
        (["", "佐藤"], (0, "no_key")),
        (["A1", "x" * 101], (1, "too_long")),
    ],
)
def test_a_bad_cell_is_the_rows_fault(given_cells: list[str], code: tuple[int, str]) -> None:
    assert code in codes(converter("number", "name").convert(SheetRow(2, given_cells)))


def test_a_bad_cell_of_a_column_without_a_meaning_is_nobodys_fault() -> None:
    assert values(converter("number", "").convert(SheetRow(2, ["A1", "#N/A"]))) == {"number": "A1"}


def test_the_mark_that_made_a_text_of_a_cell_is_taken_off() -> None:
    assert values(converter("number", "name").convert(SheetRow(2, ["'-1", "'佐藤"]))) == {
        "number": "-1",
        "name": "'佐藤",
    }


@given(
    st.one_of(
        st.text(),
        st.builds(
            "{}{}{}".format,
            st.sampled_from(["", "'", "''", "'''"]),
            st.sampled_from(["", "=", "-", "＋", "@", "\t", "0", "00", "1"]),
            st.text("0123456789x\n", max_size=14),
        ),
    )
)
def test_the_mark_that_is_taken_off_is_the_one_that_was_put_on(text: str) -> None:
    assert without_mark(kept_as_written(text)) == text
    assert without_mark(spreadsheet_safe(text)) == text


@pytest.mark.parametrize("number", ["0012", "012345678901", "123456789012", "-7", "'0012"])
def test_a_customer_number_comes_back_from_our_own_file_as_it_left(number: str) -> None:
    row = SheetRow(2, [kept_as_written(number), "佐藤"])
    assert values(converter("number", "name").convert(row))["number"] == number


@pytest.mark.parametrize(
    ("day", "answer", "at"),
    [
        ("2026-05-01", "はい", datetime(2026, 5, 1, tzinfo=TOKYO)),
        ("2026-05-01", "いいえ", datetime(2026, 5, 1, 23, 59, 59, tzinfo=TOKYO)),
        ("2026-06-01", "はい", datetime(2026, 6, 1, tzinfo=TOKYO)),
        ("2026-06-01", "いいえ", NOW),
    ],
)
def test_of_a_day_consent_counts_from_its_beginning_and_a_withdrawal_from_its_end(
    day: str, answer: str, at: datetime
) -> None:
    keys = ("mobile", "consent:promotion", "consent_date")
    found = converter(*keys, consent_source="paper").convert(SheetRow(2, ["09012345678", answer, day]))
    assert isinstance(found, Taken)
    assert [one.given_at for one in found.consents] == [at]


def test_assets_attributes_dates_and_consent_are_taken_together() -> None:
    keys = (
        "mobile",
        "attribute:2",
        "asset_number",
        "asset_attribute:1",
        "due:9",
        "consent:promotion",
        "consent_date",
    )
    found = converter(*keys, consent_source="paper").convert(
        SheetRow(2, ["09012345678", "M", "品川 500", "12", "2027/1/31", "はい", "2026/5/1"])
    )
    assert isinstance(found, Taken)
    assert (found.values, found.attributes) == ({"mobile": "+819012345678"}, {"2": "M"})
    assert found.asset == TakenAsset({"number": "品川 500"}, {"1": 12}, {9: "2027-01-31"})
    assert found.consents == [Said("promotion", True, datetime(2026, 5, 1, tzinfo=TOKYO), "paper")]


def test_consent_without_its_source_or_date_is_refused_and_so_is_one_of_the_future() -> None:
    keys = ("mobile", "consent:notice", "consent_source", "consent_date")
    convert = converter(*keys).convert
    assert codes(convert(SheetRow(2, ["09012345678", "1", "", ""]))) == [
        (2, "consent_without_source"),
        (3, "consent_without_date"),
    ]
    assert codes(convert(SheetRow(2, ["09012345678", "1", "店頭", "2026-06-02"]))) == [(3, "future_date")]
    assert isinstance(convert(SheetRow(2, ["09012345678", "", "", ""])), Taken)


def test_columns_are_guessed_by_the_names_that_shops_give_them() -> None:
    headers = [
        "会員No.",
        "お名前",
        "フリガナ",
        "電話番号",
        "携帯番号",
        "〒",
        "ご住所",
        "E-mail",
        "備考",
        REASONS_COLUMN,
    ]
    assert guess_mapping(headers, {}, OFFERED) == {
        "0": "number",
        "1": "name",
        "2": "kana",
        "3": "landline",
        "4": "mobile",
        "5": "postal_code",
        "6": "address",
        "7": "email",
        "8": "notes",
    }
    assert guess_mapping(["電話番号", "電話番号"], {}, OFFERED) == {"0": "mobile", "1": "landline"}


def test_what_the_store_chose_last_goes_before_every_guess() -> None:
    remembered = {"氏名": "company_name", "備考": "", "gone": "attribute:77"}
    assert guess_mapping(["氏名", "備考", "gone"], remembered, OFFERED) == {"0": "company_name"}


@pytest.mark.parametrize(
    ("mapping", "options", "found"),
    [
        ({"0": "number", "1": "name"}, {}, []),
        ({"1": "name"}, {}, [("no_key_column", None, "")]),
        ({"0": "number", "1": "number"}, {}, [("target_twice", 1, "")]),
        ({"0": "number", "7": "name"}, {}, [("no_such_column", None, "")]),
        ({"0": "number", "1": "attribute:9"}, {}, [("no_such_target", 1, "")]),
        (
            {"0": "mobile", "1": "consent:notice"},
            {},
            [
                ("consent_without_source", None, "consent_source"),
                ("consent_without_date", None, "consent_date"),
            ],
        ),
        (
            {"0": "mobile", "1": "consent:notice"},
            {"consent_source": "paper", "consent_date": "2026-05-01"},
            [],
        ),
        (
            {"0": "mobile", "1": "consent:notice"},
            {"consent_source": "rumour", "consent_date": "2026-06-02"},
            [("future_date", None, "consent_date"), ("unknown_source", None, "consent_source")],
        ),
    ],
)
def test_a_mapping_that_cannot_be_used_says_where(
    mapping: dict[str, str], options: dict[str, Any], found: list[tuple[str, int | None, str]]
) -> None:
    faults = check_mapping(["a", "b"], mapping, options, OFFERED, kinds=(), today=TODAY)
    assert [(fault.code, fault.column, fault.option) for fault in faults] == found


@given(st.lists(st.text(max_size=30), min_size=6, max_size=6))
def test_no_row_however_odd_breaks_the_reader(odd: list[str]) -> None:
    keys = ("number", "name", "mobile", "landline", "postal_code", "email")
    found = converter(*keys).convert(SheetRow(2, odd))
    assert isinstance(found, Refused) or all(
        not isinstance(value, str) or "\x00" not in value for value in found.values.values()
    )
