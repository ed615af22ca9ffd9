"""Lists, as tests make them."""

import uuid

from accounts.models import Membership
from accounts.tenancy.scope import store_scope
from customers.domain.lists.make_list import make_list
from customers.domain.lists.put_on_list import put_on_list
from customers.models import StaticList
from customers.queries.access import customers_to_view


def a_list(actor: Membership, name: str = "", *, full: bool = False) -> StaticList:
    """As the page makes it; `full`: with every customer of the store on it."""
    with store_scope(actor.store_id):
        made = make_list(actor=actor, name=name or uuid.uuid4().hex)
        if full:
            put_on_list(actor=actor, static_list=made, customers=customers_to_view(actor))
    return made
