import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.text_search import SearchColumns, SearchWord, folded, search_columns, search_words


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("やまだ", "ヤマダ"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("やまた゛", "ヤマダ"),
        ("きょうこ", "キヨウコ"),
        ("サトー", "サト"),
        ("みづき", "ミズキ"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("渡邊 澤子", "渡辺沢子"),
        ("ＡＢＣクリーン", "abcクリン"),
        ("(株)青空・自動車", "株青空自動車"),
        ("㈱青空", "株青空"),
        ("佐々木", "佐々木"),
    ],
)
def test_what_is_read_alike_is_folded_to_one_form(typed: str, same: str) -> None:
    assert folded(typed) == folded(same)


def test_a_customer_is_found_by_pairs_of_characters_by_first_characters_and_by_reversed_numbers() -> None:
    columns = search_columns(
        name="髙橋 愛",
        kana="たかはし　あい",
        company_name="",
        number="K-0012",
        mobile="+819012345678",
        landline="+81312345678",
    )
    assert columns == SearchColumns(
        sort_key="タカハシアイ",
        search_text="高橋愛\nタカハシアイ",
        search_grams=sorted(
            ["^高", "^愛", "高橋", "橋愛", "^タ", "^ア", "タカ", "カハ", "ハシ", "シア", "アイ"]
        ),
        search_number="k0012",
        mobile_reversed="87654321090",
        landline_reversed="8765432130",
    )


@pytest.mark.parametrize(
    ("name", "kana", "company_name", "key"),
    [
        ("林", "はやし", "青空", "ハヤシ"),
        ("林", "", "青空", "林"),
        ("", "", "青空", "青空"),
        ("", "㍿" * 100, "青空", "株式会社" * 25),
    ],
)
def test_a_customer_stands_in_the_list_by_kana_else_by_name_else_by_company(
    name: str, kana: str, company_name: str, key: str
) -> None:
    columns = search_columns(
        name=name, kana=kana, company_name=company_name, number="", mobile=None, landline=None
    )
    assert columns.sort_key == key


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", []),
        (" 　", []),
        ("!!", []),
        ("林", [SearchWord("林", ("^林",), "")]),
        ("山田 5678", [SearchWord("山田", ("山田",), ""), SearchWord("5678", ("56", "67", "78"), "8765")]),
        ("78", [SearchWord("78", ("78",), "")]),
    ],
)
def test_a_query_is_words_each_with_what_a_row_must_hold(typed: str, words: list[SearchWord]) -> None:
    assert search_words(typed) == words


@pytest.mark.parametrize(
    "typed",
    [
        "090-1234-5678",
        "０９０　１２３４　５６７８",
        "+81 90 1234 5678",
        "+81 (0)90-1234-5678",
        "819012345678",
        "0081-90-1234-5678",
    ],
)
def test_a_whole_number_in_any_dress_is_one_word_and_the_number_as_dialled(typed: str) -> None:
    assert [word.tail for word in search_words(typed)] == ["87654321090"]


def test_a_foreign_number_is_found_by_its_digits_at_home() -> None:
    stored = search_columns(
        name="Bob", kana="", company_name="", number="", mobile="+12025550143", landline=None
    )
    for typed in ("+1 202-555-0143", "202-555-0143", "0143"):
        assert [stored.mobile_reversed.startswith(word.tail) for word in search_words(typed)] == [True]


def test_only_so_much_of_a_query_is_read() -> None:
    assert len(search_words("山" * 5000)[0].text) == 100


@given(st.text(max_size=60))
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x30FF), min_size=1, max_size=20), st.data())
def test_every_part_of_a_name_finds_the_name(name: str, data: st.DataObject) -> None:
    columns = search_columns(name=name, kana="", company_name="", number="", mobile=None, landline=None)
    whole = folded(name)
    start = data.draw(st.integers(0, max(0, len(whole) - 2)))
    part = whole[start : start + data.draw(st.integers(2, 6))]
    for word in search_words(part):
        if len(word.text) > 1:
            assert set(word.grams) <= set(columns.search_grams)
            assert word.text in columns.search_text
