"""A message as programs read it."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from accounts.models import Actor, Permission
from messaging.domain.compose import Wish
from messaging.domain.problems import Level, Problem, of_level
from messaging.domain.rendering import Rendering
from messaging.domain.send import Preview
from messaging.models import Message, State
from messaging.pricing import PriceRange
from messaging.queries.message_prices import parts_of, price_lists_with, price_of
from messaging.queries.prices import plain_amount
from messaging.text import CarrierParts
from tracking.queries.figures import LinkFigures, links_of_recipients

Json = dict[str, Any]

# Every name of an answer, in its order, with what stands there before anything has happened.
_NOT_YET: Json = dict.fromkeys(
    (
        *(
            "id",
            "status",
            "reason",
            "to",
            "customer",
            "body",
            "subject",
            "memo",
            "purpose",
            "send_at",
            "expires_at",
        ),
        *(
            "parts",
            "price",
            "warnings",
            "created_at",
            "accepted_at",
            "delivered_at",
            "carrier",
            "provider_id",
        ),
        "reference",
    )
) | {"links": []}


class Answers:
    """For one request and its messages: times in the store's zone, people as far as the actor may see them.

    Prices and links of all the messages are read at once: three queries at most. A message needs text, dispatch,
    account and hand_overs at hand.
    """

    def __init__(self, actor: Actor, messages: Sequence[Message] = ()) -> None:
        self._zone = actor.store.zone
        self._sees_customers = actor.may(Permission.CUSTOMERS_VIEW)
        tables = {message.dispatch.price_table_id for message in messages} - {None}
        self._prices = price_lists_with(tables)
        tracked = {m.pk: m.dispatch_id for m in messages if m.dispatch.track_links}
        self._links = links_of_recipients(tracked)

    def of_message(self, message: Message) -> Json:
        """One of those that were named at the start."""
        text, dispatch = message.text, message.dispatch
        attempts = sorted(message.hand_overs.all(), key=lambda attempt: attempt.number)
        parts = parts_of(text)
        return _NOT_YET | {
            "id": message.pk,
            "status": message.state,
            "reason": message.reason or None,
            "to": text.phone,
            "customer": text.customer_id if self._sees_customers else None,
            "body": text.body,
            "subject": dispatch.subject,
            "memo": dispatch.memo,
            "purpose": dispatch.purpose,
            "send_at": self._moment(dispatch.send_at),
            "expires_at": self._moment(dispatch.expires_at),
            "parts": _parts(parts),
            "price": _price(price_of(parts, self._prices.get(dispatch.price_table_id or 0))),
            "warnings": list(dispatch.acknowledged),
            "created_at": self._moment(message.created_at),
            "accepted_at": self._moment(message.accepted_at),
            "delivered_at": self._moment(message.arrived_at),
            "carrier": _last([attempt.carrier for attempt in attempts]),
            "provider_id": _last([attempt.provider_id for attempt in attempts]),
            "reference": dispatch.reference,
            "links": [self._link(link, text.body) for link in self._links.get(message.pk, ())],
        }

    def of_preview(self, wish: Wish, ahead: Preview) -> Json:
        """The same, of what would be made, and `hints`. The wish has no errors, and one recipient."""
        [rendering], [reason] = ahead.renderings, ahead.verdicts
        parts = rendering.count.parts
        if parts is None:
            raise ValueError("a text over 660 characters has an error")
        return _NOT_YET | {
            "status": (State.WITHHELD if reason else State.SCHEDULED).value,
            "reason": reason.value if reason else None,
            "to": rendering.recipient.phone,
            "customer": rendering.recipient.customer_id if self._sees_customers else None,
            "body": rendering.text,
            "subject": ahead.subject,
            "memo": wish.memo,
            "purpose": wish.purpose.value,
            "send_at": self._moment(wish.send_at),
            "expires_at": self._moment(wish.expires_at),
            "parts": _parts(parts),
            "price": _price(price_of(parts, ahead.price_list)),
            "warnings": _said(of_level(ahead.problems, Level.WARNING)),
            "reference": wish.reference,
            "links": _links_ahead(rendering) if reason is None else [],
            "hints": _said(of_level(ahead.problems, Level.HINT)),
        }

    def _link(self, link: LinkFigures, body: str) -> Json:
        """Its address as it stands in the text: the store's domain may be another by now."""
        written = re.search(rf"https?://\S+?/s/{re.escape(link.code)}", body)
        return {
            "code": link.code,
            "url": written.group() if written else "",
            "target": link.url,
            "hits": link.hits,
            "people": link.people,
            "first_click_at": self._moment(link.first_tap_at),
            "last_click_at": self._moment(link.last_tap_at),
        }

    def _moment(self, moment: datetime | None) -> str | None:
        return moment.astimezone(self._zone).isoformat(timespec="milliseconds") if moment else None


def _links_ahead(rendering: Rendering) -> list[Json]:
    """What stands in the text twice is one link."""
    found = {link.code: link for link in reversed(rendering.links)}
    return [
        {
            "code": link.code,
            "url": rendering.text[link.start : link.end],
            "target": link.target,
            "hits": 0,
            "people": 0,
            "first_click_at": None,
            "last_click_at": None,
        }
        for link in sorted(found.values(), key=lambda link: link.position)
    ]


def _said(problems: Iterable[Problem]) -> list[Json]:
    return [{"code": problem.code, "message": problem.message} for problem in problems]


def _last(words: list[str]) -> str | None:
    """What the newest attempt says that says anything."""
    return next((word for word in reversed(words) if word), None)


def _parts(parts: CarrierParts) -> Json:
    return {
        "docomo": parts.docomo,
        "au": parts.au,
        "softbank": parts.softbank,
        "rakuten": parts.rakuten,
    }


def _price(price: PriceRange | None) -> Json | None:
    if price is None:
        return None
    return {
        "currency": price.currency,
        "low": plain_amount(price.low),
        "high": plain_amount(price.high),
        "charged": None,
    }
