"""Who a number belongs to, and what else is theirs."""

from collections.abc import Collection, Sequence

from django.db.models import Q

from customers.models import Customer
from customers.phone import national_digits
from customers.registries.personal_data import Whom, sources


def holders_of(phone: str) -> list[Customer]:
    """The store's customers with this number (E.164), as mobile or landline, by kana. One query, by index."""
    landline = Q(landline_reversed=national_digits(phone)[::-1], landline=phone)
    return list(Customer.objects.filter(Q(mobile=phone) | landline).order_by("sort_key", "id"))


def whom_to_find(phone: str, holders: Sequence[Customer]) -> Whom:
    """All that is held on the number, on the records that have it, and on their other and earlier numbers."""
    return _whom({phone}, holders)


def whom_to_erase(phone: str, holders: Sequence[Customer], chosen_ids: Collection[int]) -> Whom:
    """What goes when the chosen holders are erased.

    The number itself goes only with its last holder: until then its messages, consents and stops are somebody else's
    too. With a chosen holder go also the other number on the record and the earlier ones that its messages and
    confirmations went to, unless another customer has them. Without any holder only the number is left to be erased.
    """
    chosen = [holder for holder in holders if holder.pk in chosen_ids]
    phones = {phone} if len(chosen) == len(holders) else set()
    return _whom(phones, chosen)


def _whom(phones: Collection[str], holders: Sequence[Customer]) -> Whom:
    """With the numbers that are these holders' alone."""
    ids = [holder.pk for holder in holders]
    theirs = {number for holder in holders for number in (holder.mobile, holder.landline) if number}
    for source in sources() if ids else ():
        theirs |= set(source.numbers(ids))
    return Whom(
        phones=tuple(sorted({*phones, *(theirs - _held_by_others(theirs, ids))})),
        customer_ids=tuple(ids),
        names=tuple(sorted({name for holder in holders for name in (holder.name, holder.kana) if name})),
        customer_numbers=tuple(sorted({holder.number for holder in holders if holder.number})),
    )


def _held_by_others(phones: Collection[str], ids: Collection[int]) -> set[str]:
    reversed_digits = [national_digits(phone)[::-1] for phone in phones]
    landline = Q(landline_reversed__in=reversed_digits, landline__in=phones)
    others = Customer.objects.filter(Q(mobile__in=phones) | landline).exclude(pk__in=ids)
    return {number for pair in others.values_list("mobile", "landline") for number in pair if number}
