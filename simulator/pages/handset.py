"""One handset: a phone with its messages, and a box to answer."""

from collections.abc import Iterator
from itertools import islice

from aiohttp import web

from simulator.answers import EXCHANGE, json_answer
from simulator.carriers import carrier_of, shown
from simulator.clock import japanese
from simulator.desk import LONGEST_REPLY, NUMBER, number_in
from simulator.fates import fate_of
from simulator.handsets import Handset
from simulator.markup import Markup, joined, render, with_links
from simulator.messages import Message, Reply
from simulator.pages.frame import page, switch
from simulator.words import Language, carrier_name, day, language_of, word

_BUBBLES_SHOWN = 200

routes = web.RouteTableDef()


@routes.get(f"/handsets/{NUMBER}")
async def handset(request: web.Request) -> web.StreamResponse:
    return handset_page(request)


@routes.get(f"/handsets/{NUMBER}/live.json")
async def live(request: web.Request) -> web.StreamResponse:
    """The parts of the page that move."""
    language = language_of(request)
    phone = request.app[EXCHANGE].ledger.shelf[number_in(request)]
    return json_answer({"bubbles": _bubbles(phone, language), "target": _target(phone, language)})


def handset_page(
    request: web.Request, *, typed: str = "", error: str | None = None, status: int = 200
) -> web.Response:
    """The page; with the reply that was `typed` and the dictionary's key of its `error`."""
    language = language_of(request)
    number = number_in(request)
    phone = request.app[EXCHANGE].ledger.shelf[number]
    carrier = carrier_of(number)
    fate = fate_of(number)
    outcome = fate.en if language == "en" else fate.ja
    body = render(
        "handset",
        language,
        **switch(request, f"/handsets/{number}"),
        live_address=f"/handsets/{number}/live.json",
        number=number,
        shown=shown(number),
        label=word(language, "messages_of", number=shown(number)),
        carrier=carrier,
        carrier_name=carrier_name(language, carrier),
        fate=outcome,
        notice=render("notice", language, text=f"…{fate.ending}: {outcome}") if fate.ending else "",
        bubbles=_bubbles(phone, language),
        target=_target(phone, language),
        longest=LONGEST_REPLY,
        typed=typed,
        error=render("error", language, id="reply-error", text=word(language, error)) if error else "",
        described=Markup(' aria-invalid="true" aria-describedby="reply-error"' if error else ""),
    )
    return page(request, title=shown(number), kind="handset", body=body, status=status)


def _bubbles(phone: Handset, language: Language) -> Markup:
    """The newest messages and replies, oldest first, under their days and senders."""
    if not phone.messages:
        return render("said", language, text=word(language, "empty_handset"))
    entries = list(islice(_newest_first(phone), _BUBBLES_SHOWN))
    older = len(phone.messages) + len(phone.replies) - len(entries)
    pieces = [render("said", language, text=word(language, "older", n=f"{older:,}"))] if older else []
    last_day = last_sender = ""
    for entry in reversed(entries):
        today = day(language, japanese(_moment(entry)))
        if today != last_day:
            pieces.append(render("day", language, day=today))
            last_day, last_sender = today, ""
        if isinstance(entry, Message) and entry.batch.sender != last_sender:
            last_sender = entry.batch.sender
            pieces.append(render("sender", language, sender=last_sender))
        pieces.append(_bubble(entry, language))
    return joined(pieces)


def _newest_first(phone: Handset) -> Iterator[Message | Reply]:
    """Messages and replies in one row; each of the two lists is in order already."""
    messages, replies = len(phone.messages), len(phone.replies)
    while messages or replies:
        if replies and (
            not messages or phone.replies[replies - 1].at >= _moment(phone.messages[messages - 1])
        ):
            replies -= 1
            yield phone.replies[replies]
        else:
            messages -= 1
            yield phone.messages[messages]


def _moment(entry: Message | Reply) -> float:
    return entry.at if isinstance(entry, Reply) else entry.arrived_at or entry.batch.accepted_at


def _bubble(entry: Message | Reply, language: Language) -> Markup:
    moment = japanese(_moment(entry))
    typed = isinstance(entry, Reply)
    return render(
        "bubble",
        language,
        side="mine" if typed else "theirs",
        text=with_links(entry.text),
        at=moment.isoformat(timespec="seconds"),
        when=f"{moment:%H:%M}",
        state=f" · {word(language, f'reply_{entry.state}')}" if isinstance(entry, Reply) else "",
    )


def _target(phone: Handset, language: Language) -> Markup:
    """Where a reply goes, or that it goes nowhere."""
    latest = phone.latest_from(None)
    if latest is None:
        return render("target", language, kind="off", text=word(language, "nobody_to_reply_to"))
    sender = latest.batch.sender
    if latest.batch.replies_url is None:
        return render("target", language, kind="off", text=word(language, "cannot_reply", sender=sender))
    return render("target", language, kind="on", text=word(language, "replies_to", sender=sender))
