"""`due/`: what falls due (車検, 点検, ...), when, for whom, and what was last sent; to tick and send."""

import re
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from accounts.models import Permission
from accounts.web.request import StoreRequest
from customers.criteria.due_window import DueWindow
from customers.forms.due_window import SPANS, DueWindowForm
from customers.models import DueKind
from customers.queries.access_due import due_kind_to_view, due_kinds_to_view
from customers.queries.due.due_list import DueRow, Place, due_chunks, due_page, today_of
from customers.views.due.days_left import days_left_state
from customers.views.selection_bar import selection_bar

MOST_PRINTED = 2_000
_PLACE = re.compile(r"(\d{4}-\d{2}-\d{2})\.([0-9]{1,18})", re.ASCII)
_KEPT = ("kind", "span", "month", "since", "until")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `window` is None where nothing falls due in the store, or the form is wrong."""

    kinds: list[DueKind]
    kind: DueKind | None
    form: DueWindowForm
    window: DueWindow | None
    query: dict[str, str]


def asked_in(request: StoreRequest) -> Asked:
    """Raises PermissionDenied; Http404 for a kind of another store as for none."""
    membership = request.membership
    kinds = list(due_kinds_to_view(membership))
    given = request.GET.get("kind", "")
    kind = kinds[0] if kinds else None
    if given:
        kind = due_kind_to_view(membership, int(given) if re.fullmatch("[0-9]{1,18}", given, re.ASCII) else 0)
    form = DueWindowForm(request.GET, today=today_of(membership.store))
    window = form.window(kind.pk) if form.is_valid() and kind is not None else None
    query = {name: request.GET[name] for name in _KEPT if request.GET.get(name)}
    return Asked(kinds, kind, form, window, query)


@require_GET
def due_list(request: StoreRequest, store_slug: str) -> HttpResponse:
    membership, asked = request.membership, asked_in(request)
    context = {
        **_shown(asked),
        "spans": [(span, word) for span, word in SPANS.items()],
        "may_export": membership.may(Permission.CUSTOMERS_EXPORT),
        "may_define": membership.may(Permission.CUSTOMERS_DEFINE),
    }
    if asked.window is not None:
        page = due_page(
            membership,
            asked.window,
            before=_place(request.GET.get("before", "")),
            after=_place(request.GET.get("after", "")),
        )
        context |= {
            "page": page,
            "figure": f"{page.count:,}",
            "rows": shown_rows(page.rows),
            "previous_url": _page_url(asked.query, "before", page.before),
            "next_url": _page_url(asked.query, "after", page.after),
            "selection": selection_bar(
                membership,
                source=asked.window.source,
                count=None if page.more else page.count,
                of_assets=True,
            ),
        }
    return render(request, "customers/due/list.html", context)


@require_GET
def print_due_list(request: StoreRequest, store_slug: str) -> HttpResponse:
    """On paper: without what only a screen needs, up to MOST_PRINTED rows."""
    asked = asked_in(request)
    rows: list[DueRow] = []
    if asked.window is not None:
        for chunk in due_chunks(request.membership, asked.window, most=MOST_PRINTED + 1):
            rows += chunk
    context = {
        **_shown(asked),
        "rows": shown_rows(rows[:MOST_PRINTED]),
        "count": min(len(rows), MOST_PRINTED),
        "more": len(rows) > MOST_PRINTED,
        "most": f"{MOST_PRINTED:,}",
        "today": today_of(request.membership.store),
    }
    return render(request, "customers/due/print.html", context)


def shown_rows(rows: list[DueRow]) -> list[dict[str, object]]:
    """Each row with its state."""
    return [{"row": row, "state": days_left_state(row.days_left)} for row in rows]


def _shown(asked: Asked) -> dict[str, object]:
    single = {kind.name for kind in asked.kinds}
    return {
        "kinds": asked.kinds,
        # Two kinds of assets may have a 点検 each.
        "with_asset_kind": len(single) < len(asked.kinds),
        "kind": asked.kind,
        "form": asked.form,
        "window": asked.window,
        "chosen": asked.form.chosen if asked.window else "",
        "query": urlencode(asked.query),
        "kind_query": urlencode({"kind": asked.kind.pk}) if asked.kind else "",
    }


def _place(given: str) -> Place | None:
    """`2026-11-30.17`; None for anything else: a made-up address shows the first page."""
    found = _PLACE.fullmatch(given)
    try:
        return (date.fromisoformat(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def _page_url(query: dict[str, str], name: str, place: Place | None) -> str:
    if place is None:
        return ""
    return "?" + urlencode(query | {name: f"{place[0].isoformat()}.{place[1]}"})
