"""`messages/`: the send history (送信履歴), a list above and the chosen message below, which follows what moves."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import Permission, Store
from accounts.queries.memberships import require
from accounts.web.addresses import id_in, kept_query, query_string
from accounts.web.request import StoreRequest
from customers.models import Customer
from customers.queries.access import customer_to_view
from messaging.forms.history_filter import HistoryFilterForm
from messaging.models import Dispatch, Message
from messaging.queries.access import dispatch_to_view
from messaging.queries.access_history import message_to_view
from messaging.queries.history import Found, HistoryPage, history_page, rows_with_ids
from messaging.queries.message_rows import HistoryRows
from messaging.views.chosen_message import chosen_message

_MARK = re.compile(r"([0-9]{1,18})\.[a-z_]+\.[a-z_]*")
_MOST_FOLLOWED = 200


@require_GET
def history(request: StoreRequest, store_slug: str) -> HttpResponse:
    return history_answer(request, chosen=None)


@require_GET
def live_results(request: StoreRequest, store_slug: str) -> HttpResponse:
    """What has changed since the page's marks (`seen`), as parts to swap in; 204 while nothing has.

    The answer without a further look ends the asking: nothing moves any more.
    """
    require(request.membership, Permission.MESSAGES_VIEW)
    marks = _marks(request.GET.get("seen", ""))
    rows = rows_with_ids(request.membership, marks)
    changed = [row for row in rows if marks[row.id] != row.mark]
    if not changed and rows.seen and request.GET.get("pace") == str(rows.pace):
        return HttpResponse(status=204)
    # Only the history's own page names the message that it shows in full (or none).
    chosen = request.GET.get("message")
    context: dict[str, Any] = {"rows": rows, "changed": changed, "in_history": chosen is not None}
    if chosen and any(chosen == str(row.id) for row in changed):
        context["shown"] = chosen_message(
            request.membership, message_to_view(request.membership, int(chosen))
        )
    return render(request, "messaging/history/live.html", context)


def history_answer(request: StoreRequest, *, chosen: Message | None) -> HttpResponse:
    """The page of the history, with a message opened or none. Raises PermissionDenied; Http404 for a customer or
    a send of another store.
    """
    membership = request.membership
    require(membership, Permission.MESSAGES_VIEW)
    form = HistoryFilterForm(request.GET, membership=membership)
    valid = form.is_valid()
    page = _page(request, form) if valid else HistoryPage(HistoryRows(), None, None, Found(0))
    followed = HistoryRows(page.rows)
    context: dict[str, Any] = {
        "form": form,
        "valid": valid,
        "page": page,
        "customer": _customer(request, form),
        "dispatch": _dispatch(request, form),
        "may_export": membership.may(Permission.MESSAGES_EXPORT),
        "row_query": query_string(request.GET, keep=(*form.fields, "below", "above")),
        "export_query": query_string(request.GET, keep=form.fields),
        "links": _links(request, form, page),
        "zone": zone_words(membership.store),
    }
    if chosen is not None:
        context["shown"] = chosen_message(membership, chosen)
        if all(row.id != chosen.pk for row in page.rows):
            followed.append(context["shown"].story.row)
    context["followed"] = followed
    return render(request, "messaging/history/page.html", context)


@dataclass(frozen=True, slots=True)
class _Links:
    newer: str
    older: str


def _links(request: StoreRequest, form: HistoryFilterForm, page: HistoryPage) -> _Links:
    path = reverse("messages:history", args=[request.membership.store.slug])
    asked = kept_query(request.GET, form.fields)

    def to(name: str, message_id: int | None) -> str:
        return f"{path}?{urlencode({**asked, name: message_id})}" if message_id is not None else ""

    return _Links(newer=to("above", page.newer), older=to("below", page.older))


def zone_words(store: Store) -> str:
    """`Asia/Tokyo (UTC+09:00)`, said once above times of the store's zone."""
    offset = timezone.now().astimezone(store.zone).strftime("%z")
    return f"{store.time_zone} (UTC{offset[:3]}:{offset[3:5]})"


def _page(request: StoreRequest, form: HistoryFilterForm) -> HistoryPage:
    return history_page(
        request.membership,
        form.wanted,
        below=id_in(request.GET.get("below", "")),
        above=id_in(request.GET.get("above", "")),
    )


def _customer(request: StoreRequest, form: HistoryFilterForm) -> Customer | None:
    if "customer" in form.errors:
        raise Http404
    customer_id = form.cleaned_data["customer"]
    return None if customer_id is None else customer_to_view(request.membership, customer_id)


def _dispatch(request: StoreRequest, form: HistoryFilterForm) -> Dispatch | None:
    if "dispatch" in form.errors:
        raise Http404
    dispatch_id = form.cleaned_data["dispatch"]
    return None if dispatch_id is None else dispatch_to_view(request.membership, dispatch_id)


def _marks(seen: str) -> dict[int, str]:
    """Marks by message; what is no mark, or too much, is left out."""
    found = (_MARK.fullmatch(mark) for mark in seen.split(",")[:_MOST_FOLLOWED])
    return {int(mark[1]): mark[0] for mark in found if mark}
