"""The button on the customer's page: on, or off with the reason in words."""

import re

import pytest
from django.test import Client

from accounts.models import Permission, Store
from accounts.tenancy.scope import platform_scope
from customers.models import Customer
from messaging.models import GatewayGrant
from tests.messaging.compose.conftest import TARO, MakeCustomer, Stop, composer_of, page, read
from tests.shops import Shops


def reason_on(client: Client, customer: Customer) -> str:
    """Why the button is off; empty where it leads to the composer."""
    shown = page(client.get(f"/stores/sakura-auto/customers/{customer.pk}/"))
    link = f'href="{composer_of(customer)}"'
    off = re.search(
        r'<button class="btn btn-primary" type="button" disabled aria-describedby="no-sms-why">'
        r'.*?<p [^>]*id="no-sms-why">(.*?)</p>',
        shown,
        re.DOTALL,
    )
    assert (link in shown) is (off is None)
    return read(off[1]) if off else ""


def test_the_button_leads_to_the_composer(staff: Client, taro: Customer) -> None:
    assert reason_on(staff, taro) == ""


def test_without_a_mobile_number_it_is_off(shops: Shops, staff: Client, make_customer: MakeCustomer) -> None:
    hanako = make_customer(shops.sakura_staff, "佐藤 花子", None)
    assert reason_on(staff, hanako) == "No mobile number is on record. Please add one to the customer first."


def test_without_the_permission_it_is_off(shops: Shops, staff: Client, taro: Customer) -> None:
    shops.sakura_staff.withheld_permissions = [Permission.MESSAGES_SEND]
    shops.sakura_staff.save()
    assert (
        reason_on(staff, taro)
        == "You do not have the permission to send. Please ask the owner of your store."
    )


def test_for_a_stopped_number_it_is_off(shops: Shops, staff: Client, taro: Customer, stop: Stop) -> None:
    stop(shops.sakura_manager, TARO)
    assert reason_on(staff, taro) == (
        "Messages to this number are stopped. Please reach the person in another way."
    )


def test_another_legal_entitys_stop_leaves_it_on(
    shops: Shops, staff: Client, taro: Customer, stop: Stop
) -> None:
    stop(shops.midori_manager, TARO)
    assert reason_on(staff, taro) == ""


def test_without_a_line_it_is_off(shops: Shops, staff: Client, taro: Customer) -> None:
    with platform_scope("a test takes the store's line away"):
        GatewayGrant.objects.filter(store=shops.sakura).delete()
    assert reason_on(staff, taro) == "This store has no line to send by. Ask the store's owner."


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (
            Store.Status.TRIAL,
            "The store is in trial: until the operator activates it, only numbers that the team has proved are texted.",
        ),
        (Store.Status.SUSPENDED, "The store is suspended and cannot send. Please ask the operator."),
    ],
)
def test_in_a_store_that_may_not_send_it_is_off(
    shops: Shops, staff: Client, taro: Customer, status: str, reason: str
) -> None:
    shops.sakura.status = status
    shops.sakura.save()
    assert reason_on(staff, taro) == reason
