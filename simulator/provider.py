"""The provider's API, version 1: what a product's gateway talks to."""

import asyncio
import time
from contextlib import suppress
from dataclasses import replace
from typing import Any

from aiohttp import web

from simulator.answers import ENDING, EXCHANGE, Handler, body_of, error_answer, json_answer
from simulator.control import Fault
from simulator.exchange import Exchange
from simulator.fates import Answer
from simulator.messages import Message, Report
from simulator.wire import (
    Handover,
    Rejected,
    WireError,
    accepted,
    checked_references,
    looked_up,
    parse_batch,
    parse_message,
    parse_references,
    rejected,
)

_LONGEST_TOKEN = 200
_THROTTLED_NUMBERS_WAIT = 5
# A client that never hangs up is let go after this long (seconds).
_LONGEST_HOLD = 900

routes = web.RouteTableDef()


class _Dropped(Exception):
    """The connection is to be cut without an answer."""


@routes.post("/v1/messages")
async def take_message(request: web.Request) -> web.StreamResponse:
    """Hands over one message: 202, or 422 when it is rejected."""
    token = _account(request)
    handover = parse_message(await body_of(request))
    fault = request.app[EXCHANGE].control.fault
    [outcome] = await _hand_over(request, token, handover, fault)
    if isinstance(outcome, Rejected):
        return json_answer(rejected(outcome), status=422)
    # The half of one message's answer is a torn one.
    return await _confirm(request, handover, "garbled" if fault == "half" else fault, accepted(outcome))


