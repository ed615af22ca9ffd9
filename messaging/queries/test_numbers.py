"""The team's own handsets, proved by a code."""

from collections.abc import Collection

from accounts.models import Membership, Store
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
