"""The simulator's own wire protocol, version 1 (docs/simulator.md): its words, and what they mean here."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from messaging.gateways.contract import (
    Accepted,
    Delivery,
    NotAccepted,
    Outcome,
    Receipt,
    Unknown,
    storable,
)

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


# Dates that neither PostgreSQL nor a page can show are nobody's.
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
_MOST_PARTS = 100


def parts_from(entry: Mapping[str, Any]) -> int | None:
    """The billed parts, where they are a number that a text can have."""
    parts = entry.get("parts")
    known = isinstance(parts, int) and not isinstance(parts, bool) and 1 <= parts <= _MOST_PARTS
    return parts if known else None


def outcome_from(entry: Any) -> Outcome:
    """One entry of a batch's results. A shape that is not the protocol's is Unknown: it may have been taken."""
    match entry:
        case {"status": "accepted", "id": str(provider_id)}:
            return Accepted(storable(provider_id), parts_from(entry))
        case {"status": "rejected", "code": str(code)}:
            reason = storable(str(entry.get("reason", "")))
            return NotAccepted(REFUSALS.get(code, "refused_by_provider"), reason, True)
        case _:
            return Unknown("an entry of the answer could not be read")


def receipt_from(entry: Any) -> Receipt:
    """One entry of a report. Raises ValueError for what is not the protocol's."""
    match entry:
        case {"reference": str(reference), "status": str(status), "code": str(code), "at": str(at)}:
            if status not in DELIVERIES:
                raise ValueError(f"status {status[:20]!r}")
            occurred_at = datetime.fromisoformat(at)
            if occurred_at.tzinfo is None:
                raise ValueError("a time without its offset")
            if not _EARLIEST <= occurred_at <= _LATEST:
                raise ValueError("a time of no handset")
            return Receipt(
                reference=storable(reference),
                delivery=DELIVERIES[status],
                code=RESULTS.get(code, "other"),
                carrier=storable(str(entry.get("carrier", "")))[:10],
                parts=parts_from(entry),
                occurred_at=occurred_at,
            )
        case _:
            raise ValueError("not a report of the simulator")
