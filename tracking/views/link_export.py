"""`links/<id>/export/`: a link's taps as a file for a spreadsheet: by person, or hit by hit where all got one code."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from django.http import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from accounts.domain.record_audit import record_audit
from accounts.models import Membership, Store
from accounts.web.downloads import csv_download
from accounts.web.request import StoreRequest
from customers.sheets.writing import BYTE_ORDER_MARK, Written, csv_piece
from tracking.models import Hit, HitKind, LinkTarget
from tracking.queries.access import link_to_export
from tracking.queries.hits import hit_chunks
from tracking.queries.tapped import RecipientTaps, recipient_chunks

Row = Sequence[Written]
Chunks = Iterable[Iterable[Row]]


@require_POST
def link_export(request: StoreRequest, store_slug: str, target_id: int) -> HttpResponseBase:
    """Raises PermissionDenied; Http404. Streams while it reads."""
    membership = request.membership
    target = link_to_export(membership, target_id)
    record_audit(actor=membership, action="links.exported", target=target)
    lines = link_lines(membership, target, language=translation.get_language() or "ja")
    today = timezone.now().astimezone(membership.store.zone)
    return csv_download(lines, name=f"{store_slug}-link-{target.pk}-{today:%Y%m%d-%H%M}.csv")


def link_lines(membership: Membership, target: LinkTarget, *, language: str) -> Iterator[str]:
    """The file, piece by piece. It is read after the middleware, so it brings its own language and scope along."""
    heading, chunks = _by_person(membership, target) if target.unique_codes else _by_hit(membership, target)
    with translation.override(language):
        head = BYTE_ORDER_MARK + csv_piece([heading()])
    yield head
    for chunk in chunks:
        with translation.override(language):
            piece = csv_piece(chunk)
        yield piece


def _by_person(membership: Membership, target: LinkTarget) -> tuple[Callable[[], Row], Chunks]:
    store = membership.store

    def cells(one: RecipientTaps) -> Row:
        link, person = one.link, one.person
        return [
            person.name if person else "",
            person.phone if person else "",
            link.taps,
            _moment(link.first_tap_at, store),
            _moment(link.last_tap_at, store),
            link.previews,
            link.scans,
            one.unclear,
            link.code,
            link.recipient or "",
        ]

    chunks = (map(cells, chunk) for chunk in recipient_chunks(membership, target))
    return _person_heading, chunks


def _person_heading() -> Row:
    return [
        _("Name"),
        _("Phone number"),
        _("Taps"),
        _("First tap"),
        _("Last tap"),
        pgettext("hits", "Previews"),
        pgettext("hits", "Scanners"),
        pgettext("hits", "Unclear"),
        _("Code of the link"),
        _("Message ID"),
    ]


def _by_hit(membership: Membership, target: LinkTarget) -> tuple[Callable[[], Row], Chunks]:
    store = membership.store

    def cells(hit: Hit) -> Row:
        return [
            _moment(hit.at, store),
            str(HitKind(hit.kind).label),
            hit.method,
            hit.agent,
            hit.link.code,
        ]

    return _hit_heading, (map(cells, chunk) for chunk in hit_chunks(membership, target))


def _hit_heading() -> Row:
    return [_("Time"), _("Class"), _("Method"), _("Browser or program"), _("Code of the link")]


def _moment(at: datetime | None, store: Store) -> str:
    """`2026-11-23 11:55:04+09:00`: the store's time, with the offset of that day."""
    return "" if at is None else at.astimezone(store.zone).isoformat(" ", "seconds")
