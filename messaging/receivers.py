"""What messaging does when a lower app tells of something."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from customers.signals import (
    appointment_changed,
    consent_withdrawn,
    number_check_made,
    number_suppressed,
    sign_up_completed,
)
from messaging.domain.cancel import cancel_for_number, cancel_for_withdrawn
from messaging.domain.note_clicked import note_clicked
from messaging.domain.remind_appointments import take_back_reminders
from messaging.domain.send_number_check import CodeToSend, send_number_check, send_sign_up_done
from tracking.signals import people_tapped


@receiver(number_suppressed, dispatch_uid="messaging.cancel_for_suppressed_number")
def cancel_what_waits(
    sender: Any,
    *,
    store_ids: Collection[int],
    phone: str,
    purpose: str,
    ends_at: datetime | None,
    **_: Any,
) -> None:
    """In the transaction of the stop itself: it holds before anything else can be claimed."""
    cancel_for_number(store_ids=store_ids, phone=phone, purpose=purpose, until=ends_at)


@receiver(consent_withdrawn, dispatch_uid="messaging.cancel_for_withdrawn_consent")
def cancel_what_was_agreed_to(
    sender: Any, *, store_id: int, withdrawn: Sequence[tuple[str, str]], **_: Any
) -> None:
    """In the ledger's own transaction, as above."""
    cancel_for_withdrawn(store_id=store_id, withdrawn=withdrawn)


@receiver(appointment_changed, dispatch_uid="messaging.take_back_reminders")
def take_back_what_reminds(sender: Any, *, store_id: int, appointment_id: int, **_: Any) -> None:
    """In the transaction of the change: what waits tells of a time that holds no more."""
    take_back_reminders(store_id=store_id, appointment_id=appointment_id)


@receiver(number_check_made, dispatch_uid="messaging.send_number_check")
def send_code(sender: Any, *, store_id: int, **check: Any) -> bool:
    """In the transaction that made the check: True once its message is planned."""
    del check["signal"]
    return send_number_check(store_id=store_id, check=CodeToSend(**check))


@receiver(sign_up_completed, dispatch_uid="messaging.send_sign_up_done")
def say_that_it_is_done(
    sender: Any, *, store_id: int, key: UUID, phone: str, language: str, **_: Any
) -> None:
    """In the transaction of the consent."""
    send_sign_up_done(store_id=store_id, key=key, phone=phone, language=language)


@receiver(people_tapped, dispatch_uid="messaging.note_clicked")
def tell_who_tapped(sender: Any, *, taps: Mapping[int, datetime], **_: Any) -> None:
    """In the transaction that moves the links' tallies."""
    note_clicked(taps=taps)
