"""Who of the recipients tapped a link, and who has not: of links with a code for each (mission.md F3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.db.models import Q, QuerySet

from accounts.models import Actor
from accounts.queries.paging import keys_of_page
from accounts.tenancy.scope import store_scope
from tracking.models import LinkTarget, ShortLink
from tracking.registries.recipients import LinkRecipient, link_recipients

PAGE_SIZE = 50
_CHUNK = 1000


class Who(models.TextChoices):
    """`tapped`: whoever tapped last comes first. `untapped`: in the order in which they were written to."""

    TAPPED = "tapped"
    UNTAPPED = "untapped"


@dataclass(frozen=True, slots=True)
class RecipientTaps:
    """`person`: None where the message is gone."""

    link: ShortLink
    person: LinkRecipient | None

    @property
    def unclear(self) -> int:
        return self.link.hits - self.link.taps - self.link.previews - self.link.scans


@dataclass(frozen=True, slots=True)
class TappedPage:
    """`newer` and `older` are the ids of codes to page from, None at either end."""

    rows: list[RecipientTaps]
    newer: int | None
    older: int | None


class _Key(NamedTuple):
    at: datetime
    id: int


def tapped_page(
    actor: Actor, target: LinkTarget, who: Who, *, below: int | None = None, above: int | None = None
) -> TappedPage:
    """One page: the head of the list, or what stands next to a code's id; a made-up id counts as none.

    The same number of queries, however many recipients.
    """
    below = below if below is not None and _codes(target).filter(pk=below).exists() else None
    above = above if above is not None and _codes(target).filter(pk=above).exists() else None
    next_to = _tapped_ids if who is Who.TAPPED else _untapped_ids
    keys = keys_of_page(
        lambda most: next_to(target, below=below, above=above, limit=most),
        size=PAGE_SIZE,
        below=below,
        above=above,
    )
    links = _codes(target).in_bulk(keys.ids)
    rows = _named(actor, [links[pk] for pk in keys.ids if pk in links])
    return TappedPage(rows, newer=keys.newer, older=keys.older)


def recipient_chunks(actor: Actor, target: LinkTarget) -> Iterator[list[RecipientTaps]]:
    """Everybody who got a code, in the order in which they were written to.

    For streamed answers: each chunk opens the store's scope for itself, and none is open between two.
    """
    after = 0
    while True:
        with store_scope(actor.store_id):
            links = list(_codes(target).filter(pk__gt=after).order_by("pk")[:_CHUNK])
            if not links:
                return
            chunk = _named(actor, links)
        yield chunk
        after = links[-1].pk


def _codes(target: LinkTarget) -> QuerySet[ShortLink]:
    found: QuerySet[ShortLink] = ShortLink.objects.filter(store_id=target.store_id, target=target)
    return found


def _named(actor: Actor, links: list[ShortLink]) -> list[RecipientTaps]:
    people = link_recipients(actor, {link.recipient for link in links if link.recipient is not None})
    return [RecipientTaps(link, people.get(link.recipient or 0)) for link in links]


def _tapped_ids(target: LinkTarget, *, below: int | None, above: int | None, limit: int) -> list[int]:
    found, key = _codes(target).filter(last_tap_at__isnull=False), _key(target, above or below)
    if key is not None:
        found = found.filter(_later_than(key) if above else _earlier_than(key))
    order = ("last_tap_at", "pk") if above else ("-last_tap_at", "-pk")
    ids = list(found.order_by(*order).values_list("pk", flat=True)[:limit])
    return ids[::-1] if above else ids


def _key(target: LinkTarget, link_id: int | None) -> _Key | None:
    if link_id is None:
        return None
    at = _codes(target).filter(pk=link_id).values_list("last_tap_at", flat=True).first()
    return _Key(at, link_id) if at else None


def _later_than(key: _Key) -> Q:
    # The first condition is what the index is entered by.
    return Q(last_tap_at__gte=key.at) & (Q(last_tap_at__gt=key.at) | Q(pk__gt=key.id))


def _earlier_than(key: _Key) -> Q:
    return Q(last_tap_at__lte=key.at) & (Q(last_tap_at__lt=key.at) | Q(pk__lt=key.id))


def _untapped_ids(target: LinkTarget, *, below: int | None, above: int | None, limit: int) -> list[int]:
    found = _codes(target).filter(last_tap_at__isnull=True)
    if below is not None:
        found = found.filter(pk__gt=below)
    if above is not None:
        found = found.filter(pk__lt=above)
    ids = list(found.order_by("-pk" if above else "pk").values_list("pk", flat=True)[:limit])
    return ids[::-1] if above else ids
