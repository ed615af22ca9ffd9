"""The text of each person: fields filled in, warnings ticked, one leaf after the other, a test to one's own handset."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Permission
from accounts.tenancy.scope import store_scope
from customers.models import Customer
from messaging.models import TestNumber
from templates_app.domain.save_template import TemplateValues, save_template
from tests.messaging.compose.conftest import (
    QUICK,
    TARO,
    MakeCustomer,
    buttons_of,
    composer_of,
    dispatches,
    errors_of,
    form,
    page,
    sent_messages,
    typed,
    words,
)
from tests.shops import Shops

OWN = "+819099990000"
LIVE = {"HX-Request": "true"}
FIELDS = "さくら自動車です。[[氏名]]様、お車の用意ができました。"


@pytest.fixture
def own_number(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        TestNumber.objects.create(
            store=shops.sakura,
            member=shops.sakura_staff,
            phone=OWN,
            asked_at=timezone.now(),
            proved_at=timezone.now() - timedelta(days=1),
        )


def test_fields_are_filled_in_for_the_person_of_the_page(staff: Client, taro: Customer) -> None:
    opened = page(staff.get(composer_of(taro)))
    merge = json.loads(re.search(r'id="merge-values" type="application/json">(.*?)</script>', opened)[1])  # type: ignore[index]
    assert merge["values"]["氏名"] == "山田 太郎"
    confirm = staff.post(composer_of(taro), form("confirm", FIELDS))
    assert "さくら自動車です。山田 太郎様、お車の用意ができました。" in words(confirm)
    staff.post(composer_of(taro), form("send", FIELDS))
    assert sent_messages() == [
        (TARO, "さくら自動車です。山田 太郎様、お車の用意ができました。", "scheduled", "")
    ]


@pytest.mark.parametrize("body", ["[[氏めい]]様", "[[氏名様", "[[期日]]までに"])
def test_a_field_that_cannot_be_filled_in_is_said_beside_the_text(
    staff: Client, taro: Customer, body: str
) -> None:
    response = staff.post(composer_of(taro), form("confirm", body))
    assert (response.status_code, len(errors_of(response))) == (422, 1)
    assert typed(response)["body"] == body
    assert sent_messages() == []


def test_one_leafs_through_the_texts_and_sees_who_gets_none(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    given = {"numbers": "09012345678\n08011112222 佐藤\n07033334444"}
    confirm = staff.post(QUICK, form("confirm", FIELDS, **given))
    assert "1 / 3 山田 太郎 090-1234-5678" in words(confirm)
    assert "1 recipient gets nothing as the text stands" in words(confirm)
    assert "Send (2 messages)" in words(confirm)
    leaf = staff.post(QUICK, form("leaf", FIELDS, leaf="1", **given), headers=LIVE)
    assert "<html" not in page(leaf)
    assert "2 / 3 佐藤 080-1111-2222" in words(leaf)
    assert "佐藤様、お車の用意ができました。" in words(leaf)
    beyond = staff.post(QUICK, form("leaf", FIELDS, leaf="99", **given), headers=LIVE)
    assert "3 / 3 070-3333-4444 " in words(beyond)
    plain = staff.post(QUICK, form("confirm", FIELDS, leaf="1", **given))
    assert "2 / 3 佐藤" in words(plain)
    assert sent_messages() == []


def test_what_is_typed_is_looked_at_by_the_server_while_it_is_written(staff: Client, taro: Customer) -> None:
    response = staff.post(composer_of(taro), form("live", "お電話ください 090-1111-2222"), headers=LIVE)
    assert response.status_code == 200
    assert "<html" not in page(response)
    assert re.search("Please check .*090-1111-2222", words(response))
    silent = staff.post(composer_of(taro), form("live", ""), headers=LIVE)
    assert "finding" not in page(silent)
    assert (sent_messages(), dispatches()) == ([], [])


def test_every_warning_is_ticked_by_itself_before_anything_goes(staff: Client, taro: Customer) -> None:
    text = "10〜12時にお電話ください 090-1111-2222"
    one = staff.post(composer_of(taro), form("send", text, acknowledge="risky_character"))
    assert one.status_code == 422
    assert words(one).count("Tick it, or go back and change the text.") == 1
    assert re.search(r'value="risky_character" form="confirm-form"[^>]* checked', page(one))
    assert sent_messages() == []
    both = form("send", text) | {"acknowledge": ["risky_character", "phone_number"]}
    assert staff.post(composer_of(taro), both).status_code == 302
    [dispatch] = dispatches()
    assert sorted(warning["code"] for warning in dispatch.acknowledged) == ["phone_number", "risky_character"]


def test_the_extra_question_carries_the_ticks(shops: Shops, staff: Client, taro: Customer) -> None:
    shops.sakura.asks_before_sending = True
    shops.sakura.save()
    ask = staff.post(composer_of(taro), form("send", "10〜12時", acknowledge="risky_character"))
    assert "Really send?" in words(ask)
    assert 'name="acknowledge" value="risky_character"' in page(ask)


@pytest.mark.usefixtures("own_number")
def test_a_test_goes_to_ones_own_handset_once_and_joins_nobodys_history(
    staff: Client, taro: Customer
) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        response = staff.post(composer_of(taro), form("test", FIELDS, test_key=key), headers=LIVE)
        assert "A test is on its way to 090-9999-0000." in words(response)
    assert sent_messages() == [
        (OWN, "さくら自動車です。山田 太郎様、お車の用意ができました。", "scheduled", "")
    ]
    [dispatch] = dispatches()
    assert (dispatch.source, dispatch.purpose, dispatch.send_at) == ("test", "notice", None)
    assert "Newest messages to this person" not in words(staff.get(composer_of(taro)))


@pytest.mark.usefixtures("own_number")
def test_a_test_asks_neither_who_nor_when_and_without_a_script_the_text_stays(staff: Client) -> None:
    given = {"when": "later", "send_at": "", "numbers": ""}
    response = staff.post(QUICK, form("test", "10〜12時", **given))
    assert "A test is on its way" in words(response)
    assert typed(response)["body"] == "10〜12時"
    assert sent_messages() == [(OWN, "10〜12時", "scheduled", "")]
    empty = staff.post(QUICK, form("test", "", **given))
    assert (empty.status_code, len(sent_messages())) == (422, 1)


def test_without_a_number_of_ones_own_the_page_says_where_to_enter_it(staff: Client, taro: Customer) -> None:
    assert "Enter your own mobile number once" in words(staff.get(composer_of(taro)))
    response = staff.post(composer_of(taro), form("test", "本文"), headers=LIVE)
    assert response.status_code == 422
    assert sent_messages() == []


def test_a_template_of_the_address_stands_in_the_fields_and_is_kept_with_the_message(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    values: TemplateValues = {
        "name": "点検完了", "category": "", "subject": "点検", "body": FIELDS,
        "purpose": "reminder", "language": "ja", "for_appointments": False,
    }  # fmt: skip
    with store_scope(shops.sakura.pk):
        template = save_template(actor=shops.sakura_manager, template=None, values=values)
    opened = staff.get(f"{composer_of(taro)}?template={template.pk}")
    assert typed(opened) == {"body": FIELDS, "subject": "点検", "memo": ""}
    version = re.search(r'name="template_version" value="(\d+)"', page(opened))
    assert version is not None
    confirm = staff.post(composer_of(taro), form("confirm", FIELDS, template_version=version[1]))
    assert "Template 点検完了" in words(confirm)
    staff.post(composer_of(taro), form("send", FIELDS, template_version=version[1]))
    [dispatch] = dispatches()
    assert dispatch.template_version_id == int(version[1])


def test_links_are_shortened_as_chosen_and_their_targets_shown(staff: Client, taro: Customer) -> None:
    text = "こちらです [[URL]]"
    given = {"link": "https://shop.example.jp/a?b=1", "track_links": "on", "unique_links": "on"}
    confirm = staff.post(composer_of(taro), form("confirm", text, **given))
    assert "https://shop.example.jp/a?b=1 Taps are counted, for each recipient." in words(confirm)
    staff.post(composer_of(taro), form("send", text, **given))
    [(_phone, body, _state, _reason)] = sent_messages()
    assert re.fullmatch(r"こちらです https?://[^ ]+/s/[A-Za-z0-9]{8}", body)
    assert body.split()[-1] in page(confirm)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://a:b@shop.example.jp/", "shop"])
def test_a_link_that_leads_nowhere_good_is_said_beside_its_field(
    staff: Client, taro: Customer, link: str
) -> None:
    response = staff.post(composer_of(taro), form("confirm", "こちら [[URL]]", link=link, track_links="on"))
    assert response.status_code == 422
    assert f'value="{link}"' in page(response)
    assert buttons_of(response) == ["confirm"]


def test_promotion_says_beside_its_box_that_there_is_no_consent_and_cannot_be_sent(
    staff: Client, taro: Customer, make_customer: MakeCustomer
) -> None:
    assert "There is no consent on record" in words(staff.get(composer_of(taro)))
    confirm = staff.post(composer_of(taro), form("confirm", "本文", purpose="promotion"))
    assert "Cannot be sent now There is no consent on record" in words(confirm)
    assert buttons_of(confirm) == ["edit"]


def test_who_may_not_see_customers_gets_nothing_of_their_records_into_a_text(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    shops.sakura_staff.withheld_permissions = [Permission.CUSTOMERS_VIEW]
    shops.sakura_staff.save()
    given = {"numbers": "09012345678\n08011112222"}
    for step in ("confirm", "live", "leaf"):
        response = staff.post(QUICK, form(step, "[[氏名|お客様]]、お待たせしました。", leaf="0", **given))
        assert response.status_code == 200
        assert "太郎" not in page(response), step
    staff.post(QUICK, form("send", "[[氏名|お客様]]、お待たせしました。", **given))
    assert [text for _phone, text, _state, _reason in sent_messages()] == ["お客様、お待たせしました。"] * 2
