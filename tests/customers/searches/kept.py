"""Saved searches, as tests make them."""

import uuid

from accounts.models import Membership
from accounts.tenancy.scope import store_scope
from customers.domain.searches.save_segment import save_segment
from customers.models import Segment
from customers.queries.searches.found import search_in

FLAG_ON = {"field": "customer.sms_flag", "operator": "yes"}


def a_search(actor: Membership, name: str = "") -> Segment:
    """As the page makes it: customers whose flag is on."""
    with store_scope(actor.store_id):
        return save_segment(actor=actor, name=name or uuid.uuid4().hex, search=search_in(FLAG_ON))
