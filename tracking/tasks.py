"""Celery's doorbells. Each may run twice, late or never, and nothing is wrong."""

from celery import shared_task

from accounts.domain.alone import alone
from accounts.tenancy.scope import platform_scope
from accounts.tenancy.statements import by_index
from tracking.domain import apply_hits as applying
from tracking.domain.throttle import forget_unknown


@shared_task(name="tracking.tasks.apply_hits")
def apply_hits() -> None:
    with alone("tracking.hits") as free, platform_scope("hits of every store move their tallies"), by_index():
        while free and applying.apply_hits():
            pass


@shared_task(name="tracking.tasks.forget_unknown_codes")
def forget_unknown_codes() -> int:
    return forget_unknown()
