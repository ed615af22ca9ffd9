"""The one way out to providers: pooled connections, one deadline for the whole, and what a broken line means.

Nothing here repeats a request. What matters to the caller is one distinction: did the request surely not
arrive (NotReached), or may it have arrived (AnswerMissing)? No cookie, redirect or proxy of the environment is
followed: one account's exchanges leave no trace in another's.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

import requests
import urllib3

from messaging.gateways.clock import awake
from messaging.gateways.connections import Course, adapter, course

_ANSWER_LIMIT = 10_000_000
_HEADERS = {"User-Agent": "smsnotify", "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long, in seconds, an exchange may take.

    connect: from its start to the first byte that leaves: the name, all addresses, TLS. After that it is not sent.
    exchange: from its start to the last byte of the answer. start: until when the last of many may start
    (parallel.py). idle: after which a connection is not used again: gunicorn closes after 2, Node.js after 5.
    """

    connect: float = 5.0
    exchange: float = 25.0
    start: float = 10.0
    idle: float = 1.5


PATIENCE = Patience()


class NotReached(Exception):
    """Not a byte of the request has left: the provider has seen nothing of it."""


class NotStarted(NotReached):
    """By our own choice: the right to send ended, or the time for many requests was used up by the first of them."""


class AnswerMissing(Exception):
    """The request left, or a part of it, and no whole answer came back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers`: names in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str]


def exchange(
    *,
    method: str,
    url: str,
    headers: Mapping[str, str],
    json: Any = None,
    patience: Patience = PATIENCE,
    begin_by: float = math.inf,
) -> Answer:
    """One request, one answer of any status. Raises NotReached or AnswerMissing; neither names url or secrets.

    `begin_by` (clock.awake): whose right to send ends then sends nothing later, also when the process stood still.
    """
    prepared = _prepared(method, url, headers, json)
    start = awake()
    about = Course(
        begin_until=min(start + min(patience.connect, patience.exchange), begin_by),
        end_at=start + patience.exchange,
        idle_seconds=patience.idle,
    )
    token = course.set(about)
    try:
        with adapter().send(prepared, stream=True, timeout=patience.exchange) as response:
            body = _body(response)
            return Answer(response.status_code, body, {k.lower(): v for k, v in response.headers.items()})
    except (
        requests.exceptions.RequestException,
        urllib3.exceptions.HTTPError,
        HTTPException,
        OSError,
        ValueError,
    ) as error:
        kind = AnswerMissing if about.begun else NotReached
        raise kind(_cause(error)) from error
    finally:
        course.reset(token)


def _prepared(method: str, url: str, headers: Mapping[str, str], json: Any) -> requests.PreparedRequest:
    try:
        return requests.Request(method, url, headers=_HEADERS | dict(headers), json=json).prepare()
    except (requests.exceptions.RequestException, ValueError) as error:
        raise NotReached(_cause(error)) from error


def _body(response: requests.Response) -> bytes:
    body = bytearray()
    while chunk := response.raw.read1(65536, decode_content=True):
        body += chunk
        if len(body) > _ANSWER_LIMIT:
            raise AnswerMissing("the answer was too long")
    return bytes(body)


def _cause(error: BaseException) -> str:
    """The innermost error's name: `requests` and urllib3 wrap it twice, and their texts name the address."""
    inner: Any = error.args[0] if error.args else None
    reason = getattr(inner, "reason", inner)
    return type(reason if isinstance(reason, BaseException) else error).__name__
