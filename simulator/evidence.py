"""What a test asks afterwards: every acceptance one by one, and how fast they came."""

from collections import defaultdict, deque
from collections.abc import Sequence
from itertools import islice
from typing import Any

from aiohttp import web

from simulator.answers import EXCHANGE, json_answer
from simulator.messages import Message
from simulator.wire import WireError

MOST_ON_A_PAGE = 20_000
_LONGEST_WINDOW = 86_400.0

routes = web.RouteTableDef()


@routes.get("/messages/references.json")
async def references(request: web.Request) -> web.StreamResponse:
    """A line for every acceptance, oldest first, up to 20,000 from `?after=`; `next` is the `after` of what follows."""
    accepted = request.app[EXCHANGE].ledger.accepted
    after = _whole_number(request, "after", 0)
    limit = min(_whole_number(request, "limit", MOST_ON_A_PAGE), MOST_ON_A_PAGE)
    rows = [_row(message) for message in islice(accepted, after, after + limit)]
    reached = after + len(rows)
    return json_answer({"messages": rows, "next": reached if rows and reached < len(accepted) else None})


@routes.get("/messages/rate.json")
async def rate(request: web.Request) -> web.StreamResponse:
    """The most that one account had accepted within `?seconds=` (1), in messages and parts; 429s; look-ups."""
    exchange = request.app[EXCHANGE]
    seconds = _seconds(request)
    by_account: dict[str, list[Message]] = defaultdict(list)
    for message in exchange.ledger.accepted:
        by_account[message.batch.token].append(message)
    windows = [busiest(messages, seconds) for messages in by_account.values()]
    return json_answer(
        {
            "seconds": seconds,
            "busiest": max((messages for messages, _ in windows), default=0),
            "busiest_parts": max((parts for _, parts in windows), default=0),
            "refused": exchange.throttle.refused,
            "looked_up": exchange.looked_up,
        }
    )


def _row(message: Message) -> dict[str, Any]:
    return {
        "reference": message.reference,
        "to": message.to,
        "accepted_at": round(message.batch.accepted_at, 3),
        "on_handset": message.is_on_handset,
    }


def busiest(messages: Sequence[Message], seconds: float) -> tuple[int, int]:
    """The largest numbers of messages and of parts in any window of `seconds`, its end not included."""
    window: deque[Message] = deque()
    parts = most = most_parts = 0
    for message in sorted(messages, key=lambda one: one.batch.accepted_at):
        window.append(message)
        parts += message.parts
        while window[0].batch.accepted_at <= message.batch.accepted_at - seconds:
            parts -= window.popleft().parts
        most, most_parts = max(most, len(window)), max(most_parts, parts)
    return most, most_parts


def _whole_number(request: web.Request, name: str, otherwise: int) -> int:
    typed = request.query.get(name, str(otherwise))
    if not typed.isascii() or not typed.isdecimal() or len(typed) > 12:
        raise WireError(400, "malformed", f"{name} is not a whole number.")
    return int(typed)


def _seconds(request: web.Request) -> float:
    typed = request.query.get("seconds", "1")
    try:
        seconds = float(typed)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= _LONGEST_WINDOW:
        raise WireError(400, "malformed", f"seconds is not a number above 0, up to {_LONGEST_WINDOW:,.0f}.")
    return seconds
