"""What somebody confirmed is what is sent: a number that changes meanwhile is looked at again."""

import pytest
from django.test import Client

from accounts.tenancy.scope import store_scope
from customers.domain.save_customer import save_customer
from customers.models import Customer
from tests.messaging.compose.conftest import (
    KEY,
    TARO,
    buttons_of,
    composer_of,
    dispatches,
    form,
    hidden,
    sent_messages,
    typed,
    words,
)
from tests.shops import Shops

TEXT = "お車の点検が終わりました。"
NEW = "+818011112222"
CHANGED = (
    "The number has changed to 080-1111-2222 since you looked at it. Nothing was sent. Please look at the number "
    "and confirm again."
)


def changed_to(shops: Shops, customer: Customer, mobile: str | None) -> None:
    """A colleague changes the record meanwhile."""
    with store_scope(shops.sakura.pk):
        found = Customer.objects.get(pk=customer.pk)
        values = {"name": found.name, "mobile": mobile}
        save_customer(actor=shops.sakura_manager, customer=found, values=values)  # type: ignore[arg-type]


@pytest.mark.parametrize("certain", [{}, {"certain": "yes"}])
@pytest.mark.parametrize("asks", [False, True])
def test_a_number_that_changed_after_confirming_is_shown_anew_and_nothing_is_sent(
    shops: Shops, staff: Client, taro: Customer, asks: bool, certain: dict[str, str]
) -> None:
    shops.sakura.asks_before_sending = asks
    shops.sakura.save()
    confirmed = hidden(staff.post(composer_of(taro), form("confirm", TEXT, subject="点検")))
    assert confirmed["shown_phone"] == TARO
    changed_to(shops, taro, NEW)
    response = staff.post(composer_of(taro), confirmed | certain | {"step": "send"})
    assert response.status_code == 422
    assert CHANGED in words(response)
    assert "Recipient 山田 太郎 080-1111-2222" in words(response)
    assert buttons_of(response) == ["edit", "send"]
    assert hidden(response) == confirmed | {"shown_phone": NEW}
    assert (sent_messages(), dispatches()) == ([], [])
    again = staff.post(composer_of(taro), hidden(response) | {"step": "send", "certain": "yes"})
    assert again.status_code == 302
    assert sent_messages() == [(NEW, TEXT, "scheduled", "")]


def test_the_extra_question_carries_the_number_it_showed(shops: Shops, staff: Client, taro: Customer) -> None:
    shops.sakura.asks_before_sending = True
    shops.sakura.save()
    asked = staff.post(composer_of(taro), form("send", TEXT))
    assert hidden(asked)["shown_phone"] == TARO
    changed_to(shops, taro, NEW)
    response = staff.post(composer_of(taro), hidden(asked) | {"step": "send"})
    assert (response.status_code, CHANGED in words(response)) == (422, True)
    assert sent_messages() == []


def test_a_number_that_is_gone_after_confirming_sends_nothing_and_keeps_the_text(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    changed_to(shops, taro, None)
    response = staff.post(composer_of(taro), form("send", TEXT))
    assert response.status_code == 422
    assert "Cannot be sent now No mobile number is on record." in words(response)
    assert typed(response)["body"] == TEXT
    assert sent_messages() == []


def test_a_send_that_shows_no_number_was_not_confirmed(staff: Client, taro: Customer) -> None:
    unseen = form("send", TEXT)
    del unseen["shown_phone"]
    response = staff.post(composer_of(taro), unseen)
    assert response.status_code == 422
    assert hidden(response)["shown_phone"] == TARO
    assert sent_messages() == []


def test_a_second_click_after_the_number_changed_says_what_was_sent(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    staff.post(composer_of(taro), form("send", TEXT))
    changed_to(shops, taro, NEW)
    response = staff.post(composer_of(taro), form("send", TEXT))
    assert response.status_code == 409
    assert "This form has been sent already. Nothing was sent now." in words(response)
    assert hidden(response)["key"] != str(KEY)
    assert sent_messages() == [(TARO, TEXT, "scheduled", "")]
