"""Allowing messages to a number again."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Membership, Permission
from accounts.queries.memberships import require
from customers.domain.consents.append import append_entries, check_said
from customers.domain.consents.chain import locked_chain
from customers.domain.consents.given import Given
from customers.domain.suppress_number import purposes_of
from customers.models import ConsentSource, Suppression
from customers.phone import masked_form
from customers.queries.consents import consent_states
from customers.queries.suppressions import IN_FORCE


@transaction.atomic
def lift_suppression(
    *,
    actor: Actor,
    suppression: Suppression,
    reason: str,
    source: str = ConsentSource.COUNTER,
    said_at: datetime | None = None,
    allowed: Collection[str] = (),
) -> bool:
    """True when the stop was lifted, False when it had been, or was over, by then. The row stays as history.

    The ledger gets an entry for each purpose that the stop covered, as the person said it (`source`, `said_at`, now
    where empty): granted for those `allowed`, withdrawn for the others, whatever was granted after `said_at`. Lifting
    alone grants nothing. A pause never touched a consent: nothing is written, and nothing may be `allowed`. Only the
    store that recorded a stop lifts it; another store's of the same legal entity goes on binding. Raises
    PermissionDenied, and ValidationError without a reason, or for a purpose that the stop does not cover.
    """
    require(actor, Permission.SUPPRESSIONS_LIFT)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why messages may go to this number again, please.")})
    if said_at is not None:
        check_said(said_at, field="said_at")
    covered = [] if suppression.ends_at else [purpose.value for purpose in purposes_of(suppression)]
    if not set(allowed) <= set(covered):
        raise ValidationError({"allowed": _("The stop does not cover this purpose.")})
    # The chain first, as suppress_number does.
    locked_chain()
    lifted = Suppression.objects.filter(IN_FORCE, pk=suppression.pk).update(
        lifted_at=Now(),
        lifted_by=actor if isinstance(actor, Membership) else None,
        lift_reason=reason.strip(),
    )
    if lifted:
        record_audit(
            actor=actor,
            action="number.suppression_lifted",
            target=suppression,
            details={"phone": masked_form(suppression.phone), "reason": suppression.reason},
        )
        at = said_at or timezone.now()
        withdrawn_at = _withdrawn_at(suppression.phone, covered, at)
        append_entries(
            actor=actor,
            given=[
                Given(
                    phone=suppression.phone,
                    purpose=purpose,
                    granted=purpose in allowed,
                    given_at=at if purpose in allowed else withdrawn_at[purpose],
                    source=source,
                    note=f"stop lifted: {reason.strip()}",
                )
                for purpose in covered
            ],
        )
    return bool(lifted)


def _withdrawn_at(phone: str, purposes: list[str], said_at: datetime) -> dict[str, datetime]:
    """By purpose. A consent with a later date would go on counting."""
    since = dict.fromkeys(purposes, said_at)
    for state in consent_states(phones=[phone], purposes=purposes).values():
        since[state.purpose] = max(said_at, state.given_at)
    return since
