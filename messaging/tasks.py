"""Celery's doorbells. Each may run twice, late or never, and nothing is wrong."""

from celery import shared_task

from accounts.domain.alone import alone
from accounts.tenancy.scope import platform_scope
from accounts.tenancy.statements import by_index
from messaging.domain import deliver as delivery
from messaging.domain import note_texted as texted
from messaging.domain import poll_receipts as polling
from messaging.domain import receipts
from messaging.domain import reconcile as reconciling
from messaging.domain import remind_appointments as reminding
from messaging.domain.doorbell import ring, ring_account
from messaging.domain.heartbeat import note_heartbeat
from messaging.domain.leases import abandon_expired_requests, release_expired_claims
from messaging.domain.privacy.retention import forget_reports as forget
from messaging.queries.gateways import accounts_with_work

_UPKEEP = "upkeep serves the messages of every store"


@shared_task(name="messaging.tasks.serve_lane")
def serve_lane(lane: str) -> None:
    """Rings for every account that has something waiting in the lane."""
    with platform_scope("a lane's worker serves the messages of every store"):
        note_heartbeat(lane)
        for account_id in accounts_with_work(lane):
            ring_account(account_id, lane)


@shared_task(name="messaging.tasks.deliver")
def deliver(account_id: int, lane: str) -> None:
    if delivery.deliver(account_id=account_id, lane=lane):
        ring_account(account_id, lane)


@shared_task(name="messaging.tasks.sweep")
def sweep() -> dict[str, int]:
    """Picks up what died or was lost on the way."""
    with alone("messaging.sweep") as free, platform_scope(_UPKEEP), by_index():
        if not free:
            return {}
        return {"released": release_expired_claims(), "abandoned": abandon_expired_requests()}


@shared_task(name="messaging.tasks.note_texted")
def note_texted() -> None:
    with alone("messaging.texted") as free, platform_scope(_UPKEEP), by_index():
        while free and texted.note_texted():
            pass


@shared_task(name="messaging.tasks.look_up_unclear")
def look_up_unclear() -> None:
    """One task an account: a provider that hangs keeps no other's messages unclear."""
    for account_id in reconciling.accounts_with_unclear():
        ring("messaging.tasks.look_up_account", queue="upkeep", account_id=account_id)


@shared_task(name="messaging.tasks.look_up_account")
def look_up_account(account_id: int) -> None:
    with alone(f"messaging.look_up {account_id}") as free, platform_scope(_UPKEEP), by_index():
        while free and reconciling.reconcile(account_id=account_id):
            pass


@shared_task(name="messaging.tasks.apply_reports")
def apply_reports() -> None:
    with platform_scope(_UPKEEP), by_index():
        while receipts.apply_reports():
            pass


@shared_task(name="messaging.tasks.poll_receipts")
def poll_receipts() -> None:
    """One task an account: a provider that hangs keeps no other's receipts."""
    for account_id in polling.accounts_to_poll():
        ring("messaging.tasks.poll_account", queue="upkeep", account_id=account_id)


@shared_task(name="messaging.tasks.poll_account")
def poll_account(account_id: int) -> None:
    with alone(f"messaging.poll {account_id}") as free, platform_scope(_UPKEEP), by_index():
        if free:
            polling.poll_receipts(account_id=account_id)


@shared_task(name="messaging.tasks.remind_appointments")
def remind_appointments() -> int:
    with platform_scope(_UPKEEP), by_index():
        return reminding.remind_appointments()


@shared_task(name="messaging.tasks.forget_reports")
def forget_reports() -> int:
    return forget()
