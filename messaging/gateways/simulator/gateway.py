"""The carrier simulator as a provider: by its own protocol, in batches or singly; receipts pushed and polled."""

import hashlib
import hmac
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from messaging.gateways.clock import awake
from messaging.gateways.contract import (
    Capabilities,
    Forged,
    Found,
    GatewayUnavailable,
    Outcome,
    Outgoing,
    Reading,
    Receipt,
    WebhookRequest,
)
from messaging.gateways.line import PATIENCE, Answer, Patience
from messaging.gateways.parallel import CONCURRENCY, Exchanged, Request, exchange_all
from messaging.gateways.simulator.outcomes import content_of, found_in, outcome_of_one, outcomes_of_batch
from messaging.gateways.simulator.protocol import receipt_from

# A signed webhook older or newer than this is somebody's recording.
_CLOCK_TOLERANCE = timedelta(minutes=5)
_ALL_STARTED_WITHIN_SECONDS = 1.0


# What the simulator has accepted it shows at once; a request under way may still arrive.
_SETTLES_AFTER = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class SimulatorGateway:
    """singly: a request for each message, many at once, as most providers have it. authoritative: whether its
    look-up is taken as proof that a message is not there."""

    url: str
    token: str
    sender: str
    receipts_url: str
    singly: bool = False
    authoritative: bool = True
    patience: Patience = PATIENCE

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            largest_batch=4 * CONCURRENCY if self.singly else 500,
            polls=True,
            look_up_settles_after=_SETTLES_AFTER if self.authoritative else None,
            newline_weight=1,
            takes_outside_bmp=False,
            can_reply=False,
            looks_up=True,
            parallel_requests=4,
            smallest_batch=CONCURRENCY if self.singly else None,
            pushes=True,
        )

    def submit(self, batch: Sequence[Outgoing], *, begin_by: float = math.inf) -> list[Outcome]:
        common = {"from": self.sender, "receipts_url": self.receipts_url}
        messages = [{"to": m.to, "text": m.text, "reference": m.reference} for m in batch]
        if self.singly:
            requests = [self._request("POST", "/v1/messages", common | m) for m in messages]
            # Nothing starts so late that a stop would not have been heard of.
            answers = self._ask_all(requests, begin_by=min(begin_by, awake() + _ALL_STARTED_WITHIN_SECONDS))
            return [outcome_of_one(answer, m) for answer, m in zip(answers, batch, strict=True)]
        request = self._request("POST", "/v1/batches", common | {"messages": messages})
        [answer] = self._ask_all([request], begin_by=begin_by)
        return outcomes_of_batch(answer, batch)

    def poll(self, references: Sequence[str]) -> bytes:
        [answer] = self._ask_all(
            [self._request("POST", "/v1/reports/query", {"references": list(references)})]
        )
        if not isinstance(answer, Answer):
            raise GatewayUnavailable(str(answer)) from answer
        if answer.status != 200:
            raise GatewayUnavailable(f"status {answer.status}")
        return answer.body

    def look_up(self, reference: str) -> Found:
        [answer] = self._ask_all([self._look_up_request(reference)])
        if not isinstance(answer, Answer):
            raise GatewayUnavailable(str(answer)) from answer
        return found_in(answer, reference)

    def look_up_all(self, references: Sequence[str]) -> list[Found]:
        answers = self._ask_all([self._look_up_request(reference) for reference in references])
        return [found_in(answer, reference) for answer, reference in zip(answers, references, strict=True)]

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
        content = content_of(body)
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

    def _look_up_request(self, reference: str) -> Request:
        return self._request("GET", f"/v1/messages/{reference}")

    def _request(self, method: str, path: str, content: Any = None) -> Request:
        return Request(method, self.url + path, {"Authorization": f"Bearer {self.token}"}, content)

    def _ask_all(self, requests: list[Request], *, begin_by: float = math.inf) -> list[Exchanged]:
        return exchange_all(requests, patience=self.patience, begin_by=begin_by)
