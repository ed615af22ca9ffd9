"""What the simulator's answers mean for the messages that were asked about (docs/simulator.md). Pure."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from messaging.gateways.contract import (
    Found,
    NotAccepted,
    Outcome,
    Outgoing,
    Presence,
    Throttled,
    Unknown,
    storable,
)
from messaging.gateways.line import Answer, AnswerMissing, NotReached, NotStarted
from messaging.gateways.parallel import Exchanged
from messaging.gateways.simulator.protocol import outcome_from, parts_from


def outcomes_of_batch(exchanged: Exchanged, batch: Sequence[Outgoing]) -> list[Outcome]:
    """POST /v1/batches."""
    if isinstance(exchanged, Answer) and exchanged.status == 202:
        return _by_reference(content_of(exchanged.body), batch)
    return [_of_whole_request(exchanged)] * len(batch)


def outcome_of_one(exchanged: Exchanged, message: Outgoing) -> Outcome:
    """POST /v1/messages."""
    if isinstance(exchanged, Answer) and exchanged.status in {202, 422}:
        match exchanged.status, content_of(exchanged.body):
            case (202, {"status": "accepted"} as entry) | (422, {"status": "rejected"} as entry):
                named = entry.get("reference") == message.reference
                return outcome_from(entry) if named else Unknown("the answer does not name it")
            case 202, _:
                return Unknown("the answer could not be read")
    return _of_whole_request(exchanged)


def found_in(exchanged: Exchanged, reference: str) -> Found:
    """GET /v1/messages/{reference}."""
    if isinstance(exchanged, Answer):
        match exchanged.status, content_of(exchanged.body):
            case 200, {"id": str(provider_id), "reference": str(named)} as entry if named == reference:
                return Found(Presence.FOUND, storable(provider_id), parts_from(entry))
            case 404, {"code": "unknown_reference"}:
                return Found(Presence.ABSENT)
    # Any other 404 is a wrong address or a proxy's: it proves nothing.
    return Found(Presence.UNCLEAR)


def content_of(body: bytes) -> Any:
    """None for what is no JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _of_whole_request(exchanged: Exchanged) -> Outcome:
    """The outcome of every message of a request that was not taken as such."""
    match exchanged:
        case NotStarted():
            return NotAccepted("stood_still", str(exchanged), False)
        case NotReached():
            return NotAccepted("gateway_unreachable", str(exchanged), False)
        case AnswerMissing():
            return Unknown(str(exchanged))
        case Answer(status=429):
            return Throttled(_wait(exchanged.headers.get("retry-after", "")))
        case Answer(status=503):
            match content_of(exchanged.body):
                # The simulator's document: answered before anything of the request is looked at, or when nothing
                # of it is kept. A proxy's 503 may come after the request was passed on.
                case {"code": "outage" | "storage" as code}:
                    return NotAccepted("gateway_unreachable", str(code), False)
        case Answer(status=401 | 403):
            return NotAccepted("gateway_credentials", f"status {exchanged.status}", False)
        case Answer(status=400 | 404 | 413 | 422):
            # It may be one message's fault, so the others are tried again in smaller requests.
            return NotAccepted("refused_by_provider", f"status {exchanged.status}", False)
    return Unknown(f"status {exchanged.status}")


def _wait(retry_after: str) -> timedelta:
    """Seconds; a date, which HTTP allows too, or nonsense is a second."""
    plain = retry_after.isascii() and retry_after.isdecimal() and len(retry_after) < 10
    return timedelta(seconds=int(retry_after) if plain else 1)


def _by_reference(content: Any, batch: Sequence[Outgoing]) -> list[Outcome]:
    entries = content.get("results") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        return [Unknown("the answer could not be read")] * len(batch)
    told = {
        entry["reference"]: entry
        for entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("reference"), str)
    }
    return [
        outcome_from(told[m.reference]) if m.reference in told else Unknown("the answer does not name it")
        for m in batch
    ]
