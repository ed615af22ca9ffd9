"""Rules about the text itself: each with what should and what should not be said."""

import pytest

from messaging.preflight import Content, found_in_text
from tests.messaging.preflight.texts import SENDING, in_text, pieces, sending

Table = list[tuple[str, list[str]]]

PROMOTION: Table = [
    ("決算セール開催中です", ["決算セール"]),
    ("10%OFFクーポン配布中", ["10%OFF", "クーポン"]),
    ("今なら20％引きです", ["20％引"]),
    ("3割引でご提供します", ["3割引"]),
    ("全品半額", ["半額"]),
    ("キャンペーン実施中", ["キャンペーン実施"]),
    ("早期割引がございます", ["早期割引"]),
    ("新商品のご案内です", ["新商品のご案内"]),
    ("展示会を開催します", ["展示会を開催"]),
    ("ぜひご来店ください", ["ぜひご来店"]),
    ("是非一度お立ち寄りください", ["是非一度お立ち寄り"]),
    ("この機会にご検討ください", ["この機会に"]),
    ("口コミのご投稿をお願いします", ["口コミのご投稿"]),
    ("Googleレビューをお願いします", ["レビューをお願"]),
    ("アンケートにご協力ください", ["アンケートにご協力"]),
    ("ご意見をお聞かせください", ["ご意見をお聞かせ"]),
    ("お友達をご紹介ください", ["お友達をご紹介"]),
    ("Summer sale starts Friday", ["Summer sale"]),
    ("Get 20% off today", ["20% off"]),
    ("Please leave us a review", ["leave us a review"]),
    ("Come and see us this weekend", ["Come and see us"]),
    ("Don't miss our special offer", ["Don't miss", "special offer"]),
    # Notices.
    ("お車の整備が終わりました。18時までにご来店ください。", []),
    ("ご注文の品が届きました。ご来店をお待ちしております。", []),
    ("お得意様各位 定休日のお知らせ", []),
    ("お得意先の皆様", []),
    ("割引後のお支払額は12,000円です", []),
    ("ご利用の割引券をお忘れなく", []),
    ("送料無料で発送しました", []),
    ("無料代車をご用意しています", []),
    ("プレゼント包装が仕上がりました", []),
    ("セールス担当の鈴木が伺います", []),
    ("ホールセール部門", []),
    ("特に問題はありませんでした", []),
    ("特定商取引法", []),
    ("5円引き落としできませんでした", []),
    ("口座から5,000円引落しました", []),
    ("ご意見番の会", []),
    ("営業時間変更のお知らせ", []),
    ("車検の期日が近づいています。お早めにご予約ください。", []),
    ("Your order has been shipped. Free delivery applied.", []),
    ("Your table is booked; see you at 7 pm.", []),
    ("The discounted total is 12,000 yen.", []),
    ("Please review the attached contract.", []),
    ("The lights go off at 10.", []),
]


@pytest.mark.parametrize(("text", "expected"), PROMOTION)
def test_words_of_advertising_are_said_in_notices_and_reminders(text: str, expected: list[str]) -> None:
    assert in_text(text, "promotion_in_notice") == expected
    assert in_text(text, "promotion_in_notice", purpose="reminder") == expected
    assert in_text(text, "promotion_in_notice", purpose="promotion") == []


@pytest.mark.parametrize(
    ("text", "others", "own"),
    [
        ("お電話は090-1234-5678まで", ["090-1234-5678"], []),
        ("０９０１２３４５６７８", ["０９０１２３４５６７８"], []),
        ("(03) 9999-8888", ["(03) 9999-8888"], []),
        ("0120-444-444", ["0120-444-444"], []),
        ("+81 90 1234 5678", ["+81 90 1234 5678"], []),
        ("Call +1 202-555-0143", ["+1 202-555-0143"], []),
        ("03-1234-5678", [], ["03-1234-5678"]),
        ("TEL 03(1234)5678", [], ["03(1234)5678"]),
        ("０３－１２３４－５６７８", [], ["０３－１２３４－５６７８"]),
        ("+81 3 1234 5678", [], ["+81 3 1234 5678"]),
        ("03-1234-5679", ["03-1234-5679"], []),
        ("03-1234-5678と090-1111-2222", ["090-1111-2222"], ["03-1234-5678"]),
        ("お問い合わせ番号 0312349999", ["0312349999"], []),
        # Other figures.
        ("受付番号0312345678", [], []),
        ("注文番号: 0901234567", [], []),
        ("https://example.jp/0312345678", [], []),
        ("2026-03-15 10:30", [], []),
        ("合計1,234,567,890円", [], []),
        ("郵便番号 100-0001", [], []),
        ("登録番号T1234567890123", [], []),
        ("Order no. 0123456789", [], []),
        ("00123456789", [], []),
    ],
)
def test_telephone_numbers_are_told_apart_from_the_stores_own(
    text: str, others: list[str], own: list[str]
) -> None:
    assert in_text(text, "phone_number") == others
    assert in_text(text, "own_phone_number") == own


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("お車の整備が終わりました。", True),
        ("お電話ください。", True),
        ("3月15日10時にお待ちしております", True),
        ("お車の整備が終わりました。03-1234-5678", False),
        ("お電話ください TEL:12-3456", False),
        ("詳しくは https://example.jp", False),
        ("shop@example.jp へどうぞ", False),
        ("公式LINEからお問い合わせください", False),
        ("このSMSにご返信ください", False),
        ("Please reply to this message.", False),
    ],
)
def test_a_text_that_leaves_nobody_to_ask_is_said_unless_it_can_be_answered(text: str, missing: bool) -> None:
    def codes(**changes: bool) -> set[str]:
        return {one.code for one in found_in_text(Content(text), sending(**changes))}

    assert ("no_contact" in codes()) is missing
    assert "no_contact" not in codes(can_be_replied_to=True)


