"""Programs send templates with fields of their own, tracked links, and see prices and hints."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Scope
from accounts.tenancy.scope import store_scope
from messaging.models import Dispatch, Price, PriceTable
from messaging.text import Carrier
from templates_app.domain.archive_template import archive_template
from tests.messaging.factories import make_customer
from tests.programs import MESSAGES, Program, program_of
from tests.shops import Shops
from tests.templates_app.written import a_template
from tracking.models import ShortLink

A = "+819012345678"
SHOP = "https://shop.example/a"


def errors(answer: Any) -> list[tuple[str, str]]:
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


def test_a_template_is_sent_with_the_records_values_and_the_programs_own(
    shops: Shops, sakura: Program
) -> None:
    template = a_template(shops.sakura_manager, body="[[氏名]]様、ご注文[[顧客番号|]]が届きました。")
    customer = make_customer(shops.sakura, name="山田 太郎", mobile=A)
    answer = sakura.post(
        MESSAGES, {"customer": customer.pk, "template": template.pk, "fields": {"顧客番号": "17番"}}
    )
    assert (answer.status_code, answer.json()["body"]) == (202, "山田 太郎様、ご注文17番が届きました。")
    with store_scope(shops.sakura.pk):
        dispatch = Dispatch.objects.get()
        assert (dispatch.template_version.template_id, dispatch.template_version.number) == (template.pk, 1)
        assert dispatch.body == "[[氏名]]様、ご注文[[顧客番号|]]が届きました。"


@pytest.mark.parametrize("which", ["missing", "foreign", "archived"])
def test_a_template_that_is_not_there_is_none(shops: Shops, sakura: Program, which: str) -> None:
    manager = shops.midori_manager if which == "foreign" else shops.sakura_manager
    template = a_template(manager)
    if which == "archived":
        with store_scope(shops.sakura.pk):
            archive_template(actor=shops.sakura_manager, template=template)
    number = template.pk + 10**6 if which == "missing" else template.pk
    one = sakura.post(MESSAGES, {"to": A, "template": number})
    assert one.status_code == 404
    [result] = sakura.post(f"{MESSAGES}/batch", {"messages": [{"to": A, "template": number}]}).json()[
        "results"
    ]
    assert [(error["field"], error["code"]) for error in result["errors"]] == [("template", "not_found")]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [("body", "required")]),
        ({"body": "x", "template": 1}, [("template", "body_or_template")]),
        ({"body": "[[氏名"}, [("body", "unclosed")]),
        ({"body": "[[なにか]]"}, [("body", "unknown_field")]),
        ({"body": "[[氏名]]様"}, [("body", "missing_value")]),
        ({"body": "[[URL]]"}, [("link", "missing_link")]),
        ({"body": "[[URL]]", "link": "javascript:alert(1)"}, [("link", "link_scheme")]),
        ({"body": "x", "track_links": "yes"}, [("track_links", "invalid")]),
        ({"body": "x", "fields": {"a": 1}}, [("fields.a", "invalid")]),
        ({"body": "x", "fields": [1]}, [("fields", "not_a_dict")]),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_could_never_be_a_text_is_refused_at_its_field(
    sakura: Program, asked: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    for address in (MESSAGES, f"{MESSAGES}/preview"):
        answer = sakura.post(address, {"to": A} | asked)
        assert (answer.status_code, errors(answer)) == (422, expected)


def test_a_preview_shows_the_short_link_that_the_message_then_has(shops: Shops, sakura: Program) -> None:
    asked = {"to": A, "body": "ご案内 [[URL]]", "link": SHOP, "track_links": True}
    [ahead] = sakura.post(f"{MESSAGES}/preview", asked).json()["links"]
    made = sakura.post(MESSAGES, asked).json()
    [link] = made["links"]
    assert link == {
        "code": link["code"],
        "url": f"http://127.0.0.1:8000/s/{link['code']}",
        "target": SHOP,
        "hits": 0,
        "people": 0,
        "first_click_at": None,
        "last_click_at": None,
    }
    assert made["body"] == f"ご案内 {link['url']}"
    assert set(ahead) == set(link)
    with store_scope(shops.sakura.pk):
        assert ShortLink.objects.get().recipient == made["id"]
    assert sakura.get(f"{MESSAGES}/{made['id']}").json() == made
    assert sakura.get(MESSAGES).json()["results"] == [made]


def test_a_message_has_the_price_that_was_in_force(shops: Shops, sakura: Program) -> None:
    table = PriceTable.objects.create(account=shops.account, valid_from=date(2020, 1, 1))
    Price.objects.bulk_create(
        Price(table=table, carrier=carrier, parts=1, amount=Decimal("3.30") if carrier == "au" else 4)
        for carrier in Carrier
    )
    expected = {"currency": "JPY", "low": "3.3", "high": "4", "charged": None}
    asked = {"to": A, "body": "整備が終わりました。"}
    assert sakura.post(f"{MESSAGES}/preview", asked).json()["price"] == expected
    assert sakura.post(MESSAGES, asked).json()["price"] == expected


def test_hints_are_shown_and_keep_nothing_from_being_sent(sakura: Program) -> None:
    asked = {"to": A, "body": "整備が終わりました。"}
    hints = {hint["code"] for hint in sakura.post(f"{MESSAGES}/preview", asked).json()["hints"]}
    assert "shop_name_missing" in hints
    assert sakura.post(MESSAGES, asked).status_code == 202


def test_a_batch_with_texts_and_links_of_their_own_takes_as_many_statements_for_many_as_for_few(
    shops: Shops, sakura: Program
) -> None:
    template = a_template(shops.sakura_manager, body="[[氏名]]様 [[URL]] [[配信停止URL]]")
    counts = []
    for base, count in ((0, 1), (1, 2), (10, 40)):
        customers = [
            make_customer(shops.sakura, name=f"人{n}", mobile=f"+81901234{n:04}")
            for n in range(base, base + count)
        ]
        messages = [
            {
                "customer": customer.pk,
                "link": f"{SHOP}/{customer.pk}",
                "track_links": True,
                **(
                    {"template": template.pk}
                    if n % 2
                    else {"body": f"[[氏名]]様 {n} [[URL]] [[配信停止URL]]"}
                ),
            }
            for n, customer in enumerate(customers)
        ]
        with CaptureQueriesContext(connection) as queries:
            results = sakura.post(f"{MESSAGES}/batch", {"messages": messages}).json()["results"]
        assert all("id" in result for result in results)
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_a_value_that_would_take_for_ever_to_write_out_is_no_amount(sakura: Program) -> None:
    for value in ("1e1000000", "1e999999", "9" * 660):
        asked = {"to": A, "body": "家賃は85,000円です。", "fields": {"家賃": value}}
        answer = sakura.post(f"{MESSAGES}/preview", asked)
        assert (answer.status_code, len(answer.content) < 3000) == (200, True)


@pytest.mark.parametrize(
    "address", ["https://shop.example/" + "a" * 1970, "http://a[b/"], ids=["long", "broken"]
)
def test_an_address_that_cannot_take_the_parameters_is_an_error_of_its_message_alone(
    sakura: Program, address: str
) -> None:
    asked = {
        "to": A,
        "body": "[[URL]]",
        "link": address,
        "track_links": True,
        "link_parameters": "c=spring-2027",
    }
    in_body = asked | {"body": address, "link": ""}
    good = {"to": A, "body": SHOP, "track_links": True}
    answer = sakura.post(f"{MESSAGES}/batch", {"messages": [asked, in_body, good]})
    code = "link_too_long" if len(address) > 1000 else "link_host"
    results = answer.json()["results"]
    assert [[(one["field"], one["code"]) for one in result.get("errors", ())] for result in results] == [
        [("link", code)],
        [("body", code)],
        [],
    ]
    with store_scope(sakura.token.store_id):
        assert ShortLink.objects.count() == 1


def test_without_tracking_no_parameters_are_appended(sakura: Program) -> None:
    asked = {"to": A, "body": "[[URL]]", "link": f"{SHOP}/" + "a" * 500, "link_parameters": "c=" + "a" * 90}
    assert sakura.post(MESSAGES, asked | {"track_links": False}).status_code == 202


def test_a_program_that_may_not_read_customers_reads_none_by_sending(shops: Shops) -> None:
    make_customer(shops.sakura, name="山田 太郎", mobile=A)
    sender, reader = (
        program_of(shops.sakura, scopes=scopes) for scopes in ((Scope.SEND,), (Scope.SEND, Scope.READ))
    )
    asked = {"to": A, "body": "[[宛名]] [[氏名|-]]"}
    for address in (f"{MESSAGES}/preview", MESSAGES):
        assert sender.post(address, asked).json()["body"] == "お客様 -"
        assert reader.post(address, asked).json()["body"] == "山田 太郎様 山田 太郎"
    # Whether there is a record, it does not learn either.
    known, unknown = (
        sender.post(f"{MESSAGES}/preview", {"to": number, "body": "[[氏名]]"})
        for number in (A, "08012345678")
    )
    assert errors(known) == errors(unknown) == [("body", "missing_value")]
    # What it brings along itself goes.
    own = sender.post(f"{MESSAGES}/preview", asked | {"fields": {"氏名": "佐藤"}})
    assert own.json()["body"] == "お客様 佐藤"
