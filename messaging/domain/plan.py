"""Stage 4, plan: the rows, frozen. From here on a message exists, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from accounts.domain.record_audit import record_audit
from accounts.models import Membership, Store
from accounts.tenancy.statements import rows_of
from messaging.domain.compose import Wish
from messaging.domain.render import Rendering
from messaging.models import Dispatch, GatewayAccount, MessageText, Reason, State

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
class Planned:
    """`fresh` is False when this very wish had been planned before: the same form, sent again."""

    dispatch: Dispatch
    fresh: bool


@transaction.atomic
def plan(
    *,
    store: Store,
    author: Membership | None,
    wish: Wish,
    renderings: Sequence[Rendering],
    verdicts: Sequence[Reason | None],
    account: GatewayAccount,
) -> Planned:
    """Write one dispatch and its messages: waiting for a worker, or withheld with the reason.

    The same key with the same wish gives the dispatch that is there; with another wish raises KeyTaken.
    """
    dispatch = Dispatch(
        store=store,
        key=wish.key,
        fingerprint=wish.fingerprint,
        source=wish.source,
        lane=wish.lane,
        purpose=wish.purpose,
        author=author,
        subject=wish.subject or f"{timezone.now().astimezone(store.zone):%Y%m%d%H%M%S}",
        memo=wish.memo,
        body=wish.body,
    )
    # A second submit of the same form waits here for the first one's commit, and then finds its row.
    Dispatch.objects.bulk_create([dispatch], ignore_conflicts=True)
    kept = Dispatch.objects.get(key=wish.key)
    if kept.fingerprint != wish.fingerprint:
        raise KeyTaken(kept)
    if MessageText.objects.filter(dispatch=kept).exists():
        return Planned(kept, fresh=False)
    _write_messages(kept, renderings, verdicts, account)
    withheld = sum(reason is not None for reason in verdicts)
    record_audit(
        actor=author,
        action="dispatch.planned",
        target=kept,
        details={"messages": len(renderings), "withheld": withheld, "purpose": wish.purpose},
    )
    return Planned(kept, fresh=True)


def _write_messages(
    dispatch: Dispatch,
    renderings: Sequence[Rendering],
    verdicts: Sequence[Reason | None],
    account: GatewayAccount,
) -> None:
    ids, now = _message_ids(len(renderings))
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY messaging_message ({_STATE_COLUMNS}) FROM STDIN") as rows:
            for message_id, reason in zip(ids, verdicts, strict=True):
                state, closed_at = (State.SCHEDULED, None) if reason is None else (State.WITHHELD, now)
                rows.write_row(
                    (
                        message_id,
                        dispatch.store_id,
                        dispatch.pk,
                        account.pk,
                        state.value,
                        dispatch.lane,
                        reason.value if reason else "",
                        0,
                        now,
                        now,
                        closed_at,
                    )
                )
        with cursor.copy(f"COPY messaging_messagetext ({_TEXT_COLUMNS}) FROM STDIN") as rows:
            for message_id, rendering in zip(ids, renderings, strict=True):
                rows.write_row((message_id, dispatch.store_id, dispatch.pk, *_text_row(rendering)))


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


def _message_ids(count: int) -> tuple[list[int], datetime]:
    rows = rows_of(
        "SELECT nextval(pg_get_serial_sequence('messaging_message', 'id')), now() FROM generate_series(1, %s)",
        [count],
    )
    return [row[0] for row in rows], rows[0][1]
