import pytest
from django.test import Client

from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.pages import names_listed, text_of
from tests.shops import Shops

LIST = "/stores/sakura-auto/customers/"


@pytest.fixture
def client(shops: Shops, sign_in: SignIn) -> Client:
    """Signed in at sakura, which has these customers; midori has one with the same number and name."""
    for fields in (
        {"name": "髙橋 愛", "kana": "たかはし あい", "number": "K-0012", "mobile": "+819012345678"},
        {"name": "高橋太郎", "kana": "タカハシ タロウ", "number": "K-0013", "mobile": "+819012345678"},
        {"name": "林 一郎", "kana": "ハヤシ イチロウ", "number": "10034", "mobile": "+818055550034"},
        {"name": "小林 京子", "kana": "ｺﾊﾞﾔｼ ｷｮｳｺ", "landline": "+81482225678"},
        {"name": "Emma Johnson", "kana": "エマ ジョンソン", "language": "en"},
        {
            "name": "佐々木 誠",
            "company_name": "株式会社あおぞら運送",
            "kind": "company",
            "kana": "アオゾラウンソウ",
        },
        {"name": "阿部 109", "mobile": "+817011110902"},
    ):
        entered(shops.sakura, **fields)
    entered(shops.midori, "高橋 愛", kana="タカハシ アイ", number="K-0012", mobile="+819012345678")
    return sign_in(shops.sakura_staff)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        # Names, in the forms that people type
        ("髙橋", ["髙橋 愛", "高橋太郎"]),
        ("高橋", ["髙橋 愛", "高橋太郎"]),
        ("高橋愛", ["髙橋 愛"]),
        ("高橋　太郎", ["高橋太郎"]),
        ("愛 高橋", ["髙橋 愛"]),
        ("橋愛", ["髙橋 愛"]),
        # One character: how a word begins
        ("林", ["林 一郎"]),
        ("小", ["小林 京子"]),
        ("郎", []),
        # One kana: who stands there in the list
        ("た", ["髙橋 愛", "高橋太郎"]),
        ("あ", ["株式会社あおぞら運送"]),
        # Kana in every form
        ("たかはし", ["髙橋 愛", "高橋太郎"]),
        ("ﾀｶﾊｼ ﾀﾛｳ", ["高橋太郎"]),
        ("きようこ", ["小林 京子"]),
        ("はやし", ["林 一郎"]),
        ("ジヨンソン", ["Emma Johnson"]),
        ("タロー", ["高橋太郎"]),
        # Latin letters
        ("JOHN", ["Emma Johnson"]),
        ("ｅｍｍａ", ["Emma Johnson"]),
        # Companies
        ("あおぞら", ["株式会社あおぞら運送"]),
        ("㈱アオゾラ", []),
        ("佐々木", ["株式会社あおぞら運送"]),
        ("株式会社", ["株式会社あおぞら運送"]),
        # Customer numbers, from their beginning
        ("K-0012", ["髙橋 愛"]),
        ("k00", ["髙橋 愛", "高橋太郎"]),
        ("10034", ["林 一郎"]),
        ("0034", ["林 一郎"]),
        # Phone numbers: the last digits, or all of them in any dress
        ("678", ["小林 京子", "髙橋 愛", "高橋太郎"]),
        ("5678", ["小林 京子", "髙橋 愛", "高橋太郎"]),
        ("12345678", ["髙橋 愛", "高橋太郎"]),
        ("090-1234-5678", ["髙橋 愛", "高橋太郎"]),
        ("０９０　１２３４　５６７８", ["髙橋 愛", "高橋太郎"]),
        ("+81 (0)90-1234-5678", ["髙橋 愛", "高橋太郎"]),
        ("819012345678", ["髙橋 愛", "高橋太郎"]),
        ("048-222-5678", ["小林 京子"]),
        ("1234567", []),
        ("5679", []),
        # Words and digits together
        ("髙橋 5678", ["髙橋 愛", "高橋太郎"]),
        ("小林 5678", ["小林 京子"]),
        ("小林 1234", []),
        # Two digits end too many numbers; they are looked for in names
        ("02", []),
        ("10", ["林 一郎", "阿部 109"]),
        ("902", ["阿部 109"]),
        # Nothing to look for
        ("！？", []),
        ("%", []),
        ("_", []),
    ],
)
def test_one_box_finds_customers_by_what_is_known_of_them(
    client: Client, typed: str, found: list[str]
) -> None:
    assert sorted(names_listed(client.get(LIST, {"q": typed}))) == sorted(found)


def test_an_empty_search_shows_everybody_of_this_store_by_kana(client: Client) -> None:
    page = client.get(LIST, {"q": "　"})
    assert names_listed(page) == [
        "株式会社あおぞら運送",
        "Emma Johnson",
        "小林 京子",
        "髙橋 愛",
        "高橋太郎",
        "林 一郎",
        "阿部 109",
    ]


def test_a_search_that_finds_nobody_says_what_else_to_try(client: Client) -> None:
    page = client.get(LIST, {"q": "<b>存在しない</b>"}, headers={"Accept-Language": "en"})
    assert names_listed(page) == []
    assert "&lt;b&gt;" in page.content.decode()
    assert "<b>" not in page.content.decode()


def test_typing_gets_the_results_alone_and_the_address_gets_the_whole_page(client: Client) -> None:
    live = client.get(LIST, {"q": "林"}, headers={"HX-Request": "true"})
    whole = client.get(LIST, {"q": "林"})
    back = client.get(LIST, {"q": "林"}, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert [names_listed(page) for page in (live, whole, back)] == [["林 一郎"]] * 3
    assert ["<html" in page.content.decode() for page in (live, whole, back)] == [False, True, True]
    assert "HX-Request" in live["Vary"]
    assert 'value="林"' in whole.content.decode()


def test_control_characters_and_very_long_queries_are_harmless(client: Client) -> None:
    for typed in ("\x00林", "林" * 5000, "0" * 5000, "'; DROP TABLE customers_customer; --", "\ud7ff"):
        assert client.get(LIST, {"q": typed}).status_code == 200
    assert "林 一郎" in text_of(client.get(LIST))
