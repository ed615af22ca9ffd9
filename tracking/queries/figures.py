"""What came of links, as their tallies say: by the message that holds them, and by the address they lead to.

The tallies follow the hits within seconds (domain/apply_hits.py). People are counted, not their taps: once a recipient
and link. Of a code that everybody got nobody can say how many people tapped (mission.md A7): `people` is None.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from tracking.models import LinkTarget, ShortLink


@dataclass(frozen=True, slots=True)
class LinkFigures:
    """One code. `url` is where it leads; recipient: the message that holds it, None for one that everybody got.

    hits: everything that asked for it; taps: of them a person's. `position`: which address of its text, from 1.
    """

    link_id: int
    code: str
    target_id: int
    url: str
    position: int
    expires_at: datetime | None
    recipient: int | None
    hits: int
    taps: int
    previews: int
    scans: int
    first_tap_at: datetime | None
    last_tap_at: datetime | None

    @property
    def unclear(self) -> int:
        return self.hits - self.taps - self.previews - self.scans

    @property
    def people(self) -> int | None:
        return None if self.recipient is None else min(self.taps, 1)


@dataclass(frozen=True, slots=True)
class Taps:
    """By people; `people` is None where everybody got the same code. target_id: None where they are several's."""

    taps: int
    people: int | None
    first_tap_at: datetime | None
    last_tap_at: datetime | None
    target_id: int | None


@dataclass(frozen=True, slots=True)
class TargetFigures:
    """All codes of one address together. `codes`: how many there are, so of how many people, or 1 for all."""

    codes: int
    hits: int
    taps: int
    people: int | None
    previews: int
    scans: int
    first_tap_at: datetime | None
    last_tap_at: datetime | None

    @property
    def unclear(self) -> int:
        return self.hits - self.taps - self.previews - self.scans

    @property
    def untapped(self) -> int | None:
        return None if self.people is None else self.codes - self.people


def links_of_recipients(origins: Mapping[int, int]) -> dict[int, list[LinkFigures]]:
    """`origins`: the send's id by the message's. Each message's own codes, and those that all of its send got, in the
    order of their addresses; a message without links is missing. Of the store in scope. Two queries, none without ids.

    A code of everybody is given for each message of the send, whether its text holds it or not.
    """
    found: dict[int, list[LinkFigures]] = defaultdict(list)
    if not origins:
        return {}
    for link in _links().filter(recipient__in=origins.keys()):
        if link.recipient is not None:
            found[link.recipient].append(figures_of(link))
    shared: dict[int | None, list[LinkFigures]] = defaultdict(list)
    for link in _links().filter(target__origin__in=set(origins.values()), target__unique_codes=False):
        shared[link.target.origin].append(figures_of(link))
    for message_id, origin in origins.items():
        if origin in shared:
            found[message_id] += shared[origin]
    return {message_id: sorted(links, key=_in_text) for message_id, links in found.items()}


def taps_of_recipients(message_ids: Collection[int]) -> dict[int, Taps]:
    """Of the messages' own links together; those without any are missing. One query, none without ids."""
    if not message_ids:
        return {}
    rows = (
        ShortLink.objects.filter(recipient__in=message_ids)
        .order_by()
        .values("recipient")
        .annotate(
            sum=Sum("taps"),
            first=Min("first_tap_at"),
            last=Max("last_tap_at"),
            low=Min("target_id"),
            high=Max("target_id"),
        )
    )
    return {
        row["recipient"]: Taps(
            row["sum"],
            min(row["sum"], 1),
            row["first"],
            row["last"],
            row["low"] if row["low"] == row["high"] else None,
        )
        for row in rows
    }


def taps_of_targets(target_ids: Collection[int]) -> dict[int, Taps]:
    """For lists: only what was tapped is read. One query, none without ids."""
    if not target_ids:
        return {}
    rows = (
        ShortLink.objects.filter(target__in=target_ids, last_tap_at__isnull=False)
        .order_by()
        .values("target_id", unique=F("target__unique_codes"))
        .annotate(people=Count("id"), sum=Sum("taps"), first=Min("first_tap_at"), last=Max("last_tap_at"))
    )
    return {
        row["target_id"]: Taps(
            row["sum"],
            row["people"] if row["unique"] else None,
            row["first"],
            row["last"],
            row["target_id"],
        )
        for row in rows
    }


def target_figures(target: LinkTarget) -> TargetFigures:
    """Reads all codes of the address: for its own page, not for lists. One query."""
    sums = ShortLink.objects.filter(target=target).aggregate(
        codes=Count("id"),
        hits=Coalesce(Sum("hits"), 0),
        taps=Coalesce(Sum("taps"), 0),
        tapped=Count("id", filter=Q(last_tap_at__isnull=False)),
        previews=Coalesce(Sum("previews"), 0),
        scans=Coalesce(Sum("scans"), 0),
        first_tap_at=Min("first_tap_at"),
        last_tap_at=Max("last_tap_at"),
    )
    tapped = sums.pop("tapped")
    return TargetFigures(people=tapped if target.unique_codes else None, **sums)


def _links() -> QuerySet[ShortLink]:
    found: QuerySet[ShortLink] = ShortLink.objects.select_related("target")
    return found


def figures_of(link: ShortLink) -> LinkFigures:
    """Of a code with its target loaded."""
    target = link.target
    return LinkFigures(
        link_id=link.pk,
        code=link.code,
        target_id=target.pk,
        url=target.url,
        position=target.position,
        expires_at=target.expires_at,
        recipient=link.recipient,
        hits=link.hits,
        taps=link.taps,
        previews=link.previews,
        scans=link.scans,
        first_tap_at=link.first_tap_at,
        last_tap_at=link.last_tap_at,
    )


def _in_text(link: LinkFigures) -> tuple[int, int]:
    return link.position, link.link_id
