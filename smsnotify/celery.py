"""Celery: the doorbell. PostgreSQL holds every due time; a lost task costs one sweep, never a message.

Three queues, a worker each: `urgent` (one-off notices), `bulk` (many at once), `upkeep` (receipts, polling,
leases). Nothing is scheduled in Redis for longer than the sweep's interval (architecture.md).
"""

import logging
import os
from typing import Any

from celery import Celery
from celery.signals import worker_init, worker_ready
from django.core.checks import run_checks

logger = logging.getLogger(__name__)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smsnotify.settings")

app = Celery("smsnotify")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# A worker that froze or lost its network keeps what it had locked for as long as PostgreSQL believes in it.
_FORGOTTEN = (
    "-c idle_session_timeout=120s -c idle_in_transaction_session_timeout=60s "
    "-c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
)


def let_dead_workers_go(**_arguments: Any) -> None:
    """Every connection of this worker: libpq reads it from there."""
    os.environ["PGOPTIONS"] = f"{os.environ.get('PGOPTIONS', '')} {_FORGOTTEN}".strip()


def name_doubtful_settings(**_arguments: Any) -> None:
    """Celery runs Django's checks, and tells nobody what they found."""
    for problem in run_checks():
        logger.warning("%s", problem)


worker_init.connect(let_dead_workers_go)
worker_ready.connect(name_doubtful_settings)
