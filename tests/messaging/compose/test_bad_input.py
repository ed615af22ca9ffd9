"""What cannot be sent is said in place, and neither a text is lost nor anything made."""

import uuid

import pytest
from django.test import Client

from accounts.models import Permission, Store
from accounts.tenancy.scope import platform_scope
from customers.models import Customer
from messaging.models import GatewayGrant
from tests.conftest import SignIn
from tests.messaging.compose.conftest import (
    KEY,
    TARO,
    MakeCustomer,
    Stop,
    buttons_of,
    composer_of,
    dispatches,
    errors_of,
    form,
    hidden,
    in_english,
    sent_messages,
    typed,
    words,
)
from tests.shops import Shops

TEXT = "お車の点検が終わりました。\n18時までにお越しください。"
WAITING = [(TARO, TEXT, "scheduled", "")]


@pytest.mark.parametrize("step", ["confirm", "send"])
@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"body": ""}, ["Write the text of the message, please."]),
        ({"body": " \r\n\t "}, ["Write the text of the message, please."]),
        (
            {"body": "あ" * 661},
            ["The text has 661 characters, one more than the 660 that may be sent."],
        ),
        ({"body": "完了😀です"}, ["These characters cannot be sent by SMS; take them out, please: 😀"]),
        ({"body": "完了\x00です"}, ["Null characters are not allowed."]),
        (
            {"body": "", "subject": "件" * 101},
            [
                "Write the text of the message, please.",
                "Ensure this value has at most 100 characters (it has 101).",
            ],
        ),
        (
            {"body": "本文", "memo": "メ" * 501},
            ["Ensure this value has at most 500 characters (it has 501)."],
        ),
    ],
)
def test_bad_input_is_said_next_to_its_field_with_everything_kept_and_nothing_sent(
    staff: Client, taro: Customer, step: str, given: dict[str, str], errors: list[str]
) -> None:
    kept = {"subject": "件名", "memo": "メモ"} | given
    response = staff.post(composer_of(taro), form(step, **kept))
    assert response.status_code == 422
    assert errors_of(response) == errors
    assert typed(response) == kept
    assert hidden(response) == {"key": str(KEY)}
    assert (sent_messages(), dispatches()) == ([], [])


@pytest.mark.parametrize("key", ["", "x", "0190f5a0-0000-7000-8000-00000000000"])
def test_a_form_without_its_key_gets_a_new_one_and_sends_nothing(
    staff: Client, taro: Customer, key: str
) -> None:
    response = staff.post(composer_of(taro), form("send", TEXT) | {"key": key})
    assert response.status_code == 422
    assert "This page was not complete. Nothing was sent; please check it" in words(response)
    assert typed(response)["body"] == TEXT
    assert uuid.UUID(hidden(response)["key"]) != KEY
    assert sent_messages() == []


def test_a_stopped_number_has_its_reason_on_the_confirm_screen_and_no_button(
    shops: Shops, staff: Client, taro: Customer, stop: Stop
) -> None:
    stop(shops.sakura_manager, TARO)
    response = staff.post(composer_of(taro), form("confirm", TEXT))
    assert "Cannot be sent now Messages to this number are stopped." in words(response)
    assert buttons_of(response) == ["edit"]
    assert sent_messages() == []


def test_a_stop_between_confirm_and_send_is_recorded_as_held_back_with_its_reason(
    shops: Shops, staff: Client, taro: Customer, stop: Stop
) -> None:
    staff.post(composer_of(taro), form("confirm", TEXT))
    stop(shops.sakura_manager, TARO)
    response = staff.post(composer_of(taro), form("send", TEXT), follow=True)
    assert sent_messages() == [(TARO, TEXT, "withheld", "suppressed")]
    assert "Nothing was sent. 1 was held back; the reason stands beside it." in words(response)
    assert "山田 太郎 090-1234-5678 Number is stopped" in words(response)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Store.Status.TRIAL, "The store is in trial: until the operator activates it,"),
        (Store.Status.SUSPENDED, "The store is suspended and cannot send."),
    ],
)
def test_a_store_that_may_not_send_says_so_in_composer_and_confirm_screen(
    shops: Shops, staff: Client, taro: Customer, status: str, reason: str
) -> None:
    shops.sakura.status = status
    shops.sakura.save()
    composer = staff.get(composer_of(taro))
    confirm = staff.post(composer_of(taro), form("confirm", TEXT))
    assert [buttons_of(response) for response in (composer, confirm)] == [[], ["edit"]]
    assert all(f"Cannot be sent now {reason}" in words(response) for response in (composer, confirm))


def test_a_customer_without_a_mobile_number_keeps_the_text_and_says_what_to_do(
    shops: Shops, staff: Client, make_customer: MakeCustomer
) -> None:
    hanako = make_customer(shops.sakura_staff, "佐藤 花子", None)
    assert buttons_of(staff.get(composer_of(hanako))) == []
    for step in ("confirm", "send"):
        response = staff.post(composer_of(hanako), form(step, TEXT))
        assert response.status_code == 422
        assert "Cannot be sent now No mobile number is on record." in words(response)
        assert typed(response)["body"] == TEXT
    assert (sent_messages(), dispatches()) == ([], [])


def test_a_store_without_a_line_keeps_the_text_and_says_whom_to_ask(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    with platform_scope("a test takes the store's line away"):
        GatewayGrant.objects.filter(store=shops.sakura).delete()
    response = staff.post(composer_of(taro), form("send", TEXT))
    assert response.status_code == 422
    assert "Cannot be sent now This store has no line to send by." in words(response)
    assert typed(response)["body"] == TEXT
    assert sent_messages() == []


def test_a_paused_line_is_said_on_the_confirm_screen_and_the_message_waits(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    shops.account.status = "paused"
    shops.account.save()
    response = staff.post(composer_of(taro), form("confirm", TEXT))
    assert "The store's line is paused. The message waits" in words(response)
    staff.post(composer_of(taro), form("send", TEXT))
    assert sent_messages() == WAITING


@pytest.mark.parametrize("step", ["confirm", "send", "edit"])
def test_a_customer_of_another_store_does_not_exist_and_nothing_is_made(
    shops: Shops, staff: Client, make_customer: MakeCustomer, step: str
) -> None:
    foreign = make_customer(shops.midori_staff, "山田 太郎", TARO)
    assert staff.get(composer_of(foreign)).status_code == 404
    assert staff.post(composer_of(foreign), form(step, TEXT)).status_code == 404
    assert staff.get(composer_of(foreign, "midori-estate")).status_code == 404
    assert staff.post(composer_of(foreign, "midori-estate"), form(step, TEXT)).status_code == 404
    assert (sent_messages(), dispatches()) == ([], [])


@pytest.mark.parametrize("withheld", [Permission.MESSAGES_SEND, Permission.CUSTOMERS_VIEW])
def test_without_the_permission_nobody_composes(
    shops: Shops, sign_in: SignIn, taro: Customer, withheld: Permission
) -> None:
    shops.sakura_staff.withheld_permissions = [withheld]
    shops.sakura_staff.save()
    client = sign_in(in_english(shops.sakura_staff))
    assert client.get(composer_of(taro)).status_code == 403
    assert client.post(composer_of(taro), form("send", TEXT)).status_code == 403
    assert sent_messages() == []