@routes.post("/v1/batches")
async def take_batch(request: web.Request) -> web.StreamResponse:
    """Hands over up to 1000 messages: 202 with one result each, in their order."""
    token = _account(request)
    handover = parse_batch(await body_of(request))
    fault = request.app[EXCHANGE].control.fault
    if fault == "half":
        handover = replace(handover, drafts=handover.drafts[: (len(handover.drafts) + 1) // 2])
    outcomes = await _hand_over(request, token, handover, fault)
    results = [
        {**rejected(outcome), "to": outcome.to} if isinstance(outcome, Rejected) else accepted(outcome)
        for outcome in outcomes
    ]
    if fault == "half":
        del results[len(results) // 2 :]
    return await _confirm(request, handover, fault, {"results": results})


@routes.get("/v1/reports")
async def get_reports(request: web.Request) -> web.StreamResponse:
    """What is known of ?reference=a&reference=b."""
    token = _account(request)
    references = checked_references(request.query.getall("reference", []))
    return _reports(request, token, references)


@routes.post("/v1/reports/query")
async def query_reports(request: web.Request) -> web.StreamResponse:
    """The same for up to 1000 references in the body."""
    token = _account(request)
    return _reports(request, token, parse_references(await body_of(request)))


@routes.get("/v1/messages/{reference:.+}")
async def look_up(request: web.Request) -> web.StreamResponse:
    """Whether a reference was accepted: true after the lever look_up_delay, as long as look_up is on.

    Off: 501. Blind: a 404 of another code, which proves nothing.
    """
    token = _account(request)
    exchange = request.app[EXCHANGE]
    control = exchange.control
    exchange.looked_up += 1
    if control.look_up is False:
        raise WireError(501, "look_up_off", "This provider does not look up messages.")
    if control.look_up == "blind":
        raise WireError(404, "nothing_found", "Nothing is found; the message may have been accepted.")
    seen_until = time.time() - control.look_up_delay
    accepted_under = exchange.ledger.under(token, request.match_info["reference"])
    found = [message for message in accepted_under if message.batch.accepted_at <= seen_until]
    if not found:
        raise WireError(404, "unknown_reference", "No message was accepted under this reference.")
    return json_answer(looked_up(found[0]))


@web.middleware
async def outage_and_latency(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The provider's front door: shut during an outage, and slow to answer when told so."""
    if not request.path.startswith("/v1/"):
        return await handler(request)
    exchange = request.app[EXCHANGE]
    answer: web.StreamResponse
    try:
        if exchange.control.outage:
            raise WireError(503, "outage", "The provider is out of order.")
        answer = await handler(request)
    except _Dropped:
        return _hang_up(request)
    except WireError as error:
        answer = error_answer(error)
    # After the work: a client that loses patience does not know that it was done.
    await _wait(request, exchange.control.latency)
    return answer


def _account(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    usable = token.isascii() and token.isprintable() and len(token) <= _LONGEST_TOKEN
    if scheme.lower() != "bearer" or not token or not usable:
        raise WireError(401, "unauthorized", "Authorization: Bearer TOKEN is missing.")
    return token


async def _hand_over(
    request: web.Request, token: str, handover: Handover, fault: Fault
) -> list[Message | Rejected]:
    """Accepts what the lever `fault`, the numbers' fates and the throttle let through."""
    exchange = request.app[EXCHANGE]
    match fault:
        case "hang_before":
            await _hold(request)
            raise _Dropped
        case "drop_before":
            raise _Dropped
        case "error_500":
            raise _broken()
    if Answer.THROTTLED in handover.answers:
        raise _throttled(exchange, handover, _THROTTLED_NUMBERS_WAIT)
    if Answer.DROPPED in handover.answers:
        raise _Dropped
    rate = exchange.control.throttle_per_second
    if rate is not None:
        now = asyncio.get_running_loop().time()
        wait = exchange.throttle.seconds_to_wait(token, len(handover.drafts), rate=rate, now=now)
        if wait:
            raise _throttled(exchange, handover, wait)
    return await exchange.accept(token, handover)


async def _confirm(
    request: web.Request, handover: Handover, fault: Fault, data: dict[str, Any]
) -> web.StreamResponse:
    """The answer to an acceptance, unless it is to be lost or garbled on its way.

    `fault`: the lever as it stood when the request was accepted, whoever moves it meanwhile.
    """
    if fault == "hang_after" or Answer.NEVER in handover.answers:
        await _hold(request)
        raise _Dropped
    if fault == "drop_after":
        raise _Dropped
    if fault == "error_500_after":
        raise _broken()
    answer = json_answer(data, status=202)
    garbled = fault == "garbled" or Answer.GARBLED in handover.answers
    if garbled and isinstance(answer.body, bytes):
        answer.body = answer.body[: len(answer.body) // 2]
    return answer


def _reports(request: web.Request, token: str, references: list[str]) -> web.Response:
    ledger = request.app[EXCHANGE].ledger
    reports: list[dict[str, Any]] = []
    unknown: list[str] = []
    for reference in references:
        messages = ledger.under(token, reference)
        reports.extend(Report(message, final=message.known).as_wire() for message in messages)
        if not messages:
            unknown.append(reference)
    return json_answer({"reports": reports, "unknown": unknown})


def _broken() -> WireError:
    return WireError(500, "broken", "Something went wrong inside the provider.")


def _throttled(exchange: Exchange, handover: Handover, wait: int) -> WireError:
    exchange.throttle.refused += len(handover.drafts)
    return WireError(429, "throttled", "Too many messages a second.", retry_after=wait)


async def _hold(request: web.Request) -> None:
    """Returns when the client has gone, or the process ends, or nobody would wait any longer."""
    loop = asyncio.get_running_loop()
    until = loop.time() + _LONGEST_HOLD
    while loop.time() < until and not _gone(request) and not request.app[ENDING].is_set():
        await _wait(request, 0.1)


def _gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()


def _hang_up(request: web.Request) -> web.Response:
    """Cuts the connection; the response that aiohttp asks for goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _wait(request: web.Request, seconds: float) -> None:
    if seconds > 0:
        with suppress(TimeoutError):
            await asyncio.wait_for(request.app[ENDING].wait(), seconds)
