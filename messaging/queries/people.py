"""Whose messages are meant by what was typed: one number, or the customers known by it."""

from dataclasses import dataclass

from accounts.models import Membership, Permission
from customers.phone import PhoneRefused, phone_from
from customers.queries.access import customers_to_view
from customers.queries.search import matching

# So many people's messages are still found and sorted at once.
MOST_PEOPLE = 300


@dataclass(frozen=True, slots=True)
class People:
    """Either a number (E.164), or customers; `too_many` of them where the words fit more than MOST_PEOPLE."""

    phone: str = ""
    customer_ids: tuple[int, ...] | None = None
    too_many: bool = False


def people_meant(membership: Membership, typed: str) -> People:
    """A whole mobile number in any dress is that number, a customer's or not; anything else is searched for among
    the customers, as on their own page. One query at most; blank means everybody.
    """
    if not typed.strip():
        return People()
    try:
        return People(phone=phone_from(typed, countries=membership.store.allowed_countries).e164)
    except PhoneRefused:
        pass
    if not membership.may(Permission.CUSTOMERS_VIEW):
        return People(customer_ids=())
    found = matching(customers_to_view(membership).select_related(None), typed)
    ids = tuple(found.values_list("pk", flat=True)[: MOST_PEOPLE + 1])
    return People(customer_ids=ids, too_many=True) if len(ids) > MOST_PEOPLE else People(customer_ids=ids)
