"""Stage 4, plan: the rows, frozen. From here on a message exists, once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accounts.domain.record_audit import record_audits
from accounts.models import Actor, ApiToken, Membership, Store
from accounts.tenancy.statements import rows_of
from messaging.domain.compose import Wish, lane_of
from messaging.domain.render import Rendering
from messaging.models import Dispatch, GatewayAccount, Lane, MessageText, Reason, State

# The order of both tables' columns in COPY.
_STATE_COLUMNS = (
    "id, store_id, dispatch_id, account_id, state, lane, reason, attempts, due_at, created_at, closed_at"
)
_TEXT_COLUMNS = (
    "message_id, store_id, dispatch_id, customer_id, phone, recipient_name, topic, body, length, "
    "parts_docomo, parts_au, parts_softbank, parts_rakuten"
)


class KeyTaken(Exception):
    """This form was sent already, with something else in it. Nothing was sent now."""

    def __init__(self, dispatch: Dispatch) -> None:
        super().__init__(f"dispatch {dispatch.pk}")
        self.dispatch = dispatch


@dataclass(frozen=True, slots=True)
class Draft:
    """A wish with each person's text and, beside it, the reason why it may not go."""

    wish: Wish
    renderings: Sequence[Rendering]
    verdicts: Sequence[Reason | None]


@dataclass(frozen=True, slots=True)
class Planned:
    """`fresh` is False when this very wish had been planned before: the same form, sent again.

    `message_ids` in the order of the recipients; empty for what is not fresh.
    """

    dispatch: Dispatch
    fresh: bool
    message_ids: tuple[int, ...] = ()


@transaction.atomic
def plan(
    *, store: Store, actor: Actor | None, drafts: Sequence[Draft], account: GatewayAccount
) -> list[Planned | KeyTaken]:
    """Write a dispatch for each draft, and its messages: waiting for a worker, or withheld with the reason.

    One answer for each draft. The same key with the same wish gives the dispatch that is there; with another wish
    KeyTaken. Everybody in one call shares a lane. The same number of statements, however many drafts.
    """
    kept, used = _dispatches(store, actor, drafts)
    outcomes: list[Planned | KeyTaken] = []
    fresh: list[tuple[Dispatch, Draft, tuple[int, ...]]] = []
    ids, now = _message_ids(sum(len(draft.renderings) for draft in drafts))
    for draft in drafts:
        dispatch = kept[draft.wish.key]
        if dispatch.fingerprint != draft.wish.fingerprint:
            outcomes.append(KeyTaken(dispatch))
        elif dispatch.pk in used:
            outcomes.append(Planned(dispatch, fresh=False))
        else:
            own = tuple(islice(ids, len(draft.renderings)))
            fresh.append((dispatch, draft, own))
            outcomes.append(Planned(dispatch, fresh=True, message_ids=own))
            used.add(dispatch.pk)
    _write_messages(fresh, account, now)
    record_audits(
        actor=actor,
        action="dispatch.planned",
        lines=[(dispatch, _audited(draft)) for dispatch, draft, _ in fresh],
    )
    return outcomes


def _dispatches(
    store: Store, actor: Actor | None, drafts: Sequence[Draft]
) -> tuple[dict[UUID, Dispatch], set[int]]:
    """By key, with ours among them; and the ids of those that have messages already."""
    lane = lane_of(sum(len(draft.renderings) for draft in drafts))
    subject = f"{timezone.now().astimezone(store.zone):%Y%m%d%H%M%S}"
    rows = [_dispatch(store, actor, draft.wish, lane, subject) for draft in drafts]
    # A second submit of the same form waits here for the first one's commit, and then finds its row.
    Dispatch.objects.bulk_create(rows, ignore_conflicts=True)
    kept: dict[UUID, Dispatch] = {
        dispatch.key: dispatch
        for dispatch in Dispatch.objects.filter(key__in=[row.key for row in rows]).select_related(
            "author__user", "token"
        )
    }
    written = MessageText.objects.filter(dispatch__in=kept.values()).values_list("dispatch_id", flat=True)
    return kept, set(written.distinct())


def _dispatch(store: Store, actor: Actor | None, wish: Wish, lane: Lane, subject: str) -> Dispatch:
    return Dispatch(
        store=store,
        key=wish.key,
        fingerprint=wish.fingerprint,
        source=wish.source,
        lane=lane,
        purpose=wish.purpose,
        author=actor if isinstance(actor, Membership) else None,
        token=actor if isinstance(actor, ApiToken) else None,
        subject=wish.subject or subject,
        memo=wish.memo,
        body=wish.body,
        reference=wish.reference,
        send_at=wish.send_at,
        expires_at=wish.expires_at,
    )


def _audited(draft: Draft) -> dict[str, object]:
    withheld = sum(reason is not None for reason in draft.verdicts)
    return {"messages": len(draft.renderings), "withheld": withheld, "purpose": draft.wish.purpose}


def _write_messages(
    planned: Sequence[tuple[Dispatch, Draft, tuple[int, ...]]], account: GatewayAccount, now: datetime
) -> None:
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY messaging_message ({_STATE_COLUMNS}) FROM STDIN") as rows:
            for dispatch, draft, ids in planned:
                for message_id, reason in zip(ids, draft.verdicts, strict=True):
                    rows.write_row(_state_row(message_id, dispatch, account, reason, now))
        with cursor.copy(f"COPY messaging_messagetext ({_TEXT_COLUMNS}) FROM STDIN") as rows:
            for dispatch, draft, ids in planned:
                for message_id, rendering in zip(ids, draft.renderings, strict=True):
                    rows.write_row((message_id, dispatch.store_id, dispatch.pk, *_text_row(rendering)))


def _state_row(
    message_id: int, dispatch: Dispatch, account: GatewayAccount, reason: Reason | None, now: datetime
) -> tuple[object, ...]:
    state, closed_at = (State.SCHEDULED, None) if reason is None else (State.WITHHELD, now)
    return (
        message_id,
        dispatch.store_id,
        dispatch.pk,
        account.pk,
        state.value,
        dispatch.lane,
        reason.value if reason else "",
        0,
        max(dispatch.send_at or now, now),
        now,
        closed_at,
    )


def _text_row(rendering: Rendering) -> tuple[object, ...]:
    recipient, parts = rendering.recipient, rendering.count.parts
    if parts is None:
        raise ValueError("a text over 660 characters cannot be planned")
    return (
        recipient.customer_id,
        recipient.phone,
        recipient.name,
        recipient.topic,
        rendering.text,
        rendering.count.characters,
        parts.docomo,
        parts.au,
        parts.softbank,
        parts.rakuten,
    )


def _message_ids(count: int) -> tuple[Iterator[int], datetime]:
    """So many new ids, and PostgreSQL's time."""
    ((ids, now),) = rows_of(
        "SELECT array(SELECT nextval(pg_get_serial_sequence('messaging_message', 'id')) "
        "FROM generate_series(1, %s)), now()",
        [count],
    )
    return iter(ids), now
