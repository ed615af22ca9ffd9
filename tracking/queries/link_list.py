"""A store's links, the newest first, with what came of each."""

from dataclasses import dataclass

from accounts.models import Actor
from accounts.queries.paging import keys_of_page
from tracking.models import LinkTarget
from tracking.queries.access import links_to_view
from tracking.queries.figures import Taps, taps_of_targets
from tracking.registries.recipients import LinkSend, link_sends

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class ListedLink:
    """`taps`: None while nobody has tapped. `send`: None where it is gone."""

    target: LinkTarget
    taps: Taps | None
    send: LinkSend | None


@dataclass(frozen=True, slots=True)
class LinkPage:
    """`newer` and `older` are the ids to page from, None at either end."""

    rows: list[ListedLink]
    newer: int | None
    older: int | None


def link_page(
    actor: Actor, *, origin: int | None = None, below: int | None = None, above: int | None = None
) -> LinkPage:
    """All links, or those of one send. The same number of queries, however many. Raises PermissionDenied."""

    def ids(most: int) -> list[int]:
        found = links_to_view(actor)
        if origin is not None:
            found = found.filter(origin=origin)
        if below is not None:
            found = found.filter(pk__lt=below)
        if above is not None:
            found = found.filter(pk__gt=above)
        order = "pk" if above is not None else "-pk"
        return sorted(found.order_by(order).values_list("pk", flat=True)[:most], reverse=True)

    keys = keys_of_page(ids, size=PAGE_SIZE, below=below, above=above)
    targets = links_to_view(actor).in_bulk(keys.ids)
    taps = taps_of_targets(keys.ids)
    sends = link_sends(actor, {one.origin for one in targets.values() if one.origin is not None})
    rows = [
        ListedLink(targets[pk], taps.get(pk), sends.get(targets[pk].origin or 0))
        for pk in keys.ids
        if pk in targets
    ]
    return LinkPage(rows, newer=keys.newer, older=keys.older)
