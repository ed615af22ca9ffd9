from django.db import connection

from accounts.tenancy.scope import store_scope
from customers.domain.mark_texted import mark_texted
from customers.models import Customer
from customers.queries.contacts import contact_of
from customers.queries.numbers import customers_by_number
from tests.customers.entered import entered
from tests.shops import Shops

PHONE, OTHER = "+819012345678", "+819011112222"


def test_everybody_with_the_number_in_that_store_was_texted_and_nobody_else(shops: Shops) -> None:
    father, mother = (entered(shops.sakura, name, mobile=PHONE) for name in ("父", "母"))
    untouched = [
        entered(shops.sakura, "他", mobile=OTHER),
        entered(shops.sakura, "無"),
        entered(shops.midori, "隣", mobile=PHONE),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (transaction_began,) = cursor.fetchone()
    assert mark_texted(numbers=[(shops.sakura.pk, PHONE), (shops.midori.pk, OTHER)]) == 2
    for customer in (father, mother):
        with store_scope(shops.sakura.pk):
            contact = contact_of(customer)
            assert contact is not None
            assert contact.last_texted_at == transaction_began
            assert Customer.objects.get(pk=customer.pk).updated_at == customer.updated_at
    for customer in untouched:
        with store_scope(customer.store_id):
            assert contact_of(customer) is None


def test_nobody_texted_is_nobody_marked(shops: Shops) -> None:
    assert mark_texted(numbers=[]) == 0


def test_known_customers_are_recognised_by_number_each_store_its_own(shops: Shops) -> None:
    father, mother = (entered(shops.sakura, name, mobile=PHONE) for name in ("父", "母"))
    entered(shops.midori, "隣", mobile=OTHER)
    with store_scope(shops.sakura.pk):
        assert customers_by_number([PHONE, OTHER]) == {PHONE: [father, mother]}
        assert customers_by_number([]) == {}
