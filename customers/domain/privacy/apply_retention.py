"""Once a night in each store's own zone: what is older than its period goes."""

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.domain.record_audit import record_audit
from accounts.models import AuditEntry, Store
from accounts.tenancy.scope import store_scope
from accounts.tenancy.statements import rows_of
from customers.queries.privacy.periods import periods_of_store
from customers.registries.personal_data import RetentionKind, retention_kinds

logger = logging.getLogger(__name__)

AT_ONCE = 1000
_HOUR = 3
# The audit line that ends a store's night; its day is the state: what was done is found again after any crash.
NIGHT = "retention.night"
DROPPED = "retention.dropped"


def stores_due(now: datetime) -> list[Store]:
    """Stores where it is past three in the morning of a day whose night has not been done."""
    return [store for store in Store.objects.order_by("id") if _is_due(store, now)]


def apply_due(now: datetime) -> int:
    """The night of every store that is due; how many were done. What fails in one is written down, and tried again at
    the next bell."""
    done = 0
    for store in stores_due(now):
        try:
            done += apply_nightly(store=store, now=now) is not None
        except Exception:
            logger.exception("retention of store %s", store.pk)
    return done


def apply_nightly(*, store: Store, now: datetime) -> dict[str, int] | None:
    """A store's night, unless another worker is at it or it was done meanwhile (None)."""
    ((taken,),) = rows_of("SELECT pg_try_advisory_lock(hashtext('customers.retention'), %s::int)", [store.pk])
    if not taken:
        return None
    try:
        if not _is_due(store, now):
            return None
        dropped = apply_retention(store=store, now=now)
        with store_scope(store.pk):
            record_audit(
                actor=None,
                action=NIGHT,
                target=store,
                details={"day": _day(store, now), "dropped": sum(dropped.values())},
            )
        return dropped
    finally:
        rows_of("SELECT pg_advisory_unlock(hashtext('customers.retention'), %s::int)", [store.pk])


def apply_retention(*, store: Store, now: datetime | None = None) -> dict[str, int]:
    """Drop what is older than the store's periods, a batch at a time, each in its own transaction.

    How many of each kind; one audit line for each kind of which something went. May be ended at any moment and begun
    anew.
    """
    moment = now or timezone.now()
    dropped = {}
    with store_scope(store.pk):
        periods = periods_of_store()
        for kind in retention_kinds():
            days = periods[kind.slug]
            dropped[kind.slug] = 0 if days is None else _drop(kind, moment - timedelta(days=days))
            if dropped[kind.slug]:
                record_audit(
                    actor=None,
                    action=DROPPED,
                    target=store,
                    details={"kind": kind.slug, "days": days, "rows": dropped[kind.slug]},
                )
    return dropped


def _drop(kind: RetentionKind, before: datetime) -> int:
    total = 0
    while gone := kind.drop(before, AT_ONCE):
        total += gone
    return total


def _is_due(store: Store, now: datetime) -> bool:
    if now.astimezone(store.zone).hour < _HOUR:
        return False
    with store_scope(store.pk):
        last = (
            AuditEntry.objects.filter(
                store_id=store.pk,
                object_type=store._meta.label_lower,
                object_id=str(store.pk),
                action=NIGHT,
            )
            .order_by("-id")
            .first()
        )
    return last is None or last.details["day"] < _day(store, now)


def _day(store: Store, now: datetime) -> str:
    return now.astimezone(store.zone).date().isoformat()
