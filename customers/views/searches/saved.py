"""Saved searches: the list of them, one with what it finds, how many, and putting one away."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Permission
from accounts.web.addresses import id_named
from accounts.web.request import StoreRequest
from customers.criteria import CriteriaRefused
from customers.domain.searches.save_segment import archive_segment
from customers.models import Segment
from customers.queries.access_segments import segment_to_edit, segment_to_view, segments_to_view
from customers.queries.searches.fields import search_fields
from customers.queries.searches.found import Search
from customers.queries.searches.saved import search_of
from customers.queries.searches.words import described, fault_words
from customers.views.searches.results import count_of, shown_results

# A store has some dozens; more than these are found by their name in the browser.
_MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class ShownSegment:
    """`faults`: why it does not run, in words; empty where it does."""

    segment: Segment
    words: str
    faults: list[str]


@require_GET
def searches(request: StoreRequest, store_slug: str) -> HttpResponse:
    fields = search_fields()
    shown = []
    kept = segments_to_view(request.membership).filter(archived_at__isnull=True).order_by("name", "id")
    for segment in kept[:_MOST_SHOWN]:
        try:
            shown.append(ShownSegment(segment, described(search_of(segment, fields).criteria, fields), []))
        except CriteriaRefused as refused:
            shown.append(ShownSegment(segment, "", [fault_words(fault) for fault in refused.faults]))
    context = {"shown": shown, "may_edit": request.membership.may(Permission.CUSTOMERS_EDIT)}
    return render(request, "customers/searches/list.html", context)


@require_GET
def saved_search(request: StoreRequest, store_slug: str, segment_id: int) -> HttpResponse:
    """What it finds now. One that asks for what is gone says so and finds nothing."""
    membership = request.membership
    segment = segment_to_view(membership, segment_id)
    context: dict[str, Any] = {
        "segment": segment,
        "may_edit": membership.may(Permission.CUSTOMERS_EDIT),
        "may_export": membership.may(Permission.CUSTOMERS_EXPORT),
    }
    search = _search(segment, context)
    if search is not None:
        results = shown_results(
            membership,
            search,
            segment.columns,
            source=f"segment:{segment.pk}",
            before=id_named(request.GET, "before"),
            after=id_named(request.GET, "after"),
        )
        context |= {"results": results, "described": described(search.criteria, search.fields)}
        page = results.page
        context["previous_url"] = f"?before={page.before}" if page.before is not None else ""
        context["next_url"] = f"?after={page.after}" if page.after is not None else ""
    return render(request, "customers/searches/segment.html", context)


@require_GET
def search_count(request: StoreRequest, store_slug: str, segment_id: int) -> HttpResponse:
    """How many it finds, for a live part; else its page, which says so too."""
    segment = segment_to_view(request.membership, segment_id)
    if not request.htmx:
        return redirect("searches:segment", store_slug, segment.pk)
    context: dict[str, Any] = {"segment": segment}
    search = _search(segment, context)
    if search is not None:
        context["counted"] = count_of(request.membership, search)
        context["counted_form"] = f"{context['counted']:,}"
    return render(request, "customers/searches/count.html", context)


@require_http_methods(["GET", "POST"])
def put_search_away(request: StoreRequest, store_slug: str, segment_id: int) -> HttpResponse:
    segment = segment_to_edit(request.membership, segment_id)
    if request.method == "POST":
        archive_segment(actor=request.membership, segment=segment)
        messages.success(request, _("The saved search is put away."))
        return redirect("searches:list", store_slug)
    return render(request, "customers/searches/archive.html", {"segment": segment})


def _search(segment: Segment, context: dict[str, Any]) -> Search | None:
    try:
        return search_of(segment)
    except CriteriaRefused as refused:
        context["broken"] = [fault_words(fault) for fault in refused.faults]
        return None
