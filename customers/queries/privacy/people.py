"""Who a number belongs to, and what else is theirs."""

from collections.abc import Collection, Sequence

from django.db.models import Q

from customers.models import Customer
from customers.phone import national_digits
from customers.registries.personal_data import Whom


def holders_of(phone: str) -> list[Customer]:
    """The store's customers with this number (E.164), as mobile or landline, by kana. One query, by index."""
    landline = Q(landline_reversed=national_digits(phone)[::-1], landline=phone)
    return list(Customer.objects.filter(Q(mobile=phone) | landline).order_by("sort_key", "id"))


def whom_to_find(phone: str, holders: Sequence[Customer]) -> Whom:
    """All that is held on the number, and on the records that have it."""
    return Whom(
        phones=(phone,),
        customer_ids=tuple(holder.pk for holder in holders),
        names=_names(holders),
    )


def whom_to_erase(phone: str, holders: Sequence[Customer], chosen_ids: Collection[int]) -> Whom:
    """What goes when the chosen holders are erased.

    The number itself goes only with its last holder: until then its messages, consents and stops are somebody else's
    too. With a chosen holder goes also the other number on the record, unless another customer has it. Without any
    holder only the number is left to be erased.
    """
    chosen = [holder for holder in holders if holder.pk in chosen_ids]
    phones = {phone} if len(chosen) == len(holders) else set()
    for holder in chosen:
        for other in (holder.mobile, holder.landline):
            if other and {one.pk for one in holders_of(other)} <= {one.pk for one in chosen}:
                phones.add(other)
    return Whom(
        phones=tuple(sorted(phones)),
        customer_ids=tuple(holder.pk for holder in chosen),
        names=_names(chosen),
    )


def _names(holders: Sequence[Customer]) -> tuple[str, ...]:
    return tuple(
        sorted(
            {name for holder in holders for name in (holder.name, holder.kana, holder.company_name) if name}
        )
    )
