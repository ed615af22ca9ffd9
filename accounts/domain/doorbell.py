"""Rings a task once the transaction has committed. Only a bell: what it rings for is in PostgreSQL."""

import logging
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def ring(task: str, *, queue: str, **arguments: Any) -> None:
    """Ask a worker to run a task, by its name. Without a broker the next sweep does it."""
    transaction.on_commit(partial(ring_at_once, task, queue, arguments))


def ring_at_once(task: str, queue: str, arguments: dict[str, Any]) -> None:
    """The same, whatever becomes of the transaction."""
    try:
        current_app.send_task(task, kwargs=arguments, queue=queue, expires=settings.RING_EXPIRES_SECONDS)
    except OperationalError as error:
        logger.warning("bell not rung: %s for %s (%s)", task, queue, type(error).__name__)
