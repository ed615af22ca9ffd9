"""Stopping all messages to a number."""

from django.db import IntegrityError, transaction

from accounts.domain.record_audit import record_audit
from accounts.models import Membership, Permission, Store
from accounts.queries.memberships import require
from accounts.tenancy.scope import current_store_id
from customers.models import Suppression
from customers.phone import masked_form
from customers.signals import number_suppressed


def suppress_number(
    *,
    membership: Membership | None,
    phone: str,
    reason: str,
    note: str = "",
    purpose: str = Suppression.Purpose.ALL,
) -> Suppression:
    """The stop in force for this number (E.164) and purpose in the store in scope: a new one, or that already there.

    Without a membership nobody of the store did it (opt-out page, reply, receipt). A new stop is told by
    customers.signals.number_suppressed, in its own transaction, for every store of the legal entity. Raises
    PermissionDenied, and ValueError for a reason or purpose that there is none of.
    """
    if membership is not None:
        require(membership, Permission.SUPPRESSIONS_ADD)
    stop = Suppression(
        phone=phone,
        purpose=Suppression.Purpose(purpose),
        reason=Suppression.Reason(reason),
        note=note,
        recorded_by=membership,
    )
    with transaction.atomic():
        standing = _standing(stop)
        if standing is not None:
            return standing
        try:
            with transaction.atomic():
                stop.save()
        except IntegrityError:
            standing = _standing(stop)
            if standing is None:
                raise
            return standing
        record_audit(
            actor=membership,
            action="number.suppressed",
            target=stop,
            details={"phone": masked_form(phone), "reason": stop.reason, "purpose": stop.purpose},
        )
        number_suppressed.send(
            Suppression, phone=phone, purpose=stop.purpose, reason=stop.reason, store_ids=_bound_stores()
        )
    return stop


def _standing(stop: Suppression) -> Suppression | None:
    found: Suppression | None = Suppression.objects.filter(
        phone=stop.phone, purpose=stop.purpose, lifted_at__isnull=True
    ).first()
    return found


def _bound_stores() -> tuple[int, ...]:
    """The stores of the legal entity of the store in scope."""
    own = Store.objects.filter(pk=current_store_id()).values("legal_entity_id")
    return tuple(Store.objects.filter(legal_entity_id__in=own).order_by("id").values_list("id", flat=True))
