"""Saved searches, a page at a time, the newest first."""

from dataclasses import dataclass

from accounts.models import Actor
from accounts.queries.paging import Keys, keys_of_page
from customers.models import Segment
from customers.queries.access_segments import segments_to_view


@dataclass(frozen=True, slots=True)
class SegmentPage:
    segments: list[Segment]
    newer: int | None
    older: int | None


def segment_page(actor: Actor, *, size: int, below: int | None, above: int | None) -> SegmentPage:
    """Those in use. Raises PermissionDenied."""
    in_use = segments_to_view(actor).filter(archived_at__isnull=True)

    def next_to(most: int) -> list[int]:
        if above is not None:
            return list(in_use.filter(pk__gt=above).order_by("pk").values_list("pk", flat=True)[:most])[::-1]
        found = in_use if below is None else in_use.filter(pk__lt=below)
        return list(found.order_by("-pk").values_list("pk", flat=True)[:most])

    keys: Keys = keys_of_page(next_to, size=size, below=below, above=above)
    by_id = in_use.in_bulk(keys.ids)
    return SegmentPage([by_id[pk] for pk in keys.ids if pk in by_id], keys.newer, keys.older)
