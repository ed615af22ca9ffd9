"""The audit line that every change writes, in the change's own transaction."""

from typing import Any

from django.db import models

from accounts.models import AuditEntry, Membership


def record_audit(
    *,
    actor: Membership | None,
    action: str,
    target: models.Model,
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write one line. `action` is `noun.past_participle`; `details` is JSON without bodies or full numbers.

    Without an actor the system itself acted. Call it inside the transaction of the change it tells of.
    """
    entry: AuditEntry = AuditEntry.objects.create(
        actor=actor,
        actor_name=str(actor.user) if actor else "smsnotify",
        action=action,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        details=details or {},
    )
    return entry
