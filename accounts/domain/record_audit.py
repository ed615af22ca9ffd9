"""The audit line that every change writes, in the change's own transaction."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from accounts.models import Actor, ApiToken, AuditEntry, Membership


def record_audit(
    *,
    actor: Actor | None,
    action: str,
    target: models.Model,
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Write one line. `action` is `noun.past_participle`; `details` is JSON without bodies or full numbers.

    Without an actor the system itself acted. Call it inside the transaction of the change it tells of.
    """
    [entry] = record_audits(actor=actor, action=action, lines=[(target, details or {})])
    return entry


def record_audits(
    *, actor: Actor | None, action: str, lines: Iterable[tuple[models.Model, Mapping[str, Any]]]
) -> list[AuditEntry]:
    """The same for several targets, each with its details, in one statement."""
    entries = [
        AuditEntry(
            actor=actor if isinstance(actor, Membership) else None,
            token=actor if isinstance(actor, ApiToken) else None,
            actor_name=actor.shown_name if actor else "smsnotify",
            action=action,
            object_type=target._meta.label_lower,
            object_id=str(target.pk),
            details=dict(details),
        )
        for target, details in lines
    ]
    written: list[AuditEntry] = AuditEntry.objects.bulk_create(entries)
    return written
