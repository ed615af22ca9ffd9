"""Allowing messages to a number again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Membership, Permission
from accounts.queries.memberships import require
from customers.models import Suppression
from customers.phone import masked_form


@transaction.atomic
def lift_suppression(*, membership: Membership, suppression: Suppression, reason: str) -> bool:
    """True when the stop was lifted, False when it had been by then. The row stays as history.

    Only the store that recorded a stop lifts it; another store's of the same legal entity goes on binding. Raises
    PermissionDenied, and ValidationError without a reason.
    """
    require(membership, Permission.SUPPRESSIONS_LIFT)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why messages may go to this number again, please.")})
    lifted = Suppression.objects.filter(pk=suppression.pk, lifted_at__isnull=True).update(
        lifted_at=Now(), lifted_by=membership, lift_reason=reason.strip()
    )
    if lifted:
        record_audit(
            actor=membership,
            action="number.suppression_lifted",
            target=suppression,
            details={"phone": masked_form(suppression.phone), "reason": suppression.reason},
        )
    return bool(lifted)