@pytest.mark.parametrize(
    ("names", "text", "missing"),
    [
        (("さくら自動車",), "お車の整備が終わりました。", True),
        (("さくら自動車",), "【さくら自動車】お車の整備が終わりました。", False),
        (("さくら自動車",), "田中様\nさくら自動車です。整備が終わりました。", False),
        (("さくら自動車",), "お車の整備が終わりました。" * 4 + "さくら自動車", True),
        (("さくら自動車",), "お車の整備が終わりました。" * 4 + "さくら自動車\nです", False),
        (("さくら自動車 本店",), "さくら自動車です。", False),
        (("さくら自動車 静岡店",), "さくら自動車です。", False),
        (("株式会社さくら自動車",), "さくら自動車です。", False),
        (("㈱さくら自動車",), "さくら自動車です。", False),
        (("さくら自動車", "さくらホールディングス株式会社"), "さくらホールディングスです。", False),
        (("Sakura Motors",), "SAKURA MOTORS: your car is ready", False),
        (("Sakura Motors Co., Ltd.",), "Sakura Motors: your car is ready", False),
        (("サクラ・モータース",), "ｻｸﾗﾓｰﾀｰｽです", False),
        (("A",), "お知らせ", False),
        ((), "お知らせ", False),
    ],
)  # fmt: skip
def test_the_beginning_says_who_writes(names: tuple[str, ...], text: str, missing: bool) -> None:
    codes = [one.code for one in found_in_text(Content(text), sending(shop_names=names))]
    assert ("shop_name_missing" in codes) is missing


ADDRESSES: list[tuple[str, dict[str, list[str]]]] = [
    ("https://bit.ly/3xYz", {"shared_shortener": ["https://bit.ly/3xYz"]}),
    ("https://www.tinyurl.com/a", {"shared_shortener": ["https://www.tinyurl.com/a"]}),
    ("https://BIT.LY/a", {"shared_shortener": ["https://BIT.LY/a"]}),
    ("https://lin.ee/abc", {}),
    ("https://bit.ly.example.jp/", {}),
    ("https://example.jp/をご覧ください", {"address_runs_on": ["https://example.jp/を"]}),
    ("(https://example.jp/a)。", {}),
    ("https://example.jp/a。", {"address_runs_on": ["https://example.jp/a。"]}),
    ("「https://example.jp/a」", {"address_runs_on": ["https://example.jp/a」"]}),
    ("https://example.jp/ をご覧ください", {}),
    ("https://example.jp/\nをご覧ください", {}),
    ("https://example.jp/　をご覧ください", {}),
    ("http://example.jp/", {"address_not_secure": ["http://example.jp/"]}),
    ("http://sms.example.jp/s/abcd2345", {}),
    ("ｈｔｔｐｓ：／／example.jp", {"address_not_a_link": ["ｈｔｔｐｓ：／／"]}),
    ("https:// example.jp", {"address_not_a_link": ["https:// "]}),
    ("www.example.jp をご覧ください", {"address_not_a_link": ["www.example.jp"]}),
    ("example.co.jp/shop", {"address_not_a_link": ["example.co.jp/shop"]}),
    ("info@example.co.jp", {}),
    ("Node.js ver.2", {}),
    ("さくら.jp", {}),
    ("3.5km先です", {}),
]


@pytest.mark.parametrize(("text", "expected"), ADDRESSES)
def test_addresses_are_whole_trusted_and_end_where_they_should(
    text: str, expected: dict[str, list[str]]
) -> None:
    findings = found_in_text(Content(text), SENDING)
    codes = ("shared_shortener", "address_runs_on", "address_not_secure", "address_not_a_link")
    assert {code: found for code in codes if (found := pieces(text, findings, code))} == expected


def test_a_third_address_is_said_where_clicks_are_counted() -> None:
    first, second, third = (f"https://example.jp/{path}" for path in "abc")
    text = f"{first} {second} {third}"
    counted = ((0, len(first)), (len(first) + 1, len(first) + 1 + len(second)))
    tracked = Content(text, counted=counted)
    assert pieces(text, found_in_text(tracked, sending(tracks_links=True)), "links_not_counted") == [third]
    assert pieces(text, found_in_text(tracked, SENDING), "links_not_counted") == []
    own = f"{first} {second} https://sms.example.jp/o/abcdefghij"
    of_two = Content(own, counted=counted)
    assert pieces(own, found_in_text(of_two, sending(tracks_links=True)), "links_not_counted") == []
    brought = Content(text, ((text.index(third), len(text), "オンライン接客URL"),), counted)
    assert pieces(text, found_in_text(brought, sending(tracks_links=True)), "links_not_counted") == []


