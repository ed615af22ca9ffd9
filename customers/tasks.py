"""Celery's doorbells. Each may run twice, late or never, and nothing is wrong."""

import logging

from celery import shared_task
from django.utils import timezone

from accounts.domain.doorbell import ring
from accounts.tenancy.scope import platform_scope
from customers.domain.consents.anchor import anchor_chain, stores_to_anchor
from customers.domain.imports import lease
from customers.domain.imports.run import run_import as run
from customers.domain.privacy.apply_retention import apply_due

logger = logging.getLogger(__name__)


@shared_task(name="customers.tasks.run_import")
def run_import(import_id: int) -> None:
    run(import_id)


@shared_task(name="customers.tasks.sweep_imports")
def sweep_imports() -> None:
    """Imports whose bell was lost, and those whose worker died."""
    with platform_scope("a worker takes up the imports of every store"):
        waiting = lease.imports_to_run()
    for import_id in waiting:
        ring("customers.tasks.run_import", queue="upkeep", import_id=import_id)


@shared_task(name="customers.tasks.anchor_consents")
def anchor_consents() -> None:
    """Rung every hour; each store's ledger is mailed once a day, in its morning."""
    for store in stores_to_anchor():
        try:
            anchor_chain(store=store)
        # A mail server that is down must keep no other store's mail; it is tried again in an hour.
        except OSError:
            logger.exception("The consent ledger of store %s could not be mailed.", store.pk)


@shared_task(name="customers.tasks.apply_retention")
def apply_retention() -> int:
    """Rung every quarter of an hour: the night of the stores that have not had theirs."""
    return apply_due(timezone.now())
