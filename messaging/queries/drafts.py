"""The list of one's drafts (下書き)."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Membership, Permission
from customers.models import Customer
from messaging.models import Dispatch, Draft
from messaging.queries.access_drafts import drafts_to_open


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """`lines`: of numbers, in quick send; None for a customer's. `customer`: None where the record has gone."""

    id: int
    customer: Customer | None
    lines: int | None
    subject: str
    body: str
    changed_at: datetime


def own_drafts(membership: Membership) -> list[ShownDraft]:
    """The last changed first, all of them: nobody has more than MOST_DRAFTS. Raises PermissionDenied. One query."""
    return [_shown(draft) for draft in drafts_to_open(membership).order_by("-changed_at", "-id")]


def draft_count(membership: Membership) -> int:
    """How many one has; 0 for who may not send. One query."""
    return drafts_to_open(membership).count() if membership.may(Permission.MESSAGES_SEND) else 0


def _shown(draft: Draft) -> ShownDraft:
    of_customer = draft.source == Dispatch.Source.CUSTOMER_PAGE
    numbers = draft.fields.get("numbers", "")
    return ShownDraft(
        id=draft.pk,
        customer=draft.customer,
        lines=None if of_customer else sum(bool(line.strip()) for line in numbers.splitlines()),
        subject=draft.fields.get("subject", ""),
        body=draft.fields.get("body", ""),
        changed_at=draft.changed_at,
    )