GAPS: list[tuple[str, dict[str, list[str]]]] = [
    ("【【氏名】】様", {"wrong_brackets": ["【【氏名】】"]}),
    ("［［氏名］］様", {"wrong_brackets": ["［［氏名］］"]}),
    ("〔〔期日〕〕", {"wrong_brackets": ["〔〔期日〕〕"]}),
    ("【さくら自動車】[重要]", {}),
    ("{{name}}様", {"left_open": ["{{name}}"]}),
    ("{氏名}様", {"left_open": ["{氏名}"]}),
    ("%NAME%様", {"left_open": ["%NAME%"]}),
    ("<お名前>様", {"left_open": ["<お名前>"]}),
    ("○○様", {"left_open": ["○○"]}),
    ("○様", {"left_open": ["○"]}),
    ("●月●日", {"left_open": ["●", "●"]}),
    ("XX月XX日", {"left_open": ["XX", "XX"]}),
    ("お支払額は△△円です", {"left_open": ["△△"]}),
    ("様、お車の整備が終わりました", {"left_open": ["様"]}),
    ("さくら自動車です。\n 様 いつも", {"left_open": ["様"]}),
    ("○をつけてください", {}),
    ("■営業時間 ●定休日", {}),
    ("100%です。50%くらい", {}),
    ("様子を見ます", {}),
    ("3×4サイズ", {}),
    ("XXLサイズ", {}),
    ("1 < 2", {}),
    ("山田様様", {"honorific_twice": ["様様"]}),
    ("山田様 さん", {"honorific_twice": ["様 さん"]}),
    ("お客様様", {"honorific_twice": ["様様"]}),
    ("山田様様々な", {}),
    ("山田様、佐藤様", {}),
]


@pytest.mark.parametrize(("text", "expected"), GAPS)
def test_what_was_to_be_filled_in_is_said(text: str, expected: dict[str, list[str]]) -> None:
    findings = found_in_text(Content(text), SENDING)
    codes = ("wrong_brackets", "left_open", "honorific_twice")
    assert {code: found for code in codes if (found := pieces(text, findings, code))} == expected


@pytest.mark.parametrize(
    ("text", "risky"),
    [
        ("お待ちしています〜", ["〜"]),
        ("お待ちしています～①㈱髙﨑", []),
        ("한국어", ["한", "국", "어"]),
        # What no route takes is an error of its own.
        ("ありがとう😀", []),
        ("¥1,000", ["¥"]),
    ],
)
def test_characters_that_some_handsets_show_wrongly_are_named(text: str, risky: list[str]) -> None:
    # Twice: what was found fine once is not looked at again.
    assert in_text(text, "risky_character") == risky
    assert in_text(text, "risky_character") == risky


@pytest.mark.parametrize(
    ("text", "ends"),
    [("　お知らせ　", ["　", "　"]), (" お知らせ\n", [" ", "\n"]), ("お　知らせ", []), ("　", []), ("", [])],
)
def test_blanks_at_the_ends_are_said(text: str, ends: list[str]) -> None:
    assert in_text(text, "blanks_at_ends") == ends


@pytest.mark.parametrize(
    ("characters", "weight", "said"),
    [
        (70, 1, None),
        (71, 1, {"over": 1, "parts": 2, "fits": 70}),
        (75, 1, {"over": 5, "parts": 2, "fits": 70}),
        (76, 1, None),
        (132, 1, None),
        (133, 1, {"over": 1, "parts": 3, "fits": 132}),
        (660, 1, None),
        (661, 1, None),
    ],
)
def test_a_few_characters_into_one_more_part_are_said(
    characters: int, weight: int, said: dict[str, int] | None
) -> None:
    text = "あ" * characters
    found = found_in_text(Content(text), sending(newline_weight=weight))
    assert [dict(one.said) for one in found if one.code == "just_over_part"] == ([said] if said else [])


def test_a_newline_weighs_what_the_line_says() -> None:
    text = "あ" * 69 + "\nい"
    assert in_text(text, "just_over_part") == ["い"]
    assert in_text("あ" * 68 + "\nい", "just_over_part") == []
    assert in_text("あ" * 68 + "\nい", "just_over_part", newline_weight=2) == ["い"]


def test_a_good_notice_is_left_in_peace() -> None:
    text = (
        "【さくら自動車】田中様、お預かりのお車の整備が終わりました。18時までにご来店ください。03-1234-5678"
    )
    assert [one.code for one in found_in_text(Content(text), SENDING)] == ["own_phone_number"]
    english = "Sakura Motors: Dear Mr. Tanaka, your car is ready. Please come by 6 pm. https://example.jp"
    codes = [one.code for one in found_in_text(Content(english), sending(shop_names=("Sakura Motors",)))]
    assert [code for code in codes if code != "just_over_part"] == []
