"""Names and amounts that are not the person's."""

from decimal import Decimal

import pytest

from messaging.preflight import Content, Person, found_for_person
from messaging.preflight.amounts import amounts_in, plain_amount
from messaging.preflight.plain import plain_text
from tests.messaging.preflight.texts import PERSON, SENDING, for_person, pieces


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("佐藤様、お車の整備が終わりました", ["佐藤"]),
        ("【さくら自動車】佐藤 花子様 いつもありがとうございます", ["佐藤 花子"]),
        ("佐藤さま", ["佐藤"]),
        ("佐藤さん、こんにちは", ["佐藤"]),
        ("佐藤様のお車の整備が終わりました", ["佐藤"]),
        ("サトウ様", ["サトウ"]),
        # Right.
        ("田中様、お車の整備が終わりました", []),
        ("田中 一郎様", []),
        ("田中一郎さま", []),
        ("一郎さん", []),
        ("タナカ様", []),
        ("先日田中様より承りました", []),
        # Nobody's name.
        ("お客様各位", []),
        ("皆様へ", []),
        ("お客さま", []),
        ("奥様によろしくお伝えください", []),
        ("ご家族様もどうぞ", []),
        ("オーナー様へ", []),
        ("ご契約者様", []),
        ("保険会社様のご案内です", []),
        ("お子様連れ", []),
        ("仕様を変更しました", []),
        ("同様に、多様な模様の様子です", []),
        ("様々な", []),
        ("この様に", []),
        ("皆さん、職人さん、お客さん", []),
        ("ドコモさんのお店", []),
        # Somebody else of whom the text tells.
        ("佐藤様よりご紹介いただきました", []),
        ("担当の鈴木さんに伝えました", []),
        ("田中様、佐藤様のお荷物をお預かりしています", []),
        ("ご家族の花子様", []),
        # English names cannot be compared with Japanese ones.
        ("Dear Mr. Suzuki, your car is ready", []),
        ("Dear customer, your car is ready", []),
    ],
)
def test_a_name_is_compared_with_the_recipients(text: str, expected: list[str]) -> None:
    assert for_person(text, "name_disagrees") == expected


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (("髙橋 健",), "高橋様", []),
        (("渡邉 明",), "渡辺様", []),
        (("山﨑 学",), "山崎さま", []),
        (("ﾀﾅｶ",), "タナカ様", []),
        (("株式会社山田商事", "鈴木 一郎"), "山田商事様", []),
        (("株式会社山田商事", "鈴木 一郎"), "鈴木様", []),
        (("株式会社山田商事", "鈴木 一郎"), "佐藤様", ["佐藤"]),
        (("John Smith",), "Dear Mr. Smith,", []),
        (("John Smith",), "Hi John,", []),
        (("John Smith",), "Dear Ms. Brown,", ["Brown"]),
        (("John Smith",), "Dear Customer,", []),
        (("John Smith",), "佐藤様", []),
        (("服部 半蔵",), "服部様", []),
        (("阿部 太郎",), "土屋様", ["土屋"]),
        ((), "佐藤様", []),
    ],
)
def test_a_name_has_more_than_one_writing(names: tuple[str, ...], text: str, expected: list[str]) -> None:
    assert for_person(text, "name_disagrees", Person(names)) == expected


def test_a_name_that_a_merge_field_brought_is_right() -> None:
    text = "佐藤様"
    merged = Content(text, ((0, 2, "氏名"),))
    assert pieces(text, found_for_person(merged, SENDING, PERSON), "name_disagrees") == []


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234円", 1234),
        ("１，２３４円", 1234),
        ("¥1,234", 1234),
        ("￥1,234", 1234),
        ("3万5千円", 35000),
        ("3万円", 30000),
        ("1.5万円", 15000),
        ("12000円", 12000),
        ("1,234 yen", 1234),
    ],
)
def test_an_amount_is_read_however_it_is_written(text: str, amount: int) -> None:
    for around in ("{}", "合計{}です", "({})"):
        assert [one.amount for one in amounts_in(plain_text(around.format(text)))] == [Decimal(amount)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今月の家賃は85,000円です", ["85,000円"]),
        ("家賃：¥85,000", ["¥85,000"]),
        ("家賃　8万5千円", ["8万5千円"]),
        ("修理代金(税込)12,340円", ["12,340円"]),
        ("家賃は80,000円です", []),
        ("家賃8万円", []),
        ("修理代金 12,345円", []),
        ("家賃のお振込みをお願いします。手数料440円", []),
        ("部品代3,000円", []),
        ("家賃と共益費5,000円", []),
        ("円満に", []),
    ],
)
def test_an_amount_is_compared_with_the_field_that_stands_before_it(text: str, expected: list[str]) -> None:
    assert for_person(text, "amount_disagrees") == expected


@pytest.mark.parametrize(
    ("value", "amount"),
    [("12000", 12000), ("12,000", 12000), (" 980.5 ", "980.5"), ("-500", -500), ("9" * 12, 999_999_999_999)],
)
def test_a_value_can_be_an_amount_alone(value: str, amount: int | str) -> None:
    assert plain_amount(value) == Decimal(amount)


@pytest.mark.parametrize(
    "value", ["", "1e20", "1e1000000", "9" * 13, "0.12345", "NaN", "Infinity", "十", "1 2"]
)
def test_what_is_no_amount_or_too_long_for_one_is_none(value: str) -> None:
    assert plain_amount(value) is None


@pytest.mark.parametrize("digits", ["9" * 13, "9" * 100_000])
def test_an_amount_that_nobody_pays_is_no_amount(digits: str) -> None:
    for written in (f"{digits}円", f"¥{digits}", f"{digits}万円"):
        assert amounts_in(written) == []
