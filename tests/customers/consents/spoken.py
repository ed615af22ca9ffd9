"""What people say, for tests of the ledger."""

from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import Actor, Membership, Store
from accounts.tenancy.scope import store_scope
from customers.domain.consents.append import record_consents
from customers.domain.consents.given import Given
from customers.domain.keep_upload import keep_upload
from customers.domain.suppress_number import suppress_number
from customers.models import ConsentState, Suppression, Upload

PHONE, OTHER, THIRD = "+819012345678", "+819011112222", "+818033334444"
THEN = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def said(phone: str = PHONE, purpose: str = "promotion", *, granted: bool = True, **further: Any) -> Given:
    facts: dict[str, Any] = {"given_at": THEN, "source": "counter", "name": "山田 太郎"} | further
    return Given(phone=phone, purpose=purpose, granted=granted, **facts)


def hear(store: Store, *given: Given, actor: Actor | None = None) -> list[int]:
    with store_scope(store.pk):
        return record_consents(actor=actor, given=given)


def standing(store: Store) -> dict[tuple[str, str], tuple[bool, int]]:
    """What counts now: {(phone, purpose): (granted, position)}."""
    with store_scope(store.pk):
        return {
            (state.phone, state.purpose): (state.granted, state.position)
            for state in ConsentState.objects.all()
        }


def evidenced(member: Membership, phone: str = PHONE) -> Upload:
    """A paper that stands for a consent of the member's store."""
    with store_scope(member.store_id):
        paper = keep_upload(actor=member, name="紙.pdf", pieces=[b"signed"], most=100)
        record_consents(actor=member, given=[said(phone, evidence=paper)])
    return paper


def a_stop(member: Membership, phone: str = PHONE) -> Suppression:
    """In force, of a person's own wish."""
    with store_scope(member.store_id):
        return suppress_number(actor=member, phone=phone, reason="at_request")
