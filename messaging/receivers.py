"""What messaging does when a lower app tells of something."""

from collections.abc import Collection
from typing import Any

from django.dispatch import receiver

from customers.signals import number_suppressed
from messaging.domain.cancel import cancel_for_number


@receiver(number_suppressed, dispatch_uid="messaging.cancel_for_suppressed_number")
def cancel_what_waits(sender: Any, *, store_ids: Collection[int], phone: str, purpose: str, **_: Any) -> None:
    """In the transaction of the stop itself: it holds before anything else can be claimed."""
    cancel_for_number(store_ids=store_ids, phone=phone, purpose=purpose)
