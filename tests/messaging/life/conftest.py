"""A gateway that answers as told: the provider's side of a message's life, without a wire.

The gateway is what a provider's folder would hold; everything of ours around it is real.
"""

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from accounts.models import Membership
from accounts.tenancy.scope import platform_scope, store_scope
from messaging.domain.claim import Claim, Claimed, Request, claim
from messaging.domain.compose import Recipient, compose
from messaging.domain.deliver import deliver
from messaging.domain.last_gate import HandOver, pass_last_gate
from messaging.domain.leases import abandon_expired_requests, release_expired_claims
from messaging.domain.note_texted import note_texted
from messaging.domain.plan import Planned
from messaging.domain.poll_receipts import accounts_to_poll, poll_receipts
from messaging.domain.receipts import apply_reports, keep_report
from messaging.domain.reconcile import accounts_with_unclear, reconcile
from messaging.domain.send import send
from messaging.gateways import registry
from messaging.gateways.contract import (
    Accepted,
    Capabilities,
    Delivery,
    Found,
    GatewayUnavailable,
    Outcome,
    Outgoing,
    Presence,
    Reading,
    Receipt,
    WebhookRequest,
)
from messaging.models import Attempt, Batch, Dispatch, GatewayAccount, Message, Purpose, Report
from messaging.queries.gateways import accounts_with_work
from tests.shops import Shops, opened_shops

Answer = Callable[[Outgoing], Outcome]

A, B, C, D = "+819012345678", "+818012345678", "+817012345678", "+819011112222"


@dataclass
class ToldGateway:
    """Keeps what it was handed, and answers what the test says."""

    handed: list[Outgoing] = field(default_factory=list)
    answer: Answer = lambda message: Accepted(f"id-{message.reference}", 1)
    before_answer: Callable[[], None] = lambda: None
    # Instead of `answer`: one outcome for a whole request.
    answer_batch: Callable[[list[Outgoing]], Outcome] | None = None
    before_look_up: Callable[[str], None] = lambda reference: None
    polls_fail: bool = False
    reports: list[dict[str, str]] = field(default_factory=list)
    found: Presence | None = Presence.FOUND
    capabilities: Capabilities = Capabilities(
        largest_batch=3,
        polls=True,
        look_up_settles_after=timedelta(0),
        newline_weight=1,
        takes_outside_bmp=False,
        can_reply=False,
    )

    def submit(self, batch: Sequence[Outgoing], *, begin_by: float) -> list[Outcome]:
        self.handed.extend(batch)
        self.before_answer()
        if self.answer_batch is not None:
            return [self.answer_batch(list(batch))] * len(batch)
        return [self.answer(message) for message in batch]

    def poll(self, references: Sequence[str]) -> bytes:
        if self.polls_fail:
            raise GatewayUnavailable("told so")
        return json.dumps([one for one in self.reports if one["reference"] in references]).encode()

    def look_up(self, reference: str) -> Found:
        self.before_look_up(reference)
        if self.found is None:
            raise GatewayUnavailable("told so")
        return Found(self.found, "looked-up", 1)

    def look_up_all(self, references: Sequence[str]) -> list[Found]:
        found = []
        for reference in references:
            try:
                found.append(self.look_up(reference))
            except GatewayUnavailable:
                found.append(Found(Presence.UNCLEAR))
        return found

    def authenticate(self, request: WebhookRequest) -> None:
        """Every webhook of a test is genuine."""

    def read(self, body: bytes) -> Reading:
        return Reading([_receipt(entry) for entry in json.loads(body)])


def _receipt(entry: dict[str, str]) -> Receipt:
    return Receipt(
        reference=entry["reference"],
        delivery=Delivery(entry["delivery"]),
        code=entry.get("code", ""),
        carrier="docomo",
        parts=2,
        occurred_at=datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
    )


@pytest.fixture
def shops(transactional_db: None) -> Shops:
    with platform_scope("base data of the tests"):
        return opened_shops()


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch, shops: Shops) -> ToldGateway:
    told = ToldGateway()
    monkeypatch.setitem(registry.GATEWAYS, "told", lambda account: told)
    shops.account.slug = "told"
    shops.account.save()
    return told


SendTo = Callable[..., Planned]


