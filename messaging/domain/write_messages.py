"""The rows of planned messages, by COPY: state, text, short links, codes of recipients' pages."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection

from accounts.models import Store
from accounts.tenancy.statements import rows_of
from messaging.domain.compose import Wish
from messaging.domain.first_contact import AHEAD
from messaging.domain.recipient_codes import NewRecipientCode, write_codes
from messaging.domain.rendering import Rendering
from messaging.models import Dispatch, GatewayAccount, MessageText, Reason, State
from messaging.queries.sending_settings import sending_settings
from messaging.text import Count
from tracking.domain.write_links import LinksOfSend, NewCode, NewTarget, write_links_of_sends

# The order of both tables' columns in COPY.
_STATE_COLUMNS = (
    "id, store_id, dispatch_id, account_id, state, lane, reason, attempts, due_at, created_at, closed_at"
)
_TEXT_COLUMNS = (
    "message_id, store_id, dispatch_id, values_of_id, customer_id, phone, recipient_name, topic, body, length, "
    "parts_docomo, parts_au, parts_softbank, parts_rakuten, merge_values"
)


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A dispatch that is there, and what of it is not yet."""

    dispatch: Dispatch
    wish: Wish
    renderings: Sequence[Rendering]
    verdicts: Sequence[Reason | None]


@dataclass(frozen=True, slots=True)
class _Row:
    """One message. `introduces`: it goes before the rendering's own text."""

    message_id: int
    rendering: Rendering
    reason: Reason | None
    due_at: datetime
    introduces: bool = False


def write_messages(
    *, store: Store, account: GatewayAccount, dispatches: Sequence[Unwritten]
) -> list[tuple[int, ...]]:
    """For each dispatch the ids of its recipients' messages, in order. The same number of statements for any number.

    Call it in the transaction that has made the dispatches, in the store's scope.
    """
    ids, now = _message_ids(sum(_messages(one) for one in dispatches))
    rows = [_rows(one, ids, now) for one in dispatches]
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY messaging_message ({_STATE_COLUMNS}) FROM STDIN") as copied:
            for one, own in zip(dispatches, rows, strict=True):
                for row in own:
                    copied.write_row(_state_row(row, one.dispatch, account.pk, now))
        with cursor.copy(f"COPY messaging_messagetext ({_TEXT_COLUMNS}) FROM STDIN") as copied:
            for one, own in zip(dispatches, rows, strict=True):
                for row in own:
                    values_of = row.rendering.recipient.values_of if one.wish.is_test else None
                    copied.write_row((row.message_id, store.pk, one.dispatch.pk, values_of, *_text_row(row)))
    _write_links(store, dispatches, rows, now)
    _write_codes(store, rows)
    return [tuple(row.message_id for row in own if not row.introduces) for own in rows]


def _messages(one: Unwritten) -> int:
    introductions = sum(
        rendering.introduction is not None and reason is None
        for rendering, reason in zip(one.renderings, one.verdicts, strict=True)
    )
    return len(one.renderings) + introductions


def _message_ids(count: int) -> tuple[Iterator[int], datetime]:
    """So many new ids, and PostgreSQL's time."""
    ((ids, now),) = rows_of(
        "SELECT array(SELECT nextval(pg_get_serial_sequence('messaging_message', 'id')) "
        "FROM generate_series(1, %s)), now()",
        [count],
    )
    return iter(ids), now


def _rows(one: Unwritten, ids: Iterator[int], now: datetime) -> list[_Row]:
    """Whoever is introduced to gets two, unless the text may not go."""
    due_at = max(one.dispatch.send_at or now, now)
    rows = []
    for rendering, reason in zip(one.renderings, one.verdicts, strict=True):
        if rendering.introduction is None or reason is not None:
            rows.append(_Row(next(ids), rendering, reason, due_at))
            continue
        first, second = islice(ids, 2)
        rows.append(_Row(first, rendering, None, due_at, introduces=True))
        rows.append(_Row(second, rendering, None, due_at + AHEAD))
    return rows


def _state_row(row: _Row, dispatch: Dispatch, account_id: int, now: datetime) -> tuple[object, ...]:
    state, closed_at = (State.SCHEDULED, None) if row.reason is None else (State.WITHHELD, now)
    return (
        row.message_id,
        dispatch.store_id,
        dispatch.pk,
        account_id,
        state.value,
        dispatch.lane,
        row.reason.value if row.reason else "",
        0,
        row.due_at,
        now,
        closed_at,
    )


def _text_row(row: _Row) -> tuple[object, ...]:
    rendering, recipient = row.rendering, row.rendering.recipient
    text, count, topic, values = rendering.text, rendering.count, recipient.topic, rendering.values
    if row.introduces and rendering.introduction is not None:
        text, count, topic = (
            rendering.introduction.text,
            rendering.introduction.count,
            MessageText.INTRODUCTION,
        )
    return (
        recipient.customer_id,
        recipient.phone,
        recipient.name,
        topic,
        text,
        *_figures(count, row.reason),
        json.dumps(dict(values), ensure_ascii=False) if values else None,
    )


def _figures(count: Count, reason: Reason | None) -> tuple[int, int, int, int, int]:
    """Length and parts; 0 parts of a text that is too long to have any, and so is withheld."""
    parts = count.parts
    if parts is not None:
        return count.characters, parts.docomo, parts.au, parts.softbank, parts.rakuten
    if reason is None:
        raise ValueError("a text over 660 characters cannot be planned")
    return count.characters, 0, 0, 0, 0


def _write_links(
    store: Store, dispatches: Sequence[Unwritten], rows: Sequence[Sequence[_Row]], now: datetime
) -> None:
    """Of what may go; what is withheld never will."""
    sends = [
        (one, [row for row in own if row.reason is None and not row.introduces and row.rendering.links])
        for one, own in zip(dispatches, rows, strict=True)
    ]
    if not any(going for _, going in sends):
        return
    lasts = timedelta(days=sending_settings().link_days)
    write_links_of_sends(
        store_id=store.pk,
        sends=[_links_of(one, going, max(one.dispatch.send_at or now, now) + lasts) for one, going in sends],
    )


def _links_of(one: Unwritten, rows: Sequence[_Row], expires_at: datetime) -> LinksOfSend:
    # A target may be one person's own (shorten_links.py) in a send whose links are shared.
    places: dict[tuple[str, int], int] = {}
    own: set[int] = set()
    codes: dict[str, NewCode] = {}
    for row in rows:
        for link in row.rendering.links:
            place = places.setdefault((link.target, link.position), len(places))
            own |= {place} if link.is_own else set()
            codes.setdefault(link.code, NewCode(link.code, place, row.message_id if link.is_own else None))
    targets = [
        NewTarget(url, position, place in own, expires_at) for (url, position), place in places.items()
    ]
    return LinksOfSend(one.dispatch.pk, targets, list(codes.values()))


def _write_codes(store: Store, rows: Sequence[Sequence[_Row]]) -> None:
    codes = [
        NewRecipientCode(code, kind, row.message_id)
        for own in rows
        for row in own
        if row.rendering.codes and row.reason is None and not row.introduces
        for kind, code in row.rendering.codes.items()
    ]
    if codes:
        write_codes(store_id=store.pk, codes=codes)
