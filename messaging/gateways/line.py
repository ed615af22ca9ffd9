"""The one way out to providers: pooled connections, explicit time-outs, and what a broken line means.

Nothing here repeats a request. What matters to the caller is one distinction: did the request surely not
arrive (NotReached), or may it have arrived (AnswerMissing)?
"""

import threading
import time
from dataclasses import dataclass
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter

CONNECT_SECONDS = 5.0
# Until the first byte, and between two.
ANSWER_SECONDS = 15.0
# All of the answer's body: a provider that drips must not outlast the lease of a request.
WHOLE_ANSWER_SECONDS = 25.0
_ANSWER_LIMIT = 10_000_000


class NotReached(Exception):
    """No connection came about: the provider has seen nothing of the request."""


class AnswerMissing(Exception):
    """The request left, and no whole answer came back."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]


_sessions = threading.local()


def _session() -> requests.Session:
    session: requests.Session | None = getattr(_sessions, "session", None)
    if session is None:
        session = requests.Session()
        # A pooled connection may have been closed by the other side: urllib3 would send again by itself.
        adapter = HTTPAdapter(pool_connections=8, pool_maxsize=32, max_retries=0)
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        session.trust_env = False
        _sessions.session = session
    return session


def exchange(
    *,
    method: str,
    url: str,
    headers: dict[str, str],
    json: Any = None,
    answer_seconds: float = ANSWER_SECONDS,
) -> Answer:
    """One request, one answer of any status. Raises NotReached or AnswerMissing; neither names url or secrets."""
    try:
        with _session().request(
            method,
            url,
            headers=headers,
            json=json,
            timeout=(CONNECT_SECONDS, answer_seconds),
            allow_redirects=False,
            stream=True,
        ) as response:
            body = _body(response)
            return Answer(response.status_code, body, {k.lower(): v for k, v in response.headers.items()})
    except requests.exceptions.ConnectTimeout as error:
        raise NotReached("connection timed out") from error
    except requests.exceptions.ConnectionError as error:
        raise _broken(error) from error
    except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        raise AnswerMissing(type(error).__name__) from error


def _body(response: requests.Response) -> bytes:
    until = time.monotonic() + WHOLE_ANSWER_SECONDS
    body = bytearray()
    while chunk := response.raw.read1(65536, decode_content=True):
        body += chunk
        if len(body) > _ANSWER_LIMIT:
            raise AnswerMissing("the answer was too long")
        if time.monotonic() > until:
            raise AnswerMissing("the answer took too long")
    return bytes(body)


def _broken(error: requests.exceptions.ConnectionError) -> Exception:
    """A refused or unresolved connection sent nothing; one that broke later may have."""
    cause: Any = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    if type(reason).__name__ in {"NewConnectionError", "NameResolutionError", "ConnectTimeoutError"}:
        return NotReached(type(reason).__name__)
    return AnswerMissing(type(reason).__name__)
