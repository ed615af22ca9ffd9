"""What the HTTP routes share: the process's parts, JSON answers, errors that programs can read."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from simulator.exchange import Exchange
from simulator.journal import NotWritten
from simulator.wire import WireError

# 1000 messages of 660 characters, each written as \uXXXX.
LARGEST_REQUEST = 8 * 1024 * 1024

EXCHANGE = web.AppKey("exchange", Exchange)
# Set when the process is asked to end: whoever holds a connection lets go.
ENDING = web.AppKey("ending", asyncio.Event)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def json_answer(data: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """`data` as ASCII JSON: a half surrogate pair that came in can go out again."""
    body = json.dumps(data, separators=(",", ":")).encode()
    return web.Response(body=body, status=status, content_type="application/json", headers=headers)


def error_answer(error: WireError) -> web.Response:
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else None
    return json_answer(error.as_wire(), status=error.status, headers=headers)


async def body_of(request: web.Request) -> bytes:
    """The request's body; WireError 413 over 8 MiB, 400 when it does not arrive whole."""
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        raise WireError(413, "too_large", f"The body has more than {LARGEST_REQUEST} bytes.") from error
    except (web.RequestPayloadError, ConnectionError) as error:
        raise WireError(400, "unreadable", "The body did not arrive whole.") from error


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every refusal is JSON, also those of the router, and the disk's troubles are a 503."""
    try:
        return await handler(request)
    except WireError as error:
        return error_answer(error)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        allowed = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else None
        code = error.reason.lower().replace(" ", "_")
        return json_answer(
            {"status": "error", "code": code, "reason": error.reason}, status=error.status, headers=allowed
        )
    except NotWritten as error:
        return error_answer(WireError(503, "storage", f"The simulator cannot write its journal: {error}."))
