"""The desk: all handsets, the control panel, the table of fates."""

from collections.abc import Mapping

from aiohttp import web
from yarl import URL

from simulator.answers import EXCHANGE, json_answer
from simulator.carriers import carrier_of, e164_of, is_textable, shown
from simulator.clock import japanese
from simulator.control import CHOICES, DELAYS, HIGHEST_RATE, LONGEST_DELAY, LOWEST_RATE, Control
from simulator.fates import FATES
from simulator.handsets import Handset
from simulator.markup import Markup, joined, render
from simulator.pages.frame import page, switch
from simulator.words import Language, carrier_name, day, language_of, word

_HANDSETS_SHOWN = 50
_PREVIEW = 60
_EXAMPLE = "+819012345{ending}"

routes = web.RouteTableDef()


@routes.get("/")
async def index(request: web.Request) -> web.StreamResponse:
    return index_page(request)


@routes.get("/live.json")
async def live(request: web.Request) -> web.StreamResponse:
    """The parts of the page that move."""
    language = language_of(request)
    return json_answer({"shelf": _shelf(request, language), "state": _state(request, language)})


def index_page(
    request: web.Request,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> web.Response:
    """The page; with what was `typed` into the panel and the `errors` (codes) of its fields."""
    language = language_of(request)
    query = request.query.get("q", "")
    body = render(
        "index",
        language,
        **switch(request, str(URL("/").with_query({"q": query} if query else {}))),
        query=query,
        live_address=str(URL("/live.json").with_query({"q": query})),
        shelf=_shelf(request, language),
        state=_state(request, language),
        panel=_panel(request, language, typed or {}, errors or {}),
        fates=_fates(language),
    )
    return page(request, title=word(language, "title"), kind="index", body=body, status=status)


def _shelf(request: web.Request, language: Language) -> Markup:
    ledger = request.app[EXCHANGE].ledger
    totals = ledger.totals
    return render(
        "shelf",
        language,
        accepted=f"{totals.accepted:,}",
        delivered=f"{totals.delivered:,}",
        repeated=f"{totals.repeated_references:,}",
        repeated_class="warn" if totals.repeated_references else "quiet",
        found=_found(request, language),
    )


def _found(request: web.Request, language: Language) -> Markup:
    """The list of handsets, or what to do when it is empty."""
    shelf = request.app[EXCHANGE].ledger.shelf
    query = request.query.get("q", "").strip()
    digits = "".join(filter(str.isdecimal, query))
    # 090... is +8190...; in the middle of a number a zero is a zero.
    searched = f"81{digits[1:]}" if digits.startswith("0") else digits
    handsets = shelf.newest_first(searched, _HANDSETS_SHOWN)
    pieces = []
    if handsets:
        pieces.append(Markup("<ul class='handsets'>"))
        pieces.extend(_row(handset, language) for handset in handsets)
        pieces.append(Markup("</ul>"))
        if not searched and len(shelf) > len(handsets):
            pieces.append(_said(word(language, "more_handsets", shown=len(handsets), all=f"{len(shelf):,}")))
    else:
        pieces.append(_said(word(language, "nothing_found" if query else "no_handsets")))
    if query:
        number = e164_of(digits)
        if number and is_textable(number) and number not in {handset.number for handset in handsets}:
            pieces.append(_link(f"/handsets/{number}", f"{word(language, 'open_handset')} {shown(number)}"))
        pieces.append(_link("/", word(language, "show_all")))
    return joined(pieces)


def _row(handset: Handset, language: Language) -> Markup:
    latest = handset.messages[-1]
    moment = japanese(latest.arrived_at or latest.batch.accepted_at)
    carrier = carrier_of(handset.number)
    count = len(handset.messages)
    return render(
        "shelf_row",
        language,
        number=handset.number,
        shown=shown(handset.number),
        carrier=carrier,
        carrier_name=carrier_name(language, carrier),
        at=moment.isoformat(timespec="seconds"),
        when=f"{day(language, moment)} {moment:%H:%M}",
        sender=latest.batch.sender,
        text=latest.text[:_PREVIEW],
        count=word(language, "one_message" if count == 1 else "messages", n=count),
    )


def _state(request: web.Request, language: Language) -> Markup:
    control = request.app[EXCHANGE].control
    return render(
        "state",
        language,
        chips=joined(
            render("chip", language, kind=kind, text=text) for kind, text in _chips(control, language)
        ),
        outage_next="off" if control.outage else "on",
        outage_class="safe" if control.outage else "danger",
        outage_word=word(language, "end_outage" if control.outage else "start_outage"),
    )


def _chips(control: Control, language: Language) -> list[tuple[str, str]]:
    chips = [
        ("bad", word(language, "state_down")) if control.outage else ("good", word(language, "state_up"))
    ]
    if control.latency:
        chips.append(("warn", word(language, "state_slow", seconds=f"{control.latency:g}")))
    if control.throttle_per_second is not None:
        chips.append(("warn", word(language, "state_throttled", rate=f"{control.throttle_per_second:g}")))
    if control.fault != "none":
        chips.append(("bad", word(language, f"fault_{control.fault}")))
    if control.receipts == "off":
        chips.append(("warn", word(language, "state_silent")))
    if control.receipt_order != "normal":
        chips.append(("warn", word(language, f"state_{control.receipt_order}")))
    if control.look_up is not True:
        chips.append(("warn", word(language, "state_blind" if control.look_up else "state_no_look_up")))
    return chips


def _panel(
    request: web.Request, language: Language, typed: Mapping[str, str], errors: Mapping[str, str]
) -> Markup:
    exchange = request.app[EXCHANGE]
    control = exchange.control
    levers = [*DELAYS, "throttle_per_second"]
    elsewhere = {name: code for name, code in errors.items() if name not in levers and name != "reset"}
    unsure = errors.get("reset")
    return render(
        "panel",
        language,
        levers=joined(_lever(name, control, language, typed, errors.get(name)) for name in levers),
        errors=joined(
            _error(f"{name}-error", f"{name}: {word(language, f'error_{code}')}")
            for name, code in elsewhere.items()
        ),
        choices=joined(_choice(name, control, language) for name in CHOICES),
        reset_open=Markup(" open" if unsure else ""),
        reset_what=word(
            language,
            "reset_what",
            accepted=f"{exchange.ledger.totals.accepted:,}",
            handsets=f"{len(exchange.ledger.shelf):,}",
        ),
        reset_error=_error("reset-error", word(language, unsure)) if unsure else "",
    )


def _lever(
    name: str, control: Control, language: Language, typed: Mapping[str, str], error: str | None
) -> Markup:
    throttle = name == "throttle_per_second"
    value = getattr(control, name)
    pieces = [_said(word(language, "throttle_hint"))] if throttle else []
    if error:
        lowest, highest = (LOWEST_RATE, HIGHEST_RATE) if throttle else (0.0, LONGEST_DELAY)
        text = word(language, f"error_{error}", lowest=f"{lowest:g}", highest=f"{highest:,.0f}")
        pieces.append(_error(f"{name}-error", text))
    return render(
        "lever",
        language,
        name=name,
        label=word(language, name),
        value=typed.get(name, "" if value is None else f"{value:g}"),
        unit=word(language, "per_second" if throttle else "seconds"),
        hint=joined(pieces),
        described=Markup(f' aria-invalid="true" aria-describedby="{name}-error"' if error else ""),
    )


def _choice(name: str, control: Control, language: Language) -> Markup:
    """A lever with a fixed set of values, as a list."""
    options = joined(
        render(
            "option",
            language,
            value=typed,
            selected=Markup(" selected" if value == getattr(control, name) else ""),
            text=word(language, f"{name}_{typed}"),
        )
        for typed, value in CHOICES[name].items()
    )
    return render("choice", language, name=name, label=word(language, name), options=options)


def _fates(language: Language) -> Markup:
    rows = []
    for fate in FATES:
        number = _EXAMPLE.format(ending=fate.ending)
        outcome = fate.en if language == "en" else fate.ja
        rows.append(
            render(
                "fate_row", language, ending=fate.ending, outcome=outcome, number=number, shown=shown(number)
            )
        )
    return joined(rows)


def _said(text: str) -> Markup:
    return render("said", "ja", text=text)


def _link(address: str, text: str) -> Markup:
    return render("link", "ja", address=address, text=text)


def _error(id: str, text: str) -> Markup:
    return render("error", "ja", id=id, text=text)
