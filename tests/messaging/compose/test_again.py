"""Sending the same text once more: a new message, with the old one's text and number in the composer."""

from django.test import Client

from accounts.models import Permission
from customers.models import Customer
from messaging.models import State
from tests.messaging.compose.conftest import (
    KEY,
    QUICK,
    TARO,
    composer_of,
    hidden,
    page,
    sent_messages,
    typed,
    words,
)
from tests.messaging.factories import make_message
from tests.shops import Shops

SAID = "The text of the earlier message stands here. Nothing has been sent now"
HISTORY = "/stores/sakura-auto/messages/"


def test_the_customers_composer_opens_with_the_text_and_a_key_of_its_own(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    message = make_message(
        shops.sakura_staff,
        state=State.UNDELIVERED,
        reason="out_of_range",
        customer=taro,
        phone=TARO,
        memo="店長",
    )
    address = f"{composer_of(taro)}?again={message.pk}"
    assert f'id="message-again" href="{address}"' in page(staff.get(f"{HISTORY}{message.pk}/"))
    opened = staff.get(address)
    assert typed(opened) == {"body": "ご注文の品が届きました。", "subject": "", "memo": "店長"}
    assert hidden(opened)["key"] != str(KEY)
    assert SAID in words(opened)
    assert "data-composer-restore" not in page(opened)
    assert len(sent_messages()) == 1


def test_a_number_that_is_nobodys_opens_quick_send_with_number_and_name(shops: Shops, staff: Client) -> None:
    message = make_message(
        shops.sakura_staff, state=State.UNDELIVERED, reason="out_of_range", phone=TARO, name="鈴木 次郎"
    )
    address = f"{QUICK}?again={message.pk}"
    assert f'id="message-again" href="{address}"' in page(staff.get(f"{HISTORY}{message.pk}/"))
    opened = staff.get(address)
    assert typed(opened)["numbers"] == "090-1234-5678 鈴木 次郎"
    assert typed(opened)["body"] == "ご注文の品が届きました。"
    assert "1 will be sent" in words(opened)


def test_another_stores_message_and_one_that_may_not_be_seen_fill_nothing(
    shops: Shops, staff: Client
) -> None:
    theirs, own = make_message(shops.midori_staff), make_message(shops.sakura_manager)
    assert staff.get(f"{QUICK}?again={theirs.pk}").status_code == 404
    assert typed(staff.get(f"{QUICK}?again=x"))["body"] == ""
    shops.sakura_staff.withheld_permissions = [Permission.MESSAGES_VIEW]
    shops.sakura_staff.save()
    assert staff.get(f"{QUICK}?again={own.pk}").status_code == 403
