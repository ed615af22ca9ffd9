"""The bells of the lanes (accounts/domain/doorbell.py)."""

import time
from functools import partial

from django.db import transaction

from accounts.domain.doorbell import ring, ring_at_once

__all__ = ["ring", "ring_account", "ring_now_and_then"]

# Of this process.
_PAUSE_SECONDS = 0.25
_rung_at: dict[str, float] = {}


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
        ring_at_once(task, queue, {})
