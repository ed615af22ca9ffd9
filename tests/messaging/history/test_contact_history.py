"""The newest messages on a customer's page and under the composer."""

import pytest
from django.test import Client

from accounts.tenancy.scope import store_scope
from messaging.models import State
from messaging.panels.history import NEWEST_OF_CUSTOMER
from messaging.queries.history import newest_for_customer, newest_of_store
from tests.conftest import SignIn
from tests.messaging.factories import make_customer, make_message
from tests.messaging.history.reading import listed, results_shown, words
from tests.shops import Shops


@pytest.fixture
def client(shops: Shops, sign_in: SignIn) -> Client:
    return sign_in(shops.sakura_staff)


def test_a_customers_page_shows_their_newest_messages_and_the_way_to_all(
    shops: Shops, client: Client
) -> None:
    customer = make_customer(shops.sakura)
    made = [
        make_message(shops.sakura_staff, customer=customer, state=State.DELIVERED).pk
        for _ in range(NEWEST_OF_CUSTOMER + 2)
    ]
    make_message(shops.sakura_staff, phone="+819012345678")
    answer = client.get(f"/stores/sakura-auto/customers/{customer.pk}/")
    newest = made[::-1][:NEWEST_OF_CUSTOMER]
    assert listed(answer) == newest
    assert results_shown(answer) == dict.fromkeys(newest, "送達")
    full = f"/stores/sakura-auto/messages/?customer={customer.pk}"
    assert f'href="{full}"' in answer.content.decode()
    assert listed(client.get(full)) == made[::-1]


def test_a_customer_nobody_has_written_to_has_an_empty_history(shops: Shops, client: Client) -> None:
    customer = make_customer(shops.sakura)
    make_message(shops.sakura_staff)
    answer = client.get(f"/stores/sakura-auto/customers/{customer.pk}/")
    assert "この顧客にはまだ送信していません" in words(answer)
    assert listed(answer) == []


def test_newest_messages_come_in_order_and_no_more_than_asked_for(shops: Shops) -> None:
    customer = make_customer(shops.sakura)
    first, second, third = [make_message(shops.sakura_staff, customer=customer).pk for _ in range(3)]
    other = make_message(shops.sakura_staff).pk
    with store_scope(shops.sakura.pk):
        of_customer = newest_for_customer(shops.sakura_staff, customer, limit=2)
        of_store = newest_of_store(shops.sakura_staff, limit=3)
    assert [row.id for row in of_customer] == [third, second]
    assert [row.id for row in of_store] == [other, third, second]
    assert first not in [row.id for row in of_store]


def test_who_may_not_see_messages_gets_none_of_them(shops: Shops, sign_in: SignIn) -> None:
    customer = make_customer(shops.sakura)
    make_message(shops.sakura_staff, customer=customer)
    shops.sakura_staff.withheld_permissions = ["messages.view"]
    shops.sakura_staff.save()
    with store_scope(shops.sakura.pk):
        assert newest_for_customer(shops.sakura_staff, customer, limit=5) == []
        assert newest_of_store(shops.sakura_staff, limit=5) == []
    answer = sign_in(shops.sakura_staff).get(f"/stores/sakura-auto/customers/{customer.pk}/")
    assert "連絡履歴" not in words(answer)
