"""The team's own handsets, proved by a code."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import Membership, Permission, Store
from accounts.queries.memberships import require
from customers.models import NumberCheck
from messaging.models import TestNumber


def test_number_of(member: Membership) -> TestNumber | None:
    """What this member has proved; None for none, and for one whose code is still to be told."""
    found: TestNumber | None = TestNumber.objects.filter(
        store_id=member.store_id, member=member, proved_at__isnull=False
    ).first()
    return found


def proved_numbers(store: Store, phones: Collection[str]) -> set[str]:
    """Those of the numbers (E.164) that members of this store's team have proved. One query.

    Who has left the team counts no more.
    """
    found = TestNumber.objects.filter(
        store_id=store.pk, phone__in=phones, proved_at__isnull=False, member__is_active=True
    )
    return set(found.values_list("phone", flat=True))


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """`proved` (E.164) is in use; `check` is the code that is still to be told. Either may be None."""

    proved: str | None
    check: NumberCheck | None


def own_number(member: Membership) -> OwnNumber:
    """For the member's own page. Raises PermissionDenied. Two queries at most."""
    require(member, Permission.MESSAGES_SEND)
    number: TestNumber | None = TestNumber.objects.filter(store_id=member.store_id, member=member).first()
    if number is None:
        return OwnNumber(None, None)
    return OwnNumber(number.phone if number.proved_at else None, _check_of(number))


def _check_of(number: TestNumber) -> NumberCheck | None:
    if number.check_key is None:
        return None
    checks = NumberCheck.objects.filter(key=number.check_key, occasion=NumberCheck.Occasion.TEAM)
    found: NumberCheck | None = checks.filter(confirmed_at__isnull=True).first()
    return found
