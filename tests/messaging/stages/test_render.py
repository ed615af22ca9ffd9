"""From a body with merge fields to each person's own text, and what cannot go as it is."""

from typing import Any

import pytest

from accounts.tenancy.scope import store_scope
from messaging.domain.compose import Recipient
from messaging.domain.plan import Planned
from messaging.domain.problems import Refused
from messaging.domain.recipients import recipient_for, recipients_at
from messaging.domain.send import send_many
from messaging.domain.text_problems import LONGEST_TYPED
from messaging.models import MessageText, RecipientCode
from tests.messaging.factories import make_customer
from tests.messaging.stages.wished import A, B, C, ahead, errors, rows, sent, wish
from tests.shops import Shops

pytestmark = pytest.mark.django_db


def test_each_person_gets_a_text_of_their_own_and_the_values_are_kept_with_it(shops: Shops) -> None:
    yamada = make_customer(shops.sakura, name="山田 太郎", mobile=A)
    make_customer(shops.midori, name="別の店の人", mobile=A)
    asked = wish(
        *recipient_for(yamada),
        Recipient(B, name="佐藤"),
        body="[[氏名]]様、[[店舗名]]です。",
        subject="[[氏名]]様へ",
    )
    planned = sent(shops.sakura_staff, asked)
    assert rows() == [
        (A, "", "山田 太郎様、さくら自動車です。", "scheduled"),
        (B, "", "佐藤様、さくら自動車です。", "scheduled"),
    ]
    with store_scope(shops.sakura.pk):
        values = MessageText.objects.order_by("message_id").values_list("merge_values", flat=True)
        assert list(values) == [
            {"氏名": "山田 太郎", "店舗名": "さくら自動車"},
            {"氏名": "佐藤", "店舗名": "さくら自動車"},
        ]
    assert planned.dispatch.body == "[[氏名]]様、[[店舗名]]です。"
    assert planned.dispatch.subject == "[[氏名]]様へ"


def test_the_subject_of_a_send_to_one_person_has_their_values(shops: Shops) -> None:
    yamada = make_customer(shops.sakura, name="山田 太郎", mobile=A)
    planned = sent(
        shops.sakura_staff, wish(*recipient_for(yamada), body="x", subject="[[氏名]]様へ [[番号]]")
    )
    assert planned.dispatch.subject == "[[氏名]]様へ [[番号]]"
    planned = sent(shops.sakura_staff, wish(*recipient_for(yamada), body="y", subject="[[氏名]]様へ"))
    assert planned.dispatch.subject == "山田 太郎様へ"


def test_spans_say_where_values_stand_in_the_text(shops: Shops) -> None:
    shown = ahead(shops.sakura_staff, wish(Recipient(A, name="佐藤"), body=" [[氏名]]様と[[氏名]]"))
    [rendering] = shown.renderings
    assert rendering.text == "佐藤様と佐藤"
    assert rendering.spans == ((0, 2, "氏名"), (4, 6, "氏名"))


