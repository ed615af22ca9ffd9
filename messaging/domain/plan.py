"""Stage 5, plan: the rows, frozen. From here on a message exists, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.domain.record_audit import record_audits
from accounts.models import Actor, ApiToken, Membership, Store
from messaging.domain.compose import Wish, lane_of
from messaging.domain.rendering import Rendering
from messaging.domain.write_messages import Unwritten, write_messages
from messaging.models import Dispatch, GatewayAccount, Lane, MessageText, Reason


class KeyTaken(Exception):
    """This form was sent already, with something else in it. Nothing was sent now."""

    def __init__(self, dispatch: Dispatch) -> None:
        super().__init__(f"dispatch {dispatch.pk}")
        self.dispatch = dispatch


@dataclass(frozen=True, slots=True)
class Prepared:
    """A wish with each person's text and, beside it, the reason why it may not go.

    subject: empty becomes the time. acknowledged: the warnings that the sender accepted, as {code, message}.
    price_table_id: the prices that were shown.
    """

    wish: Wish
    renderings: Sequence[Rendering]
    verdicts: Sequence[Reason | None]
    subject: str = ""
    acknowledged: Sequence[dict[str, str]] = ()
    price_table_id: int | None = None


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
    *, store: Store, actor: Actor | None, prepared: Sequence[Prepared], account: GatewayAccount
) -> list[Planned | KeyTaken]:
    """Write a dispatch for each wish, and its messages: waiting for a worker, or withheld with the reason.

    One answer for each. The same key with the same wish gives the dispatch that is there; with another wish KeyTaken.
    Everybody in one call shares a lane. The same number of statements, however many wishes.
    """
    kept, used = _dispatches(store, actor, prepared)
    outcomes: list[Planned | KeyTaken | None] = []
    fresh: list[tuple[Dispatch, Prepared]] = []
    for one in prepared:
        dispatch = kept[one.wish.key]
        if dispatch.fingerprint != one.wish.fingerprint:
            outcomes.append(KeyTaken(dispatch))
        elif dispatch.pk in used:
            outcomes.append(Planned(dispatch, fresh=False))
        else:
            fresh.append((dispatch, one))
            outcomes.append(None)
            used.add(dispatch.pk)
    unwritten = [Unwritten(dispatch, one.wish, one.renderings, one.verdicts) for dispatch, one in fresh]
    ids = iter(write_messages(store=store, account=account, dispatches=unwritten))
    record_audits(
        actor=actor,
        action="dispatch.planned",
        lines=[(dispatch, _audited(one)) for dispatch, one in fresh],
    )
    planned = (
        Planned(dispatch, fresh=True, message_ids=own) for (dispatch, _), own in zip(fresh, ids, strict=True)
    )
    return [next(planned) if outcome is None else outcome for outcome in outcomes]


def _dispatches(
    store: Store, actor: Actor | None, prepared: Sequence[Prepared]
) -> tuple[dict[UUID, Dispatch], set[int]]:
    """By key, with ours among them; and the ids of those that have messages already."""
    lane = lane_of(sum(len(one.renderings) for one in prepared))
    time = f"{timezone.now().astimezone(store.zone):%Y%m%d%H%M%S}"
    rows = [_dispatch(store, actor, one, lane, time) for one in prepared]
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


def _dispatch(store: Store, actor: Actor | None, prepared: Prepared, lane: Lane, time: str) -> Dispatch:
    wish = prepared.wish
    return Dispatch(
        store=store,
        key=wish.key,
        fingerprint=wish.fingerprint,
        source=wish.source,
        lane=lane,
        purpose=wish.purpose,
        author=actor if isinstance(actor, Membership) else None,
        token=actor if isinstance(actor, ApiToken) else None,
        subject=prepared.subject or wish.subject or time,
        memo=wish.memo,
        body=wish.body,
        reference=wish.reference,
        send_at=wish.send_at,
        expires_at=wish.expires_at,
        template_version_id=wish.template_version_id,
        track_links=wish.track_links,
        unique_links=wish.has_own_links,
        link_parameters=wish.link_parameters,
        acknowledged=list(prepared.acknowledged),
        replaces_id=wish.replaces,
        price_table_id=prepared.price_table_id,
    )


def _audited(prepared: Prepared) -> dict[str, Any]:
    wish = prepared.wish
    withheld = sum(reason is not None for reason in prepared.verdicts)
    details: dict[str, Any] = {
        "messages": len(prepared.renderings),
        "withheld": withheld,
        "purpose": wish.purpose,
    }
    return details | ({"replaces": wish.replaces} if wish.replaces else {})
