"""How long a store keeps what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from customers.models import RetentionPeriod
from customers.registries.personal_data import RetentionKind, retention_kinds

Periods = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Due:
    """`days`: the period asked about, None for ever. `going`: how many rows are older than that."""

    kind: RetentionKind
    days: int | None
    going: int


def periods_of_store() -> dict[str, int | None]:
    """Days by kind, of the store in scope: its own choice, or the kind's default. A choice below what a kind allows by
    now counts as the least."""
    chosen = dict(RetentionPeriod.objects.values_list("kind", "days"))
    return {kind.slug: _allowed(kind, chosen.get(kind.slug, kind.default_days)) for kind in retention_kinds()}


def due_rows(periods: Periods, *, now: datetime) -> list[Due]:
    """How many of each kind would go now with these periods; nothing is changed. One count a kind."""
    found = []
    for kind in retention_kinds():
        days = periods[kind.slug]
        going = 0 if days is None else kind.count(now - timedelta(days=days))
        found.append(Due(kind, days, going))
    return found


def shortened(old: Periods, new: Periods) -> list[str]:
    """The kinds of which more would go than before."""
    return [
        slug
        for slug, days in new.items()
        if days is not None and ((kept := old.get(slug)) is None or days < kept)
    ]


def _allowed(kind: RetentionKind, days: int | None) -> int | None:
    return None if days is None else max(days, kind.least_days)
