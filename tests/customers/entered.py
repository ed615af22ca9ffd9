"""Customers as tests enter them: written as an import would, found by search."""

from typing import Any

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from customers.domain.index_customer import index_customer
from customers.models import Customer


def entered(store: Store, name: str = "山田 太郎", **fields: Any) -> Customer:
    with store_scope(store.pk):
        customer = Customer(name=name, **fields)
        index_customer(customer)
        customer.save()
    return customer