@pytest.fixture
def send_to() -> SendTo:
    """`send_to(membership, "+8190...", ..., body=, key=)`: what pressing 「送信」 does."""

    def sent(
        membership: Membership, *phones: str, body: str = "お知らせです", key: uuid.UUID | None = None
    ) -> Planned:
        wish = compose(
            key=key or uuid.uuid4(),
            source=Dispatch.Source.QUICK_SEND,
            purpose=Purpose.NOTICE,
            body=body,
            recipients=tuple(Recipient(phone) for phone in phones),
        )
        with store_scope(membership.store_id):
            return send(actor=membership, wish=wish)

    return sent


def hand_over(lane: str = "urgent") -> None:
    """What the lane's workers do when beat rings: each account with something waiting is served."""
    with platform_scope("a test rings"):
        accounts = accounts_with_work(lane)
    for account_id in accounts:
        deliver(account_id=account_id, lane=lane)


def poll() -> int:
    """Ask every provider; how many messages were asked about."""
    with platform_scope("a test rings"):
        return sum(poll_receipts(account_id=account_id) for account_id in accounts_to_poll())


def clear_up() -> int:
    """Leases that ran out, then look-ups; how many messages became clear."""
    with platform_scope("a test rings"):
        release_expired_claims()
        abandon_expired_requests()
        while note_texted():
            pass
        return sum(reconcile(account_id=account_id) for account_id in accounts_with_unclear())


def make_due() -> None:
    """Waits and pauses are over."""
    cursor = connection.cursor()
    cursor.execute("UPDATE messaging_message SET due_at = now() WHERE state = 'scheduled'")
    cursor.execute("UPDATE messaging_accountpace SET free_at = now()")


def end_leases() -> None:
    connection.cursor().execute(
        "UPDATE messaging_batch SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL"
    )


def make_polls_due(*, age: timedelta = timedelta(0)) -> None:
    """`age`: how much older every attempt becomes."""
    cursor = connection.cursor()
    cursor.execute("UPDATE messaging_batch SET poll_at = now(), texted_at = NULL WHERE poll_at IS NOT NULL")
    cursor.execute(
        "UPDATE messaging_attempt SET submitted_at = submitted_at - %s * interval '1 second'",
        [age.total_seconds()],
    )


def states() -> list[tuple[str, str]]:
    """(state, reason) of every message of every store, in the order in which they were planned."""
    with platform_scope("a test reads what there is"):
        return list(Message.objects.order_by("id").values_list("state", "reason"))


def report(account: GatewayAccount, *entries: tuple[str, str, str]) -> None:
    """A webhook with (reference, delivery, code), kept and applied."""
    body = json.dumps([{"reference": r, "delivery": d, "code": c} for r, d, c in entries]).encode()
    with platform_scope("a test reports"):
        keep_report(account=account, origin=Report.Origin.WEBHOOK, body=body)
        while apply_reports():
            pass


def references() -> list[str]:
    with platform_scope("a test reads what there is"):
        return list(Attempt.objects.order_by("id").values_list("reference", flat=True))


def one_request(claimed: Sequence[Claimed]) -> list[Request]:
    return [Request([one.message_id for one in claimed], len(claimed))]


def claimed(shops: Shops) -> Claim:
    """All that is due, claimed as one request."""
    [only] = claim(account_id=shops.account.pk, lane="urgent", limit=10, cut=one_request).claims
    return only


def passed_gate(one: Claim) -> list[HandOver]:
    with platform_scope("a test"):
        return pass_last_gate(one) or []


def followed() -> list[int]:
    """The messages of which a receipt is expected."""
    return sorted(
        message_id
        for batch in Batch.objects.filter(poll_at__isnull=False)
        for message_id in batch.message_ids
    )


def message_ids() -> list[int]:
    with platform_scope("a test reads what there is"):
        return list(Message.objects.order_by("id").values_list("id", flat=True))


def left_behind(shops: Shops) -> tuple[int, list[HandOver]]:
    """A worker passes the gate, dies or hangs in its request, and its lease ends: its batch and what was in it."""
    held = claimed(shops)
    slow = passed_gate(held)
    end_leases()
    return held.batch_id, slow


def make_look_ups_due() -> None:
    connection.cursor().execute("UPDATE messaging_attempt SET look_up_at = now()")
