"""Stages 5 and 6 together: what a worker does when the bell of an account rings in its lane."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import DatabaseError

from accounts.tenancy.scope import platform_scope
from accounts.tenancy.statements import by_index
from messaging.domain.claim import Claim, Claimed, Request, claim, claim_lease, give_back
from messaging.domain.cut import cut
from messaging.domain.doorbell import ring_account
from messaging.domain.follow import first_poll
from messaging.domain.hands import a_hand_of
from messaging.domain.heartbeat import note_heartbeat
from messaging.domain.last_gate import pass_last_gate
from messaging.domain.pace import (
    Turn,
    is_paused,
    note_recovery,
    pause_account,
    portion,
    take_turn,
    wait_for,
    weights,
)
from messaging.domain.record_outcomes import record_outcomes
from messaging.domain.refusals import SAID_OF_NO_MESSAGE
from messaging.domain.submit import not_in_time, submit
from messaging.gateways.clock import awake
from messaging.gateways.contract import Accepted, Gateway, NotAccepted, Outcome, Throttled
from messaging.models import GatewayAccount
from messaging.queries.gateways import UnusableAccount, gateway_of

logger = logging.getLogger(__name__)

CLAIM_AT_ONCE = 500
# Of an account with a limit no more is claimed than goes in so many seconds.
_CLAIM_SECONDS = 5
# After so long the worker lets other accounts of its lane have a turn; the caller rings again.
_LONGEST_RUN_SECONDS = 20.0
_HEARTBEAT_SECONDS = 5.0
# The last gate is asked so long before the request's turn: what it takes to ask it.
_GATE_SECONDS = 0.1

# A hand-over that took no longer may be larger next time.
_QUICK_SECONDS = 0.4

# What says nothing of a message: the account as a whole does not work, or we did not get to ask.
_NOT_HEARD = frozenset(reason.value for reason in SAID_OF_NO_MESSAGE)


@dataclass(slots=True)
class _Line:
    """One account in one lane, ready to use."""

    account: GatewayAccount
    gateway: Gateway
    lane: str
    beaten_at: float = field(default_factory=awake)
    largest: int = field(init=False)

    def __post_init__(self) -> None:
        able = self.gateway.capabilities
        self.largest = able.smallest_batch or able.largest_batch

    @property
    def limit(self) -> int:
        rate = self.account.limit_per_second
        return CLAIM_AT_ONCE if rate is None else min(CLAIM_AT_ONCE, rate * _CLAIM_SECONDS)

    def cut(self, claimed: Sequence[Claimed]) -> list[Request]:
        return cut(
            claimed,
            largest=self.largest,
            weights=weights(self.account, claimed),
            heaviest=portion(self.account),
        )

    def note_duration(self, seconds: float) -> None:
        """Where each message has its own request, more go in one hand-over only while a stop is still heard soon."""
        able = self.gateway.capabilities
        if able.smallest_batch is not None:
            quick = seconds < _QUICK_SECONDS
            self.largest = min(self.largest * 2, able.largest_batch) if quick else able.smallest_batch

    def beat(self) -> None:
        if awake() - self.beaten_at > _HEARTBEAT_SECONDS:
            note_heartbeat(self.lane)
            self.beaten_at = awake()


def deliver(*, account_id: int, lane: str) -> bool:
    """Hand over what is due of an account in a lane. True when the time was up before the work was done: ring again.

    As many workers as the gateway's `parallel_requests` may be at it at once; one more goes home.
    """
    with platform_scope("a lane's worker serves the messages of every store"):
        note_heartbeat(lane)
        line = _opened(account_id, lane)
        if line is None:
            return False
        hands = line.gateway.capabilities.parallel_requests
        with a_hand_of(account_id=account_id, lane=lane, hands=hands) as free:
            if not free:
                return False
            with by_index():
                return _work(line, until=awake() + _LONGEST_RUN_SECONDS)


def _opened(account_id: int, lane: str) -> _Line | None:
    account = GatewayAccount.objects.filter(pk=account_id, status=GatewayAccount.Status.ACTIVE).first()
    if account is None:
        return None
    try:
        return _Line(account, gateway_of(account), lane)
    except UnusableAccount as error:
        logger.error("nothing can be sent by %s", error)
        return None


def _work(line: _Line, *, until: float) -> bool:
    """Whether something may still be due."""
    after_store, called = 0, False
    while awake() < until:
        if is_paused(line.account.pk):
            return False
        claimed = claim(
            account_id=line.account.pk,
            lane=line.lane,
            limit=line.limit,
            cut=line.cut,
            after_store=after_store,
        )
        if not claimed.claims and not after_store:
            return False
        if not called and claimed.more:
            # There is work for another hand.
            ring_account(line.account.pk, line.lane)
            called = True
        if not _hand_over_all(line, claimed.claims):
            return False
        after_store = claimed.goes_on_after
    return True


def _hand_over_all(line: _Line, claims: Sequence[Claim]) -> bool:
    """False when the account cannot be used for now; whatever is not handed over waits again."""
    patience = awake() + claim_lease().total_seconds() / 2
    for place, one in enumerate(claims):
        turn = take_turn(line.account, weight=one.weight)
        if turn is None or awake() > patience:
            give_back(claims[place:])
            return turn is not None
        try:
            passed = _hand_over(line, one, turn)
        except Exception:
            # The lease would give them back too, in a minute.
            with suppress(DatabaseError):
                give_back(claims[place + 1 :])
            raise
        if not passed:
            give_back(claims[place:])
            return False
        line.beat()
    return True


def _hand_over(line: _Line, one: Claim, turn: Turn) -> bool:
    """False when it was not let through the gate: the account was paused, or this worker was too late."""
    wait_for(turn, ahead=_GATE_SECONDS)
    gate_asked_at = awake()
    hand_overs = pass_last_gate(one)
    if hand_overs:
        in_time = _in_time(line, one, turn)
        begun_at = awake()
        outcomes = (
            submit(line.gateway, hand_overs, gate_asked_at=gate_asked_at)
            if in_time
            else not_in_time(hand_overs)
        )
        answered_at = awake()
        record_outcomes(one.batch_id, hand_overs, outcomes, asked_after=first_poll(line.gateway.capabilities))
        if in_time:
            line.note_duration(answered_at - begun_at)
            _mind_the_account(line, outcomes, after_failures=turn.after_failures)
        logger.info("account %s %s: %s handed over", line.account.pk, line.lane, len(hand_overs))
    return hand_overs is not None


def _in_time(line: _Line, one: Claim, turn: Turn | None) -> bool:
    """Waits for the turn. Where the gate took longer than the turn is open, the next one; False without any."""
    while turn is not None:
        wait_for(turn, ahead=0.0)
        if awake() <= turn.closes:
            return True
        turn = take_turn(line.account, weight=one.weight)
    return False


def _mind_the_account(line: _Line, outcomes: Sequence[Outcome], *, after_failures: bool) -> None:
    """A provider that takes nothing, or does not answer, is left in peace for a while, by every worker."""
    waits = [outcome.retry_after for outcome in outcomes if isinstance(outcome, Throttled)]
    heard = any(map(_speaks_of_a_message, outcomes))
    if waits or not heard:
        pause_account(account_id=line.account.pk, wait=max(waits, default=timedelta(0)), whole=not heard)
        logger.warning("account %s is given a pause", line.account.pk)
    elif after_failures:
        note_recovery(account_id=line.account.pk)


def _speaks_of_a_message(outcome: Outcome) -> bool:
    """Taken or refused by a provider that works."""
    return isinstance(outcome, Accepted) or (
        isinstance(outcome, NotAccepted) and outcome.code not in _NOT_HEARD
    )
