"""What changes something beside the provider's API: levers, reset, replies; by JSON and by a page's form."""

import re

from aiohttp import web

from simulator.answers import EXCHANGE, json_answer
from simulator.control import ControlError, typed
from simulator.desk import LONGEST_REPLY, NUMBER, form_of, is_form, json_of, number_in
from simulator.pages.handset import handset_page
from simulator.pages.index import index_page
from simulator.wire import WireError

# People do type emoji; control characters and halves of surrogate pairs come from programs.
_UNTYPABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

routes = web.RouteTableDef()


@routes.post("/control")
async def set_control(request: web.Request) -> web.StreamResponse:
    """Moves any subset of the levers; JSON gets all of them back, 422 names what is wrong."""
    exchange = request.app[EXCHANGE]
    if is_form(request):
        form = await form_of(request)
        try:
            exchange.set_control(typed(form))
        except ControlError as error:
            return index_page(request, typed=form, errors=error.errors, status=422)
        raise web.HTTPSeeOther("/")
    try:
        exchange.set_control(await json_of(request))
    except ControlError as error:
        return json_answer({"status": "error", "code": "invalid", "errors": error.errors}, status=422)
    return json_answer(exchange.control.as_json())


@routes.post("/reset")
async def reset(request: web.Request) -> web.StreamResponse:
    """Forgets everything. A page's form must have its box ticked; a program needs no body."""
    exchange = request.app[EXCHANGE]
    if not is_form(request):
        await exchange.reset()
        return json_answer({"status": "reset"})
    form = await form_of(request)
    if form.get("sure") != "yes":
        return index_page(request, errors={"reset": "reset_unsure"}, status=422)
    await exchange.reset()
    raise web.HTTPSeeOther("/")


@routes.post(f"/handsets/{NUMBER}/reply")
async def reply(request: web.Request) -> web.StreamResponse:
    """Types `text` on the handset, to the latest sender or to the one named `to`: 202 with the reply and its
    state (waiting, kept); 422 for a text that cannot be sent, 409 when there is nobody to reply to."""
    number = number_in(request)
    if is_form(request):
        form = await form_of(request)
        # Browsers send a newline as CR LF.
        text = form.get("text", "").replace("\r\n", "\n")
        error = _error(text)
        if not error and not await request.app[EXCHANGE].reply(number, text, None):
            error = "reply_nobody"
        if error:
            return handset_page(request, typed=text, error=error, status=422)
        raise web.HTTPSeeOther(f"/handsets/{number}")
    return await _reply_by_json(request, number)


async def _reply_by_json(request: web.Request, number: str) -> web.StreamResponse:
    data = await json_of(request)
    text, sender = data.get("text"), data.get("to")
    if not isinstance(text, str) or not (sender is None or isinstance(sender, str)):
        raise WireError(400, "malformed", "text is not a string.")
    error = _error(text)
    if error:
        raise WireError(422, error, f"The text is empty, over {LONGEST_REPLY} characters, or cannot be sent.")
    reply = await request.app[EXCHANGE].reply(number, text, sender)
    if reply is None:
        raise WireError(409, "reply_nobody", "No message to reply to has arrived on this handset.")
    return json_answer({**reply.as_wire(), "state": reply.state}, status=202)


def _error(text: str) -> str | None:
    """The dictionary's key for what is wrong with a reply."""
    if not text.strip():
        return "reply_empty"
    if len(text) > LONGEST_REPLY:
        return "reply_too_long"
    return "reply_untypable" if _UNTYPABLE.search(text) else None
