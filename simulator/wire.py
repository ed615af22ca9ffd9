"""The provider's protocol, version 1: requests taken apart and judged, answers put together. Pure."""

import json
import re
from dataclasses import dataclass
from typing import Any, Literal, TypeGuard
from urllib.parse import urlsplit

from simulator.carriers import LONGEST_TEXT, counted_length, is_textable
from simulator.clock import written
from simulator.fates import Answer, fate_of
from simulator.messages import Message

LARGEST_BATCH = 1000
_LONGEST_REFERENCE = 64
_LONGEST_NUMBER = 64
_LONGEST_SENDER = 32
_LONGEST_URL = 2000

# Only the Basic Multilingual Plane, as at the domestic providers; no control character, no half of a pair.
_UNSENDABLE = re.compile(r"[^\t\n\r\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd]")

RefusalCode = Literal["invalid_number", "empty_text", "text_too_long", "unsendable_character", "blocked"]

_REASONS: dict[RefusalCode, str] = {
    "invalid_number": "The number is not E.164, or it is Japanese and no mobile.",
    "empty_text": "The text is empty.",
    "text_too_long": f"The text has more than {LONGEST_TEXT} characters.",
    "unsendable_character": "The text has a control character or one outside the Basic Multilingual Plane.",
    "blocked": "The provider does not send to this number.",
}


class WireError(Exception):
    """A request that gets an error as its answer: HTTP status, code, reason for a reader."""

    def __init__(self, status: int, code: str, reason: str, *, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.code = code
        self.reason = reason
        self.retry_after = retry_after

    def as_wire(self) -> dict[str, Any]:
        return {"status": "error", "code": self.code, "reason": self.reason}


@dataclass(slots=True)
class Draft:
    """One message as handed over, fit to be accepted."""

    to: str
    text: str
    reference: str


@dataclass(slots=True)
class Rejected:
    """One message that is not accepted."""

    to: str
    reference: str
    code: RefusalCode


@dataclass(slots=True)
class Handover:
    """One request's messages in their order; `answers` are the fates that act on the whole request."""

    sender: str
    receipts_url: str | None
    replies_url: str | None
    drafts: list[Draft | Rejected]
    answers: frozenset[Answer]


def parse_json_object(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`; WireError 400 when it is anything else."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WireError(400, "unreadable", "The body is not JSON.") from error
    if not isinstance(data, dict):
        raise _malformed("The body is not a JSON object.")
    return data


def parse_message(body: bytes) -> Handover:
    """The one message of POST /v1/messages; WireError 400 for what is no message at all."""
    data = parse_json_object(body)
    return _handover(data, [_draft(data, "")])


def parse_batch(body: bytes) -> Handover:
    """The messages of POST /v1/batches; WireError 400 when malformed, 422 when there are over 1000."""
    data = parse_json_object(body)
    entries = data.get("messages")
    if not isinstance(entries, list) or not entries:
        raise _malformed("messages is not a list with at least one message.")
    if len(entries) > LARGEST_BATCH:
        raise WireError(422, "too_many_messages", f"More than {LARGEST_BATCH} messages in one request.")
    return _handover(data, [_draft(entry, f"messages[{index}].") for index, entry in enumerate(entries)])


def parse_references(body: bytes) -> list[str]:
    """The references of POST /v1/reports/query."""
    return checked_references(parse_json_object(body).get("references"))


def checked_references(references: object) -> list[str]:
    """`references` when it is a list of up to 1000 references, else WireError 400 or 422."""
    if not isinstance(references, list) or not all(_is_reference(entry) for entry in references):
        raise _malformed(f"references is not a list of strings of 1 to {_LONGEST_REFERENCE} characters.")
    if len(references) > LARGEST_BATCH:
        raise WireError(422, "too_many_references", f"More than {LARGEST_BATCH} references in one request.")
    return references


def accepted(message: Message) -> dict[str, Any]:
    """The answer for an accepted message, alone or in a batch."""
    return {
        "id": message.id,
        "reference": message.reference,
        "to": message.to,
        "status": "accepted",
        "parts": message.parts,
    }


def rejected(refused: Rejected) -> dict[str, Any]:
    """The answer for a message that is not accepted; in a batch `to` is added to it."""
    return {
        "status": "rejected",
        "code": refused.code,
        "reason": _REASONS[refused.code],
        "reference": refused.reference,
    }


def looked_up(message: Message) -> dict[str, Any]:
    """The answer of GET /v1/messages/{reference}."""
    return {
        "id": message.id,
        "reference": message.reference,
        "to": message.to,
        "status": message.result if message.known else "accepted",
        "parts": message.parts,
        "accepted_at": written(message.batch.accepted_at),
    }


def _handover(data: dict[str, Any], drafts: list[Draft | Rejected]) -> Handover:
    sender = data.get("from")
    if not isinstance(sender, str) or not 1 <= len(sender) <= _LONGEST_SENDER or not sender.isprintable():
        raise _malformed(f"from is not a string of 1 to {_LONGEST_SENDER} characters.")
    answers = frozenset(fate_of(draft.to).answer for draft in drafts if isinstance(draft, Draft))
    return Handover(sender, _url(data, "receipts_url"), _url(data, "replies_url"), drafts, answers)


def _url(data: dict[str, Any], name: str) -> str | None:
    url = data.get(name)
    if url is None:
        return None
    if not isinstance(url, str) or len(url) > _LONGEST_URL or not (url.isascii() and url.isprintable()):
        raise _malformed(f"{name} is not an http or https address.")
    try:
        parts = urlsplit(url)
        reachable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        reachable = False
    if not reachable:
        raise _malformed(f"{name} is not an http or https address.")
    return url


def _draft(entry: object, path: str) -> Draft | Rejected:
    if not isinstance(entry, dict):
        raise _malformed(f"{path or 'The body'} is not a JSON object.")
    to, text, reference = entry.get("to"), entry.get("text"), entry.get("reference")
    if not isinstance(to, str) or len(to) > _LONGEST_NUMBER:
        raise _malformed(f"{path}to is not a string with a number.")
    if not isinstance(text, str):
        raise _malformed(f"{path}text is not a string.")
    if not _is_reference(reference):
        raise _malformed(f"{path}reference is not a string of 1 to {_LONGEST_REFERENCE} characters.")
    code = _refusal(to, text)
    return Rejected(to, reference, code) if code else Draft(to, text, reference)


def _is_reference(reference: object) -> TypeGuard[str]:
    return (
        isinstance(reference, str) and 1 <= len(reference) <= _LONGEST_REFERENCE and reference.isprintable()
    )


def _refusal(to: str, text: str) -> RefusalCode | None:
    if not is_textable(to):
        return "invalid_number"
    if fate_of(to).answer is Answer.BLOCKED:
        return "blocked"
    if not text.strip():
        return "empty_text"
    if len(text) > LONGEST_TEXT and counted_length(text) > LONGEST_TEXT:
        return "text_too_long"
    if _UNSENDABLE.search(text):
        return "unsendable_character"
    return None


def _malformed(reason: str) -> WireError:
    return WireError(400, "malformed", reason)
