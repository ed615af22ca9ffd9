"""The web application: all routes on one exchange."""

import asyncio
from pathlib import Path

from aiohttp import web

from simulator import actions, desk, evidence, provider
from simulator.answers import ENDING, EXCHANGE, LARGEST_REQUEST, Handler, errors_as_json
from simulator.exchange import Exchange
from simulator.pages import handset, index
from simulator.pages.frame import SECURITY_HEADERS
from simulator.wire import WireError

_STATIC = Path(__file__).parent / "static"


def application(exchange: Exchange, ending: asyncio.Event) -> web.Application:
    """The provider's API, the desk and the pages; `ending` lets held connections go."""
    app = web.Application(
        client_max_size=LARGEST_REQUEST,
        middlewares=[errors_as_json, _own_pages_only, provider.outage_and_latency],
    )
    app[EXCHANGE] = exchange
    app[ENDING] = ending
    for module in (provider, desk, evidence, actions, index, handset):
        app.add_routes(module.routes)
    app.router.add_static("/static/", _STATIC)
    app.on_response_prepare.append(_add_security_headers)
    return app


@web.middleware
async def _own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page of another site, open in the same browser, must not move the levers."""
    foreign = request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
    if foreign and request.method == "POST":
        raise WireError(403, "foreign_page", "This request comes from another site's page.")
    return await handler(request)


async def _add_security_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(SECURITY_HEADERS)
