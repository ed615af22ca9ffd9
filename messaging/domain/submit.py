"""Stage 6, submit: hand a request to the gateway, with no transaction open."""

import time
from collections.abc import Sequence

from django.db import connection

from messaging.domain.last_gate import HandOver
from messaging.domain.pace import Turn
from messaging.gateways.clock import awake
from messaging.gateways.contract import Gateway, NotAccepted, Outcome, Outgoing
from messaging.models import Reason

# The lease of a request must outlast this, connecting, the answer (gateways/line.py) and writing it down.
STARTS_WITHIN_SECONDS = 10.0


def submit(
    gateway: Gateway, hand_overs: Sequence[HandOver], *, turn: Turn, gate_asked_at: float
) -> list[Outcome]:
    """One request to the provider when its turn has come; one outcome for each. Not inside a transaction.

    `gate_asked_at`: awake() from before the last gate. A process that stood still since then (a stopped machine)
    hands nothing over any more: its lease may be over, and somebody else may have been asked to. Nor does one that
    missed its turn, which would crowd the next one's.
    """
    if connection.in_atomic_block:
        raise RuntimeError("no transaction may be open while a provider is spoken to")
    time.sleep(max(turn.opens - awake(), 0.0))
    if awake() > min(turn.closes, gate_asked_at + STARTS_WITHIN_SECONDS):
        return [NotAccepted(Reason.STOOD_STILL.value, "not handed over in time", False)] * len(hand_overs)
    return gateway.submit([Outgoing(one.reference, one.phone, one.text) for one in hand_overs])
