"""The figures of a store's first page: today's sends, and what somebody should look at."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone

from accounts.models import Membership
from messaging.models import GatewayAccount, Lane, State
from messaging.queries.access_history import messages_to_view
from messaging.queries.heartbeats import silent_lanes
from messaging.queries.periods import day_start, id_not_after
from messaging.queries.state_groups import OTHER_REASONS, REASONS, STATES, StateGroup
from messaging.queries.unclear import unclear_count, unclear_still_asked

# What failed is shown for so many days, today among them; after that the history has it.
ATTENTION_DAYS = 7


@dataclass(frozen=True, slots=True)
class PausedAccount:
    """A gateway account that the operator has paused, and how many of the store's messages wait for it."""

    name: str
    waiting: int


@dataclass(frozen=True, slots=True)
class SilentLane:
    """A lane of which no worker has been heard, and how many of the store's messages wait in it."""

    label: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Today:
    """`groups`: today's messages of each result, by the store's calendar. A message may be in several groups.

    failed: of the last ATTENTION_DAYS, without what staff closed. unclear, line_down: now, whenever it was ordered;
    asked: of so many of the unclear ones the provider is still asked by itself.
    """

    day: date
    attention_since: date
    groups: dict[StateGroup, int]
    failed: int
    unclear: int
    asked: int
    line_down: int
    paused: list[PausedAccount]
    silent: list[SilentLane]


def today_of(membership: Membership, *, asked_for: timedelta) -> Today:
    """Seven queries, however many messages, and two more while some are unclear. Raises PermissionDenied.

    asked_for: how long providers are asked about what is unclear.
    """
    store = membership.store
    day = timezone.now().astimezone(store.zone).date()
    since = day - timedelta(days=ATTENTION_DAYS - 1)
    waiting = _waiting(membership)
    unclear = unclear_count(membership)
    down = REASONS[StateGroup.LINE_DOWN]
    return Today(
        day=day,
        attention_since=since,
        groups=_groups(_by_state(membership, day)),
        failed=_failed(membership, since),
        unclear=unclear,
        asked=unclear_still_asked(membership, asked_for=asked_for) if unclear else 0,
        line_down=sum(count for (_, _, reason), count in waiting.items() if reason in down),
        paused=[
            PausedAccount(name, sum(count for (account, _, _), count in waiting.items() if account == pk))
            for pk, name in _paused(membership)
        ],
        silent=[
            SilentLane(
                str(Lane(lane).label), sum(count for (_, own, _), count in waiting.items() if own == lane)
            )
            for lane in silent_lanes()
        ],
    )


def _by_state(membership: Membership, since: date) -> Counter[str]:
    """Messages ordered since the day began, counted by state."""
    start = day_start(membership.store, since)
    found = messages_to_view(membership).select_related(None)
    found = found.filter(pk__gte=id_not_after(membership.store_id, start), created_at__gte=start)
    return Counter(dict(found.values_list("state").annotate(Count("pk"))))


def _failed(membership: Membership, since: date) -> int:
    """Few by nature, and with an index of their own."""
    found = messages_to_view(membership).filter(ending=State.FAILED)
    found = found.exclude(reason__in=OTHER_REASONS[StateGroup.FAILED])
    return found.filter(created_at__gte=day_start(membership.store, since)).count()


def _groups(by_state: Counter[str]) -> dict[StateGroup, int]:
    return {
        group: sum(by_state[state] for state in states)
        for group, states in STATES.items()
        if group not in REASONS
    }


def _waiting(membership: Membership) -> Counter[tuple[int | None, str, str]]:
    """What waits now, by account, lane and reason."""
    found = messages_to_view(membership).select_related(None).filter(is_open=True, state=State.SCHEDULED)
    counted = found.values_list("account_id", "lane", "reason").annotate(Count("pk"))
    return Counter({(account, lane, reason): count for account, lane, reason, count in counted})


def _paused(membership: Membership) -> list[tuple[int, str]]:
    paused = GatewayAccount.objects.filter(
        grants__store=membership.store_id, status=GatewayAccount.Status.PAUSED
    )
    return list(paused.order_by("name", "pk").values_list("pk", "name"))
