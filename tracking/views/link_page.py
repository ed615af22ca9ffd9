"""`links/<id>/`: one link's figures, its taps over time, and who tapped (クリック解析, mission.md F3)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext
from django.views.decorators.http import require_safe

from accounts.models import Membership, Permission
from accounts.web.addresses import id_named, kept_query
from accounts.web.request import StoreRequest
from tracking.models import LinkTarget
from tracking.queries.access import link_to_view
from tracking.queries.figures import TargetFigures, target_figures
from tracking.queries.short_base import short_base
from tracking.queries.tap_times import Period, TapTimes, Unit, tap_times
from tracking.queries.tapped import Who, tapped_page
from tracking.registries.recipients import link_sends

_FORMATS = {Unit.HOUR: "%m-%d %H:00", Unit.DAY: "%Y-%m-%d", Unit.MONTH: "%Y-%m"}


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One of the page's figures; `about` says what it is of."""

    icon: str
    word: str | Promise
    figure: str
    unit: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class ShownPeriod:
    label: str
    period: Period


@require_safe
def link_page(request: StoreRequest, store_slug: str, target_id: int) -> HttpResponse:
    """Raises PermissionDenied; Http404."""
    membership = request.membership
    request.navigation_entry = "links:list"
    target = link_to_view(membership, target_id)
    figures = target_figures(target)
    times = tap_times(membership.store, target)
    context: dict[str, Any] = {
        "target": target,
        "figures": figures,
        "people_figures": _people_figures(figures),
        "send": link_sends(membership, [target.origin]).get(target.origin) if target.origin else None,
        "unit": times.unit,
        "periods": [ShownPeriod(_label(one, times.unit), one) for one in times.periods],
        "series": _series(times),
        "forgotten": max(figures.hits - times.hits, 0),
        "may_export": membership.may(Permission.MESSAGES_EXPORT),
        "short_base": short_base(membership.store),
        **_who(request, membership, target),
    }
    return render(request, "tracking/link_page.html", context)


def _who(request: StoreRequest, membership: Membership, target: LinkTarget) -> dict[str, Any]:
    """Nobody where everybody got the same code: who tapped cannot be known."""
    if not target.unique_codes:
        return {"people": None}
    who = Who.UNTAPPED if request.GET.get("who") == Who.UNTAPPED else Who.TAPPED
    page = tapped_page(
        membership,
        target,
        who,
        below=id_named(request.GET, "below"),
        above=id_named(request.GET, "above"),
    )

    def address(end: str, link_id: int | None) -> str:
        query = {**kept_query(request.GET, ("who",)), end: link_id}
        return f"?{urlencode(query)}#who" if link_id is not None else ""

    return {
        "people": page.rows,
        "untapped": who is Who.UNTAPPED,
        "newer": address("above", page.newer),
        "older": address("below", page.older),
    }


def _people_figures(figures: TargetFigures) -> list[ShownFigure]:
    """People first; of a code for everybody how many they are cannot be known, so their taps."""
    taps = ShownFigure(
        "hand-index-thumb", _("Taps by people"), _number(figures.taps), _taps_unit(figures.taps)
    )
    if figures.people is None:
        return [taps]
    of = _("of %(codes)s people who got it") % {"codes": _number(figures.codes)}
    share = f"{of} ({figures.people / figures.codes:.0%})" if figures.codes else of
    return [
        ShownFigure(
            "people", _("People who tapped"), _number(figures.people), _people_unit(figures.people), share
        ),
        taps,
    ]


def _people_unit(count: int) -> str:
    return npgettext("unit of a figure", "person", "people", count)


def _taps_unit(count: int) -> str:
    return npgettext("unit of a figure", "tap", "taps", count)


def _number(count: int) -> str:
    return number_format(count, use_l10n=True, force_grouping=True)


def _label(period: Period, unit: Unit) -> str:
    return format(period.begins, _FORMATS[unit])


def _series(times: TapTimes) -> dict[str, Any]:
    """For the chart (static/js/clicks.js), in the order in which its bars stand on each other."""
    return {
        "labels": [_label(one, times.unit) for one in times.periods],
        "sets": [
            {
                "name": pgettext("hits", "People"),
                "tone": "people",
                "data": [one.people for one in times.periods],
            },
            {
                "name": pgettext("hits", "Unclear"),
                "tone": "unclear",
                "data": [one.unclear for one in times.periods],
            },
            {
                "name": pgettext("hits", "Previews"),
                "tone": "previews",
                "data": [one.previews for one in times.periods],
            },
            {
                "name": pgettext("hits", "Scanners"),
                "tone": "scans",
                "data": [one.scans for one in times.periods],
            },
        ],
    }
