"""Messages in any state, for tests of what is shown of them. No gateway is spoken to."""

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Membership, Store
from accounts.tenancy.scope import store_scope
from customers.domain.index_customer import index_customer
from customers.models import Customer
from messaging.models import (
    SETTLED,
    Attempt,
    Dispatch,
    GatewayAccount,
    Lane,
    Message,
    MessageText,
    Purpose,
    Receipt,
    State,
)
from messaging.text import domestic_count

_LEFT = {State.ACCEPTED, State.DELIVERED, State.UNDELIVERED, State.EXPIRED}


def make_customer(
    store: Store, *, name: str = "山田 太郎", mobile: str = "+819012345678", **fields: Any
) -> Customer:
    with store_scope(store.pk):
        customer = Customer(store=store, name=name, mobile=mobile, **fields)
        index_customer(customer)
        customer.save()
    return customer


def make_message(
    author: Membership,
    *,
    state: State = State.SCHEDULED,
    reason: str = "",
    body: str = "ご注文の品が届きました。",
    phone: str = "+819012345678",
    name: str = "",
    customer: Customer | None = None,
    purpose: Purpose = Purpose.NOTICE,
    subject: str = "入荷のお知らせ",
    memo: str = "",
    lane: Lane = Lane.URGENT,
    account: GatewayAccount | None = None,
    created_at: datetime | None = None,
) -> Message:
    """One message of the author's store as it would stand in this state, a second between its times."""
    at = created_at or timezone.now()
    left = state in _LEFT
    with store_scope(author.store_id):
        dispatch = Dispatch.objects.create(
            key=uuid.uuid4(),
            fingerprint=hashlib.sha256(body.encode()).hexdigest(),
            source=Dispatch.Source.CUSTOMER_PAGE if customer else Dispatch.Source.QUICK_SEND,
            lane=lane,
            purpose=purpose,
            author=author,
            subject=subject,
            memo=memo,
            body=body,
        )
        message: Message = Message.objects.create(
            dispatch=dispatch,
            account=account or GatewayAccount.objects.order_by("id").first(),
            state=state,
            lane=lane,
            reason=reason,
            due_at=at,
            created_at=at,
            accepted_at=at + timedelta(seconds=1) if left else None,
            arrived_at=at + timedelta(seconds=2) if state is State.DELIVERED else None,
            closed_at=at + timedelta(seconds=3) if state in SETTLED else None,
        )
        _write_text(message, dispatch, phone, name, customer)
    return message


def _write_text(
    message: Message, dispatch: Dispatch, phone: str, name: str, customer: Customer | None
) -> None:
    count = domestic_count(dispatch.body)
    parts = count.parts
    assert parts is not None
    MessageText.objects.create(
        message=message,
        dispatch=dispatch,
        customer=customer,
        phone=phone,
        recipient_name=name or (str(customer) if customer else ""),
        body=dispatch.body,
        length=count.characters,
        parts_docomo=parts.docomo,
        parts_au=parts.au,
        parts_softbank=parts.softbank,
        parts_rakuten=parts.rakuten,
    )


def make_attempt(message: Message, *, number: int = 1, **fields: Any) -> Attempt:
    """A hand-over of the message; taken by the provider unless the fields say otherwise."""
    told = {"outcome": Attempt.Outcome.ACCEPTED, "submitted_at": message.created_at} | fields
    with store_scope(message.store_id):
        attempt: Attempt = Attempt.objects.create(
            message=message,
            account_id=message.account_id,
            number=number,
            reference=uuid.uuid4().hex,
            **told,
        )
    return attempt


def make_receipt(
    attempt: Attempt, *, status: Receipt.Status, code: str = "", at: datetime | None = None
) -> Receipt:
    moment = at or attempt.submitted_at
    with store_scope(attempt.store_id):
        receipt: Receipt = Receipt.objects.create(
            attempt=attempt, report_id=0, status=status, code=code, occurred_at=moment, received_at=moment
        )
    return receipt


def move(message: Message, state: State, *, reason: str = "") -> None:
    """What a worker or a receipt does meanwhile."""
    with store_scope(message.store_id):
        Message.objects.filter(pk=message.pk).update(
            state=state,
            reason=reason,
            accepted_at=timezone.now() if state in _LEFT else None,
            arrived_at=timezone.now() if state is State.DELIVERED else None,
        )
