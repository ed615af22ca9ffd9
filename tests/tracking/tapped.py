"""Links with hits, as they stand once the tallies have followed, for tests of what is shown of them."""

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Membership
from accounts.tenancy.scope import store_scope
from messaging.models import Dispatch, Message
from tracking.models import Hit, HitKind, LinkTarget, ShortLink

URL = "https://www.sakura-auto.example/inspection"
_CODES = itertools.count(1)


def make_target(
    membership: Membership,
    *,
    url: str = URL,
    origin: int | None = None,
    position: int = 1,
    unique: bool = True,
) -> LinkTarget:
    with store_scope(membership.store_id):
        Dispatch.objects.filter(pk=origin).update(track_links=True)
        target: LinkTarget = LinkTarget.objects.create(
            url=url, origin=origin, position=position, unique_codes=unique
        )
    return target


def make_code(target: LinkTarget, message: Message | None = None, code: str = "") -> ShortLink:
    """Without a code given with one of its own, never the same in one run."""
    with store_scope(target.store_id):
        link: ShortLink = ShortLink.objects.create(
            code=code or f"t{next(_CODES):07d}", target=target, recipient=message.pk if message else None
        )
    return link


def make_hits(
    link: ShortLink,
    kinds: Sequence[HitKind],
    *,
    at: datetime | None = None,
    apart: timedelta = timedelta(minutes=1),
) -> None:
    """One after the other from `at` on, all of them in the tallies."""
    begins = at or timezone.now()
    with store_scope(link.store_id):
        for place, kind in enumerate(kinds):
            moment = begins + place * apart
            Hit.objects.create(
                link=link,
                at=moment,
                method="GET",
                kind=kind,
                evidence="browser",
                address="203.0.113.7",
                agent="Mozilla/5.0 (iPhone)",
                is_new=False,
            )
            link.hits += 1
            link.taps += kind is HitKind.PERSON
            link.previews += kind is HitKind.PREVIEW
            link.scans += kind is HitKind.SCANNER
            if kind is HitKind.PERSON:
                link.first_tap_at = link.first_tap_at or moment
                link.last_tap_at = moment
        link.save()
