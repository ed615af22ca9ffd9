"""Single hits, as they were recorded."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Actor
from accounts.queries.paging import keys_of_page
from accounts.tenancy.scope import store_scope
from tracking.models import Hit, LinkTarget, ShortLink

_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class HitPage:
    """The newest first. `newer` and `older` are the ids to page from, None at either end."""

    hits: list[Hit]
    newer: int | None
    older: int | None


def hit_page(link: ShortLink, *, size: int, below: int | None = None, above: int | None = None) -> HitPage:
    """Of one code. Two queries."""

    def ids(most: int) -> list[int]:
        found = _hits(link)
        if below is not None:
            found = found.filter(pk__lt=below)
        if above is not None:
            found = found.filter(pk__gt=above)
        order = "pk" if above is not None else "-pk"
        return sorted(found.order_by(order).values_list("pk", flat=True)[:most], reverse=True)

    keys = keys_of_page(ids, size=size, below=below, above=above)
    hits = list(_hits(link).filter(pk__in=keys.ids).order_by("-pk"))
    return HitPage(hits, newer=keys.newer, older=keys.older)


def hit_chunks(actor: Actor, target: LinkTarget) -> Iterator[list[Hit]]:
    """All hits of an address, the oldest first, with their codes. For streamed answers, as recipient_chunks is."""
    after = 0
    while True:
        with store_scope(actor.store_id):
            codes = ShortLink.objects.filter(store_id=target.store_id, target=target)
            found = Hit.objects.filter(store_id=target.store_id, link__in=codes, pk__gt=after)
            chunk = list(found.select_related("link").order_by("pk")[:_CHUNK])
        if not chunk:
            return
        yield chunk
        after = chunk[-1].pk


def _hits(link: ShortLink) -> QuerySet[Hit]:
    found: QuerySet[Hit] = Hit.objects.filter(store_id=link.store_id, link=link)
    return found
