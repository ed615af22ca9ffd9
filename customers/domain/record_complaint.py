"""Somebody complained: no message goes any more, and what was said and promised is kept (mission.md B6)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Membership, Permission
from accounts.queries.memberships import require
from customers.domain.suppress_number import suppress_number
from customers.models import Complaint, Suppression
from customers.phone import masked_form


@transaction.atomic
def record_complaint(*, actor: Actor, phone: str, said: str, promised: str = "") -> Complaint:
    """The complaint as kept; all messages to the number (E.164) are stopped with it, also where a stop stood before.

    Raises PermissionDenied, and ValidationError by field.
    """
    require(actor, Permission.SUPPRESSIONS_ADD)
    if not said.strip():
        raise ValidationError({"said": _("Write down what the customer said, please.")})
    complaint: Complaint = Complaint.objects.create(
        phone=phone,
        said=said.strip(),
        promised=promised.strip(),
        recorded_by=actor if isinstance(actor, Membership) else None,
    )
    record_audit(
        actor=actor, action="complaint.recorded", target=complaint, details={"phone": masked_form(phone)}
    )
    suppress_number(actor=actor, phone=phone, reason=Suppression.Reason.COMPLAINT)
    return complaint
