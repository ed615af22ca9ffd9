"""Whose messages are meant by what was typed: one number, the customers known by it, or names typed beside numbers."""

from dataclasses import dataclass

from accounts.models import Membership, Permission
from customers.phone import PhoneRefused, phone_from
from customers.queries.access import customers_to_view
from customers.queries.search import matching
from customers.text_search import folded, search_words
from messaging.models import MessageText

# So many people's messages are still found and sorted at once.
MOST_PEOPLE = 300
# So many of the newest messages to people who are no customers are looked through for a typed name, and so many
# are shown. Measured with 400,000 messages, half of them to nobody on record, on two cores at a load of 8: 110 to
# 200 ms, and the page with its count 140 ms for a name found a thousand times.
MOST_NAMES = 10_000
MOST_FOUND = 1000


@dataclass(frozen=True, slots=True)
class People:
    """Either a number (E.164), or customers; `too_many` of them where the words fit more than MOST_PEOPLE.

    message_ids: beside the customers', messages to people who are none, by the name that was typed.
    """

    phone: str = ""
    customer_ids: tuple[int, ...] | None = None
    message_ids: tuple[int, ...] = ()
    too_many: bool = False


def people_meant(membership: Membership, typed: str) -> People:
    """A whole mobile number in any dress is that number, a customer's or not; anything else is searched for among
    the customers, as on their own page, and among the newest typed names. Two queries at most; blank means everybody.
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
    if len(ids) > MOST_PEOPLE:
        return People(customer_ids=ids, too_many=True)
    return People(customer_ids=ids, message_ids=_typed_names(membership, typed))


def _typed_names(membership: Membership, typed: str) -> tuple[int, ...]:
    """The newest messages to people who are no customers, in whose typed name every word is found.

    No index knows these names, and none is worth its weight on a table of ten million: the index of contact
    histories leads to the newest MOST_NAMES messages to nobody on record, and those are read.
    """
    words = [word.text for word in search_words(typed)]
    if not words:
        return ()
    newest = MessageText.objects.filter(store_id=membership.store_id, customer__isnull=True)
    names = newest.order_by("-message_id").values_list("message_id", "recipient_name")[:MOST_NAMES]
    known: dict[str, bool] = {"": False}
    found = []
    for message_id, name in names:
        if name not in known:
            plain = folded(name)
            known[name] = all(word in plain for word in words)
        if known[name]:
            found.append(message_id)
    return tuple(found[:MOST_FOUND])
