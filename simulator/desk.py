"""What testers and tools use beside the provider's API: handsets as JSON, the levers, totals, health."""

from typing import Any

from aiohttp import web

from simulator.answers import EXCHANGE, body_of, json_answer
from simulator.carriers import e164_of
from simulator.wire import WireError, parse_json_object

NUMBER = r"{number:\+?[0-9]{6,16}}"
LONGEST_REPLY = 660

routes = web.RouteTableDef()


@routes.get("/healthz")
async def health(request: web.Request) -> web.StreamResponse:
    return json_answer({"status": "ok"})


@routes.get("/messages/count.json")
async def totals(request: web.Request) -> web.StreamResponse:
    """accepted, delivered (on handsets), references, repeated_references (accepted more than once).

    With `?to=`: accepted and delivered of the numbers that begin so.
    """
    ledger = request.app[EXCHANGE].ledger
    beginning = request.query.get("to")
    if beginning is None:
        return json_answer(ledger.totals.as_json())
    messages = [message for message in ledger.accepted if message.to.startswith(beginning)]
    return json_answer({"accepted": len(messages), "delivered": sum(one.is_on_handset for one in messages)})


@routes.get(f"/handsets/{NUMBER}.json")
async def inbox(request: web.Request) -> web.StreamResponse:
    """What arrived on the handset, in order of arrival; an unknown number has an empty list."""
    return json_answer(request.app[EXCHANGE].ledger.shelf[number_in(request)].messages_as_json())


@routes.get(f"/handsets/{NUMBER}/replies.json")
async def replies(request: web.Request) -> web.StreamResponse:
    """What was typed on the handset."""
    return json_answer(request.app[EXCHANGE].ledger.shelf[number_in(request)].replies_as_json())


@routes.get("/control")
async def show_control(request: web.Request) -> web.StreamResponse:
    return json_answer(request.app[EXCHANGE].control.as_json())


def number_in(request: web.Request) -> str:
    """The handset's number in the address, E.164; 404 when it can be none."""
    number = e164_of(request.match_info["number"])
    if number is None:
        raise WireError(404, "no_such_number", "This is no E.164 number.")
    return number


def is_form(request: web.Request) -> bool:
    """Whether a browser's form was sent; everything else has to be JSON."""
    return request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data")


async def form_of(request: web.Request) -> dict[str, str]:
    """The form's fields; files and broken forms are 400."""
    try:
        form = await request.post()
    except ValueError as error:
        raise WireError(400, "unreadable", "The form cannot be read.") from error
    if not all(isinstance(value, str) for value in form.values()):
        raise WireError(400, "malformed", "A form with files is not expected here.")
    return {name: str(value) for name, value in form.items()}


async def json_of(request: web.Request) -> dict[str, Any]:
    return parse_json_object(await body_of(request))
