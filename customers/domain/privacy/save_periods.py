"""Choosing how long a store keeps what."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import ngettext

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from customers.models import RetentionPeriod
from customers.queries.privacy.periods import Periods, periods_of_store
from customers.registries.personal_data import retention_kinds


@transaction.atomic
def save_periods(*, actor: Actor, periods: Periods) -> dict[str, int | None]:
    """Set the periods given (days by kind; None keeps); what is the kind's default needs no row.

    Returns what has changed, and writes one audit line for it; none without a change. Nothing is dropped before the
    next night. Raises PermissionDenied, and ValidationError by kind for a period below the least.
    """
    require(actor, Permission.PRIVACY_ERASE)
    kinds = {kind.slug: kind for kind in retention_kinds()}
    refused = {
        slug: ngettext(
            "At least %(days)s day, please.", "At least %(days)s days, please.", kinds[slug].least_days
        )
        % {"days": kinds[slug].least_days}
        for slug, days in periods.items()
        if days is not None and days < kinds[slug].least_days
    }
    if refused:
        raise ValidationError(refused)
    before = periods_of_store()
    changed = {slug: days for slug, days in periods.items() if days != before[slug]}
    for slug, days in changed.items():
        if days == kinds[slug].default_days:
            RetentionPeriod.objects.filter(kind=slug).delete()
        else:
            RetentionPeriod.objects.update_or_create(kind=slug, defaults={"days": days})
    if changed:
        record_audit(
            actor=actor,
            action="retention.changed",
            target=actor.store,
            details={slug: [before[slug], days] for slug, days in changed.items()},
        )
    return changed
