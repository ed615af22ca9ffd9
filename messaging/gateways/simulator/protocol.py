"""The simulator's own wire protocol, version 1 (docs/simulator.md): its words, and what they mean here."""

from datetime import datetime
from typing import Any

from messaging.gateways.contract import Accepted, Delivery, NotAccepted, Outcome, Receipt, Unknown

# Refusals of the provider. None of them would be taken a second time.
REFUSALS: dict[str, str] = {
    "invalid_number": "number_refused",
    "empty_text": "text_refused",
    "text_too_long": "text_refused",
    "unsendable_character": "text_refused",
    "blocked": "blocked_by_provider",
}

DELIVERIES: dict[str, Delivery] = {
    "sent": Delivery.SENT,
    "delivered": Delivery.DELIVERED,
    "undelivered": Delivery.UNDELIVERED,
}

# Result codes of a receipt, in our words (messaging/queries/results.py).
RESULTS: dict[str, str] = {
    "ok": "",
    "out_of_range": "out_of_range",
    "refused": "refused",
    "unknown_number": "unknown_number",
    "foreign_refused": "foreign_refused",
    "other": "other",
}


def outcome_from(entry: Any) -> Outcome:
    """One entry of a batch's results. A shape that is not the protocol's is Unknown: it may have been taken."""
    match entry:
        case {"status": "accepted", "id": str(provider_id)}:
            parts = entry.get("parts")
            return Accepted(provider_id, parts if isinstance(parts, int) else None)
        case {"status": "rejected", "code": str(code)}:
            return NotAccepted(REFUSALS.get(code, "refused_by_provider"), str(entry.get("reason", "")), True)
        case _:
            return Unknown("an entry of the answer could not be read")


def receipt_from(entry: Any) -> Receipt:
    """One entry of a report. Raises ValueError for what is not the protocol's."""
    match entry:
        case {"reference": str(reference), "status": str(status), "code": str(code), "at": str(at)}:
            if status not in DELIVERIES:
                raise ValueError(f"status {status!r}")
            occurred_at = datetime.fromisoformat(at)
            if occurred_at.tzinfo is None:
                raise ValueError("a time without its offset")
            parts = entry.get("parts")
            return Receipt(
                reference=reference,
                delivery=DELIVERIES[status],
                code=RESULTS.get(code, "other"),
                carrier=str(entry.get("carrier", ""))[:10],
                parts=parts if isinstance(parts, int) else None,
                occurred_at=occurred_at,
            )
        case _:
            raise ValueError("not a report of the simulator")
