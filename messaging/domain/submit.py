"""Stage 6, submit: hand a request to the gateway, with no transaction open."""

from collections.abc import Sequence

from django.db import connection

from messaging.domain.last_gate import HandOver
from messaging.gateways.clock import awake
from messaging.gateways.contract import Gateway, NotAccepted, Outcome, Outgoing
from messaging.models import Reason

# The lease of a request must outlast this, the exchange (gateways/line.py) and writing down what came of it.
STARTS_WITHIN_SECONDS = 10.0


def submit(gateway: Gateway, hand_overs: Sequence[HandOver], *, gate_asked_at: float) -> list[Outcome]:
    """One request to the provider; one outcome for each. Not inside a transaction.

    `gate_asked_at`: awake() from before the last gate. A process that stood still since then (a stopped machine)
    hands nothing over any more: its lease may be over, and somebody else may have been asked to.
    """
    if connection.in_atomic_block:
        raise RuntimeError("no transaction may be open while a provider is spoken to")
    begin_by = gate_asked_at + STARTS_WITHIN_SECONDS
    if awake() > begin_by:
        return not_in_time(hand_overs)
    batch = [Outgoing(one.reference, one.phone, one.text) for one in hand_overs]
    return gateway.submit(batch, begin_by=begin_by)


def not_in_time(hand_overs: Sequence[HandOver]) -> list[Outcome]:
    """Surely not handed over, by our own delay."""
    return [NotAccepted(Reason.STOOD_STILL.value, "not handed over in time", False)] * len(hand_overs)
