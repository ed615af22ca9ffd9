"""Rings a task once the transaction has committed. Only a bell: what it rings for is in PostgreSQL."""

import logging
import time
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

# Of this process.
_PAUSE_SECONDS = 0.25
_rung_at: dict[str, float] = {}


def ring(task: str, *, queue: str, **arguments: Any) -> None:
    """Ask a worker to run a task, by its name. Without a broker the next sweep does it."""
    transaction.on_commit(partial(_send, task, queue, arguments))


def ring_now_and_then(task: str, *, queue: str) -> None:
    """As ring(), for what comes by the hundred a second: once in a while says as much. Beat rings for the last ones."""
    transaction.on_commit(partial(_send_now_and_then, task, queue))


def ring_account(account_id: int, lane: str) -> None:
    """Something may be due of this account in this lane."""
    ring("messaging.tasks.deliver", queue=lane, account_id=account_id, lane=lane)


def _send_now_and_then(task: str, queue: str) -> None:
    now = time.monotonic()
    if now - _rung_at.get(task, 0.0) > _PAUSE_SECONDS:
        _rung_at[task] = now
        _send(task, queue, {})


def _send(task: str, queue: str, arguments: dict[str, Any]) -> None:
    try:
        current_app.send_task(task, kwargs=arguments, queue=queue, expires=settings.RING_EXPIRES_SECONDS)
    except OperationalError as error:
        logger.warning("bell not rung: %s for %s (%s)", task, queue, type(error).__name__)
