"""The carrier simulator as a provider: batches by its own protocol, receipts pushed and polled."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from messaging.gateways.contract import (
    Capabilities,
    Forged,
    Found,
    GatewayUnavailable,
    NotAccepted,
    Outcome,
    Outgoing,
    Presence,
    Reading,
    Receipt,
    Throttled,
    Unknown,
    WebhookRequest,
    storable,
)
from messaging.gateways.line import Answer, AnswerMissing, NotReached, exchange
from messaging.gateways.simulator.protocol import outcome_from, parts_from, receipt_from

# A signed webhook older or newer than this is somebody's recording.
_CLOCK_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SimulatorGateway:
    url: str
    token: str
    sender: str
    receipts_url: str
    capabilities: Capabilities = Capabilities(
        largest_batch=500,
        polls=True,
        look_up_settles_after=timedelta(seconds=10),
        newline_weight=1,
        takes_outside_bmp=False,
        can_reply=False,
    )

    def submit(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        try:
            answer = self._ask(
                "POST",
                "/v1/batches",
                {
                    "from": self.sender,
                    "receipts_url": self.receipts_url,
                    "messages": [{"to": m.to, "text": m.text, "reference": m.reference} for m in batch],
                },
            )
        except NotReached as error:
            return [NotAccepted("gateway_unreachable", str(error), False)] * len(batch)
        except AnswerMissing as error:
            return [Unknown(str(error))] * len(batch)
        return _outcomes(answer, batch)

    def poll(self, references: Sequence[str]) -> bytes:
        answer = self._ask_safely("POST", "/v1/reports/query", {"references": list(references)})
        if answer.status != 200:
            raise GatewayUnavailable(f"status {answer.status}")
        return answer.body

    def look_up(self, reference: str) -> Found:
        answer = self._ask_safely("GET", f"/v1/messages/{reference}")
        found = _json(answer.body)
        match answer.status, found:
            case 200, {"id": str(provider_id), "reference": str(named)} if named == reference:
                return Found(Presence.FOUND, storable(provider_id), parts_from(found))
            case 404, {"code": "unknown_reference"}:
                return Found(Presence.ABSENT)
            case _:
                # Any other 404 is a wrong address or a proxy's: it proves nothing.
                return Found(Presence.UNCLEAR)

    def authenticate(self, request: WebhookRequest) -> None:
        stamp = request.headers.get("x-simulator-timestamp", "")
        signature = request.headers.get("x-simulator-signature", "")
        if not stamp.isascii() or not stamp.isdecimal() or len(stamp) > 12:
            raise Forged("no timestamp")
        if abs(request.received_at.timestamp() - int(stamp)) > _CLOCK_TOLERANCE.total_seconds():
            raise Forged("the timestamp is not of now")
        signed = stamp.encode() + b"." + request.body
        expected = hmac.new(self.token.encode(), signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            raise Forged("the signature does not fit")

    def read(self, body: bytes) -> Reading:
        content = _json(body)
        entries = content.get("reports") if isinstance(content, dict) else None
        if not isinstance(entries, list):
            return Reading(remarks=["not a report of the simulator"])
        receipts: list[Receipt] = []
        remarks: list[str] = []
        for entry in entries:
            try:
                receipts.append(receipt_from(entry))
            except ValueError as error:
                remarks.append(str(error))
        return Reading(receipts, remarks)

    def _ask(self, method: str, path: str, content: Any = None) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}"}
        return exchange(method=method, url=self.url + path, headers=headers, json=content)

    def _ask_safely(self, method: str, path: str, content: Any = None) -> Answer:
        try:
            return self._ask(method, path, content)
        except (NotReached, AnswerMissing) as error:
            raise GatewayUnavailable(str(error)) from error


def _outcomes(answer: Answer, batch: Sequence[Outgoing]) -> list[Outcome]:
    """What the answer to a whole request means for each message of it."""
    if answer.status == 202:
        return _outcomes_by_reference(answer, batch)
    if answer.status == 429:
        return [Throttled(_wait(answer.headers.get("retry-after", "")))] * len(batch)
    if answer.status == 503:
        # The simulator's document: an outage is answered before anything of the request is looked at.
        return [NotAccepted("gateway_unreachable", "outage", False)] * len(batch)
    if answer.status in {400, 401, 403, 404, 413, 422}:
        # Of a whole request: it may be one message's fault, so the others are tried again in smaller ones.
        code = "gateway_credentials" if answer.status in {401, 403} else "refused_by_provider"
        return [NotAccepted(code, f"status {answer.status}", False)] * len(batch)
    return [Unknown(f"status {answer.status}")] * len(batch)


def _wait(retry_after: str) -> timedelta:
    """Seconds; a date, which HTTP allows too, or nonsense is a second."""
    plain = retry_after.isascii() and retry_after.isdecimal() and len(retry_after) < 10
    return timedelta(seconds=int(retry_after) if plain else 1)


def _outcomes_by_reference(answer: Answer, batch: Sequence[Outgoing]) -> list[Outcome]:
    content = _json(answer.body)
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


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