def test_of_a_household_nobodys_name_is_used(shops: Shops) -> None:
    for name in ("山田 父", "山田 母"):
        make_customer(shops.sakura, name=name, mobile=A)
    with store_scope(shops.sakura.pk):
        recipients = recipients_at([A])
    [rendering] = ahead(
        shops.sakura_staff, wish(*recipients, body="[[氏名|お客様]]、こんにちは。")
    ).renderings
    assert rendering.text == "お客様、こんにちは。"
    assert rendering.recipient.customer_id is not None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"body": ""}, [("body", "empty_body")]),
        ({"body": "[[氏名"}, [("body", "unclosed")]),
        ({"body": "[[ない名前]]"}, [("body", "unknown_field")]),
        ({"body": "[[氏名]]様"}, [("body", "missing_value")]),
        ({"body": "[[氏名|]]"}, [("body", "empty_text")]),
        ({"body": "[[URL]]"}, [("link", "missing_link")]),
        ({"body": "あ" * 661}, [("body", "body_too_long")]),
        ({"body": "😀"}, [("body", "unsendable_character")]),
        ({"body": "[[URL]]", "link": "javascript:alert(1)"}, [("link", "link_scheme")]),
        ({"body": "[[URL]]", "link": "https://a:b@c.example/"}, [("link", "link_credentials")]),
        ({"body": "見る https://a:b@c.example/"}, [("body", "link_credentials")]),
        ({"body": "見る http://127.0.0.1:8000/s/abcdefgh"}, [("body", "link_own")]),
    ],
    ids=str,
)
def test_what_is_wrong_with_the_text_of_one_person_is_said_at_its_field_and_nothing_is_made(
    shops: Shops, given: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert errors(ahead(shops.sakura_staff, wish(**given))) == expected
    assert rows() == []


def test_of_several_those_whose_text_cannot_go_are_kept_as_withheld_with_the_reason(shops: Shops) -> None:
    people = (Recipient(A, name="佐藤"), Recipient(B), Recipient(C, name="😀"))
    asked = wish(*people, body="[[氏名]]様")
    shown = ahead(shops.sakura_staff, asked)
    assert errors(shown) == []
    assert shown.verdicts == [None, "missing_value", "unsendable_text"]
    sent(shops.sakura_staff, asked)
    assert rows() == [
        (A, "", "佐藤様", "scheduled"),
        (B, "", "[[氏名]]様", "withheld"),
        (C, "", "😀様", "withheld"),
    ]


def test_where_nobodys_text_can_go_each_reason_is_an_error_with_how_many_it_concerns(shops: Shops) -> None:
    people = (Recipient(A), Recipient(B), Recipient(C, name="😀"))
    shown = ahead(shops.sakura_staff, wish(*people, body="お[[氏名]]様"))
    found = [
        (one.code, one.people, one.shown_in, one.spans) for one in shown.problems if one.level == "error"
    ]
    assert found == [("missing_value", 2, 0, ((1, 7),)), ("unsendable_character", 1, 2, ((1, 2),))]


def test_what_is_typed_badly_is_pointed_at_in_the_body(shops: Shops) -> None:
    [problem] = ahead(shops.sakura_staff, wish(body="では[[氏名")).problems
    assert (problem.spans, problem.shown_in) == (((2, 6),), None)


def test_values_that_a_program_brings_along_go_before_the_records(shops: Shops) -> None:
    yamada = make_customer(shops.sakura, name="山田 太郎", mobile=A)
    recipient = Recipient(A, values_of=yamada.pk, values={"name": "山田さま", "注文番号": "17"})
    [rendering] = ahead(shops.sakura_staff, wish(recipient, body="[[氏名]] [[注文番号]]")).renderings
    assert rendering.text == "山田さま 17"


def test_the_pages_of_a_recipient_have_the_same_address_on_the_confirm_page_and_in_the_message(
    shops: Shops,
) -> None:
    asked = wish(
        Recipient(A), Recipient(B), body="停止 [[配信停止URL]] 案内 [[お客様ページURL]]", track_links=True
    )
    before = [one.text for one in ahead(shops.sakura_staff, asked).renderings]
    planned = sent(shops.sakura_staff, asked)
    assert [text for _, _, text, _ in rows()] == before
    with store_scope(shops.sakura.pk):
        codes = list(RecipientCode.objects.order_by("message_id", "kind"))
        assert [(one.message_id, one.kind, len(one.code)) for one in codes] == [
            (planned.message_ids[0], "opt_out", 10),
            (planned.message_ids[0], "page", 23),
            (planned.message_ids[1], "opt_out", 10),
            (planned.message_ids[1], "page", 23),
        ]
        assert before[0] == (
            f"停止 http://127.0.0.1:8000/o/{codes[0].code} 案内 http://127.0.0.1:8000/r/{codes[1].code}"
        )
        # Addresses and codes are no values to keep.
        assert set(MessageText.objects.values_list("merge_values", flat=True)) == {None}


def test_a_text_that_is_too_long_by_far_is_refused_before_anything_is_made_of_it(shops: Shops) -> None:
    field = "[[氏名]] https://shop.example/a "
    longest = (field * 400)[:LONGEST_TYPED]
    for body, renderings in ((longest, 2), (longest + "あ", 0)):
        shown = ahead(
            shops.sakura_staff, wish(Recipient(A, values={"name": "山田"}), Recipient(B), body=body)
        )
        assert len(shown.renderings) == len(shown.verdicts) == renderings
        if not renderings:
            assert errors(shown) == [("body", "body_too_long")]
            assert "10,001" in shown.problems[0].message.replace("10001", "10,001")
    # What goes with it in a batch goes its way.
    with store_scope(shops.sakura.pk):
        long, short = send_many(
            actor=shops.sakura_staff, wishes=[wish(body="あ" * 10_001), wish(body="さくら自動車です。")]
        )
    assert isinstance(long, Refused)
    assert isinstance(short, Planned)
    assert [text for _, _, text, _ in rows()] == ["さくら自動車です。"]
