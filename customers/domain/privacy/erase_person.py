"""Erasing a person: everything that every app holds, in one transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from customers.domain.consents.chain import locked_chain
from customers.models import Customer
from customers.phone import masked_form
from customers.queries.privacy.people import holders_of, whom_to_erase
from customers.registries.personal_data import sources


class HoldersChanged(Exception):
    """Somebody else has the number by now, or nobody has it any more: nothing was erased."""


@dataclass(frozen=True, slots=True)
class Erased:
    """Rows by source; `number`: whether the number itself went too, or is still another customer's."""

    rows: Mapping[str, int]
    number: bool


@transaction.atomic
def erase_person(
    *, actor: Actor, phone: str, chosen_ids: Collection[int], shown_ids: Collection[int]
) -> Erased:
    """Erase the chosen customers with this number (E.164), and the number where no other customer has it.

    `shown_ids`: all customers with the number as the person saw them. What each source does stands with it
    (customers/registries/personal_data.py); a stop in force stays. One audit line, with the number masked. Raises
    PermissionDenied, HoldersChanged, and ImportUnderWay where a file that may hold the number is being read in.
    """
    require(actor, Permission.PRIVACY_ERASE)
    # Nobody else changes or deletes them meanwhile.
    list(Customer.objects.select_for_update().filter(pk__in=shown_ids).order_by("id").values_list("id"))
    # What is withdrawn at this moment is there before any source looks, or comes after the erasure. The chain before
    # the messages: so does whatever withdraws.
    locked_chain()
    holders = holders_of(phone)
    if {holder.pk for holder in holders} != set(shown_ids) or (holders and not chosen_ids):
        raise HoldersChanged
    whom = whom_to_erase(phone, holders, chosen_ids)
    rows = {source.slug: source.erase(actor, whom) for source in reversed(sources())}
    record_audit(
        actor=actor,
        action="person.erased",
        target=actor.store,
        details={"phone": masked_form(phone), "customers": len(whom.customer_ids), "rows": rows},
    )
    return Erased(rows, phone in whom.phones)
