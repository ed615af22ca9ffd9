"""A person of whom every table of a store knows something, and the same number in the other store."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from accounts.models import KeptAnswer, Membership
from accounts.tenancy.scope import store_scope
from customers.domain.consents.append import record_consents
from customers.domain.consents.given import Given
from customers.domain.consents.save_wording import save_wording
from customers.domain.keep_upload import keep_upload
from customers.domain.suppress_number import suppress_number
from customers.models import (
    Appointment,
    Asset,
    AssetDue,
    AssetKind,
    Complaint,
    Contact,
    Customer,
    DueKind,
    Import,
    ImportFault,
    NumberCheck,
    Segment,
    StaticList,
    StaticListEntry,
)
from messaging.models import Draft, Message, Report, State
from tests.messaging.factories import make_attempt, make_customer, make_message, make_receipt
from tests.shops import Shops

PHONE = "+819012345678"
NAME = "山田 太郎"
KANA = "ヤマダ タロウ"
STRANGER = "+818000000001"


@dataclass(frozen=True)
class Known:
    """One store's rows about the person."""

    customer: Customer
    sent: Message
    waiting: Message
    report: Report


def known_in(owner: Membership) -> Known:
    """Fill every table of the owner's store with something about the person, and something about a stranger."""
    customer = make_customer(
        owner.store, name=NAME, mobile=PHONE, kana=KANA, landline="+81482223333", notes=f"{NAME}様は常連"
    )
    stranger = make_customer(owner.store, name="佐藤 花子", mobile=STRANGER, kana="サトウ ハナコ")
    with store_scope(owner.store_id):
        for one in (customer, stranger):
            _records_of(one)
        _said(owner)
        _typed(owner)
    sent, report = _sent(owner, customer)
    make_message(
        owner, customer=stranger, phone=STRANGER, body="佐藤様、お車の準備ができました。", subject="佐藤様へ"
    )
    waiting = make_message(
        owner, customer=customer, phone=PHONE, body=f"{NAME}様、明日お越しください。", memo=NAME
    )
    return Known(customer, sent, waiting, report)


def _records_of(customer: Customer) -> None:
    kind, _ = AssetKind.objects.get_or_create(name="車両")
    due, _ = DueKind.objects.get_or_create(asset_kind=kind, name="車検")
    asset = Asset.objects.create(
        customer=customer, kind=kind, label=f"{customer}のプリウス", number="川口 300 あ 12-34"
    )
    AssetDue.objects.create(asset=asset, kind=due, date=date(2030, 1, 31))
    Appointment.objects.create(
        customer=customer,
        asset=asset,
        title=f"{customer}様 来店",
        starts_at=timezone.now() + timedelta(days=3),
    )
    held = StaticList.objects.filter(is_default=True).first() or StaticList.objects.create(
        name="常連", is_default=True
    )
    StaticListEntry.objects.create(list=held, customer=customer)
    Contact.objects.create(customer=customer, last_texted_at=timezone.now())


def _said(owner: Membership) -> None:
    """Consents with a wording and a paper, one withdrawn; a stop with a note; a complaint; a confirmation."""
    wording = save_wording(
        actor=owner, text="お知らせを受け取ります。", purposes=["promotion"], language="ja"
    )
    paper = keep_upload(actor=owner, name="同意書.pdf", pieces=[b"%PDF 0901234-5678"], most=1000)
    at = timezone.now() - timedelta(days=5)
    record_consents(
        actor=owner,
        given=[
            Given(
                PHONE,
                "promotion",
                True,
                at,
                "paper",
                NAME,
                wording,
                "店頭で",
                "203.0.113.7",
                "Firefox",
                paper,
            ),
            Given(STRANGER, "promotion", True, at, "counter", "佐藤 花子", wording),
            Given(PHONE, "reminder", False, at, "call", NAME),
        ],
    )
    suppress_number(actor=owner, phone=PHONE, reason="complaint", note=f"{NAME}様より", purpose="promotion")
    for phone, name in ((PHONE, NAME), (STRANGER, "佐藤 花子")):
        Complaint.objects.create(phone=phone, said=f"{name}様よりお叱り", promised="もう送らない")
        NumberCheck.objects.create(
            occasion="counter", key=uuid.uuid4(), phone=phone, code_digest="0" * 64, name=name, expires_at=at
        )


def _typed(owner: Membership) -> None:
    """An import with its file and two refused rows, a saved search, an answer to a program, two drafts."""
    for numbers, text in (("０９０－１２３４－５６７８ 山田", "点検の件"), ("080-0000-0001", "佐藤様へ")):
        Draft.objects.create(
            store=owner.store, owner=owner, source="quick_send", fields={"numbers": numbers, "body": text}
        )
    lines = "名前,携帯\n山田太郎,０９０－１２３４－５６７８\n佐藤花子,080-0000-0001\n"
    upload = keep_upload(actor=owner, name="顧客.csv", pieces=[lines.encode("cp932")], most=1000)
    done = Import.objects.create(
        status="finished",
        upload=upload,
        file_name="顧客.csv",
        rows=2,
        layout={
            "encoding": "cp932",
            "sample": [{"row": 2, "cells": ["山田太郎", "０９０－１２３４－５６７８"]}],
        },
    )
    for row, phone in ((2, "０９０－１２３４－５６７８"), (3, "080-0000-0001")):
        ImportFault.objects.create(owner=done, row=row, reasons=[], cells=["", phone])
    Segment.objects.create(name="番号で", criteria={"field": "mobile", "value": "090 1234 5678"})
    Segment.objects.create(name="全員", criteria={"field": "sms_flag", "value": True})
    KeptAnswer.objects.create(
        method="POST", path="/api/v1/messages", key="k", fingerprint=sha256(b"x").hexdigest(), status=201,
        body='{"id":1,"to":"+819012345678"}',
    )  # fmt: skip


def _sent(owner: Membership, customer: Customer) -> tuple[Message, Report]:
    """A delivered message, its hand-over, and what the provider said of it."""
    sent = make_message(
        owner,
        customer=customer,
        phone=PHONE,
        state=State.DELIVERED,
        body=f"{NAME}様、届きました。",
        subject=f"{NAME}様",
    )
    attempt = make_attempt(sent, detail="delivered to 819012345678", parts=1)
    assert sent.account is not None
    report = Report.objects.create(
        account=sent.account,
        origin=Report.Origin.WEBHOOK,
        body=f'{{"to": "+819012345678", "reference": "{attempt.reference}"}}'.encode(),
        received_at=timezone.now(),
        applied_at=timezone.now(),
    )
    receipt = make_receipt(attempt, status="delivered")  # type: ignore[arg-type]
    with store_scope(owner.store_id):
        receipt.report = report
        receipt.save(update_fields=["report"])
    return sent, report


@pytest.fixture
def known(shops: Shops) -> Known:
    return known_in(shops.sakura_owner)
