"""Settings that would let a message go twice are named by every `manage.py` command and by every worker."""

from math import ceil
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from messaging.domain.record_outcomes import PAUSES
from messaging.domain.submit import STARTS_WITHIN_SECONDS
from messaging.gateways.line import PATIENCE


@register
def leases_outlast_requests(**_arguments: Any) -> list[CheckMessage]:
    """W001: a worker that still waits for its answer would be taken for dead, and its messages looked up too early."""
    longest = ceil(STARTS_WITHIN_SECONDS + PATIENCE.exchange + sum(PAUSES))
    if longest <= settings.REQUEST_LEASE_SECONDS:
        return []
    return [
        Warning(
            f"REQUEST_LEASE_SECONDS is {settings.REQUEST_LEASE_SECONDS}, but a request and the writing down of its "
            f"answer may take {longest} seconds.",
            hint=f"Set it to at least {longest}, or leave it out.",
            id="messaging.W001",
        )
    ]
