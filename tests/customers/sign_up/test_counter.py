"""A customer's number, confirmed at the counter."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry
from accounts.tenancy.scope import store_scope
from customers.domain.save_customer import save_customer
from customers.domain.suppress_number import suppress_number
from customers.models import Customer, NumberCheck
from messaging.models import Dispatch
from tests.conftest import SignIn
from tests.customers.entered import entered
from tests.customers.pages import text_of
from tests.customers.sign_up.conftest import TARO, code_in, texts_to
from tests.customers.sign_up.test_abuse import wrong_for
from tests.shops import Shops
from tests.test_tenancy_sweep import everything_of


@pytest.fixture
def taro(shops: Shops) -> Customer:
    return entered(shops.sakura, "山田 太郎", mobile=TARO)


@pytest.fixture
def staff(shops: Shops, in_english: None, sign_in: SignIn) -> Client:
    return sign_in(shops.sakura_staff)


def page_of(customer: Customer, path: str = "") -> str:
    return f"/stores/sakura-auto/customers/{customer.pk}/{path}"


def press(client: Client, customer: Customer, step: str, code: str = "") -> Any:
    return client.post(page_of(customer, "number/"), {"step": step, "code": code})


def confirmed(customer: Customer) -> bool:
    with store_scope(customer.store_id):
        return Customer.objects.get(pk=customer.pk).mobile_confirmed_at is not None


def test_the_customer_reads_the_code_and_the_number_is_confirmed(
    staff: Client, shops: Shops, taro: Customer
) -> None:
    assert "Number not confirmed" in text_of(staff.get(page_of(taro)))
    staff.get(page_of(taro, "number/"))
    assert texts_to(shops.sakura) == []
    assert press(staff, taro, "send").status_code == 302
    [text] = texts_to(shops.sakura)
    with store_scope(shops.sakura.pk):
        dispatch = Dispatch.objects.get()
        assert (dispatch.author_id, dispatch.source, dispatch.expires_at is None) == (
            shops.sakura_staff.pk,
            "number_check",
            False,
        )
    code = code_in(text)
    wrong = press(staff, taro, "code", wrong_for(code))
    assert (wrong.status_code, confirmed(taro)) == (422, False)
    assert press(staff, taro, "code", code).headers["Location"] == page_of(taro)
    assert confirmed(taro)
    assert "Number confirmed" in text_of(staff.get(page_of(taro)))
    with store_scope(shops.sakura.pk):
        actions = AuditEntry.objects.filter(action__startswith="number").order_by("id")
        assert [(line.action, line.actor_id) for line in actions] == [
            ("number_check.made", shops.sakura_staff.pk),
            ("number.confirmed", shops.sakura_staff.pk),
        ]


def test_another_number_is_confirmed_anew(staff: Client, shops: Shops, taro: Customer) -> None:
    press(staff, taro, "send")
    code = code_in(texts_to(shops.sakura)[0])
    with store_scope(shops.sakura.pk):
        save_customer(actor=shops.sakura_staff, customer=taro, values={"mobile": "+819087654321"})
    # The code went to the number of before: it says nothing of this one.
    press(staff, taro, "code", code)
    assert not confirmed(taro)
    with store_scope(shops.sakura.pk):
        save_customer(actor=shops.sakura_staff, customer=taro, values={"mobile": TARO})
    press(staff, taro, "code", code)
    assert confirmed(taro)
    with store_scope(shops.sakura.pk):
        save_customer(actor=shops.sakura_staff, customer=taro, values={"notes": "常連"})
        assert confirmed(taro)
        save_customer(actor=shops.sakura_staff, customer=taro, values={"mobile": "+819087654321"})
    assert not confirmed(taro)


def test_three_codes_an_hour_here_too(staff: Client, shops: Shops, taro: Customer) -> None:
    assert [press(staff, taro, "send").status_code for _ in range(4)] == [302, 302, 302, 422]
    assert len(texts_to(shops.sakura)) == 3
    # The newest counts.
    press(staff, taro, "code", code_in(texts_to(shops.sakura)[-1]))
    assert confirmed(taro)


def test_no_code_goes_to_a_stopped_number_and_staff_are_told(
    staff: Client, shops: Shops, taro: Customer
) -> None:
    with store_scope(shops.sakura.pk):
        suppress_number(actor=None, phone=TARO, reason="at_request")
    page = press(staff, taro, "send")
    assert "are stopped, so no code was sent" in text_of(page)
    assert texts_to(shops.sakura) == []


def test_before_the_store_may_send_staff_are_told_so(staff: Client, shops: Shops, taro: Customer) -> None:
    shops.sakura.status = "trial"
    shops.sakura.save()
    assert "may not send yet" in text_of(press(staff, taro, "send"))
    with store_scope(shops.sakura.pk):
        assert NumberCheck.objects.count() == 0


def test_another_stores_customer_with_the_same_number_is_not_touched(
    staff: Client, shops: Shops, taro: Customer
) -> None:
    other = entered(shops.midori, "同じ番号", mobile=TARO)
    before = everything_of("midori-estate")
    press(staff, taro, "send")
    press(staff, taro, "code", code_in(texts_to(shops.sakura)[0]))
    assert (confirmed(taro), confirmed(other)) == (True, False)
    assert staff.get(page_of(other, "number/")).status_code == 404
    assert everything_of("midori-estate") == before


def test_who_may_not_change_customers_confirms_no_number(
    shops: Shops, sign_in: SignIn, taro: Customer
) -> None:
    shops.sakura_staff.withheld_permissions = ["customers.edit"]
    shops.sakura_staff.save()
    client = sign_in(shops.sakura_staff)
    assert client.get(page_of(taro, "number/")).status_code == 403
    assert press(client, taro, "send").status_code == 403
    assert texts_to(shops.sakura) == []
