"""Celery's doorbells. Each may run twice, late or never, and nothing is wrong."""

from celery import shared_task

from accounts.tenancy.scope import platform_scope
from messaging.domain import deliver as delivery
from messaging.domain import polling, receipts
from messaging.domain.alone import alone
from messaging.domain.claim import release_expired_claims
from messaging.domain.doorbell import ring_lane
from messaging.domain.reconcile import reconcile
from messaging.models import Lane

_UPKEEP = "upkeep serves the messages of every store"


@shared_task(name="messaging.tasks.deliver")
def deliver(lane: str) -> None:
    if delivery.deliver(lane=lane):
        ring_lane(lane)


@shared_task(name="messaging.tasks.sweep")
def sweep() -> dict[str, int]:
    """Rings every lane, and picks up what died or was lost on the way."""
    for lane in Lane.values:
        ring_lane(lane)
    with alone("messaging.sweep") as free, platform_scope(_UPKEEP):
        if not free:
            return {}
        done = {"released": release_expired_claims(), "reconciled": reconcile(), "reports": 0}
        while applied := receipts.apply_reports():
            done["reports"] += applied
        return done


@shared_task(name="messaging.tasks.apply_reports")
def apply_reports() -> None:
    with platform_scope(_UPKEEP):
        while receipts.apply_reports():
            pass


@shared_task(name="messaging.tasks.poll_receipts")
def poll_receipts() -> None:
    with alone("messaging.poll") as free, platform_scope(_UPKEEP):
        if free:
            polling.poll_receipts()
