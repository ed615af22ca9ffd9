"""`lists/<id>/`: who stands on a list, and putting somebody on by search or by pasted numbers."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.models import Membership, Permission
from accounts.registries.panels import Panel
from accounts.web.addresses import id_named
from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from accounts.web.uploads import FileTooLarge, file_in, takes_file
from customers.domain.lists.put_on_list import Put, put_on_list
from customers.forms.lists.list_forms import MOST_BYTES, FillForm, UnreadableFile, text_of
from customers.models import Customer, StaticList
from customers.queries.access import customer_to_view, customers_to_view
from customers.queries.access_lists import list_to_edit, list_to_view, members_of
from customers.queries.customer_list import customer_list
from customers.queries.lists.pasted import MOST_LINES, PastedPerson, PasteTooBig, people_in
from customers.queries.lists.shown_lists import with_count
from customers.queries.searches.result_page import result_page
from customers.queries.suppressions import suppressed_phones
from customers.text_search import LONGEST_QUERY
from customers.views.selection_bar import SelectionBar, selection_bar

_MOST_FOUND = 20


@require_GET
@vary_on_headers("HX-Request")
def list_page(request: StoreRequest, store_slug: str, list_id: int) -> HttpResponse:
    """The whole page; for the search box's live requests its finds alone."""
    membership = request.membership
    static_list = list_to_view(membership, list_id)
    finding = {"list": static_list, "longest_query": LONGEST_QUERY, **_found(request, static_list)}
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "customers/lists/found.html", finding)
    members = result_page(
        members_of(membership, static_list),
        before=id_named(request.GET, "before"),
        after=id_named(request.GET, "after"),
    )
    phones = {customer.mobile for customer in members.rows if customer.mobile}
    context = {
        **finding,
        "members": members.rows,
        "stopped": suppressed_phones(store=membership.store, phones=phones),
        "previous_url": f"?{urlencode({'before': members.before})}" if members.before else "",
        "next_url": f"?{urlencode({'after': members.after})}" if members.after else "",
        "may_edit": membership.may(Permission.CUSTOMERS_EDIT),
        "selection": _selection(membership, static_list, with_count(membership, static_list).members),
    }
    return render(request, "customers/lists/page.html", context)


@require_POST
def put_customer(request: StoreRequest, store_slug: str, list_id: int) -> HttpResponse:
    """One customer, found by the search on the list's page."""
    membership = request.membership
    static_list = list_to_edit(membership, list_id)
    given = id_named(request.POST, "customer")
    customer = customer_to_view(membership, given or 0)
    put = put_on_list(actor=membership, static_list=static_list, customers=_only(membership, [customer.pk]))
    words = _("%(name)s is on the list now.") if put.new else _("%(name)s is on the list already.")
    messages.success(request, words % {"name": customer})
    query = urlencode({"find": request.POST.get("find", "")[:LONGEST_QUERY]})
    return redirect(f"{reverse('lists:page', args=[store_slug, static_list.pk])}?{query}")


@takes_file(most=MOST_BYTES)
@require_http_methods(["GET", "POST"])
def fill(request: StoreRequest, store_slug: str, list_id: int) -> HttpResponse:
    """Pasted lines, or a file of them. What fits nobody stays in the form."""
    static_list = list_to_edit(request.membership, list_id)
    if request.method != "POST":
        typed = unpark_form(request)
        form = FillForm(initial={"numbers": typed.get("numbers", "") if typed else ""})
        return render(request, "customers/lists/fill.html", {"form": form, "list": static_list})
    form = FillForm(request.POST)
    form.is_valid()
    try:
        lines = people_in(request.membership, _given(request, form))
        filled = _filled(request.membership, static_list, lines)
    except _NotRead as refused:
        form.add_error("numbers", str(refused))
    except PasteTooBig as too_big:
        words = _("These are %(lines)s lines; up to %(most)s are read at once. Nobody was put on the list.")
        form.add_error("numbers", words % {"lines": f"{too_big.lines:,}", "most": f"{MOST_LINES:,}"})
    except ValidationError as refused:
        form.add_error(None, refused)
    else:
        if lines and not filled.unknown:
            messages.success(request, put_words(filled.put))
            return redirect("lists:page", store_slug, static_list.pk)
        if not lines:
            form.add_error("numbers", _("Paste at least one number, or choose a file."))
        else:
            left = FillForm(initial={"numbers": "\n".join(line.typed for line in filled.unknown)})
            context = {"form": left, "list": static_list, "filled": filled, "words": put_words(filled.put)}
            return render(request, "customers/lists/fill.html", context)
    return render(request, "customers/lists/fill.html", {"form": form, "list": static_list}, status=422)


def put_words(put: Put) -> str:
    """How many were put on, and how many stood there already."""
    new = ngettext(
        "%(count)s customer was put on the list.", "%(count)s customers were put on the list.", put.new
    ) % {"count": f"{put.new:,}"}
    if not put.already:
        return new
    already = ngettext("%(count)s was on it already.", "%(count)s were on it already.", put.already) % {
        "count": f"{put.already:,}"
    }
    return f"{new} {already}"


class _NotRead(ValueError):
    """Why a file was not read, in words."""


@dataclass(frozen=True, slots=True)
class _Filled:
    """`unknown`: the lines that fit nobody."""

    put: Put
    unknown: list[PastedPerson]


def _given(request: StoreRequest, form: FillForm) -> str:
    """What was pasted, and behind it the file."""
    try:
        upload = file_in(request, "file")
        read = text_of(upload) if upload else ""
    except FileTooLarge as error:
        raise _NotRead(_("The file is too large (up to 1 MB). Nobody was put on the list.")) from error
    except UnreadableFile as error:
        words = _("This is no text or CSV file. Save the sheet as CSV, or copy the column and paste it here.")
        raise _NotRead(words) from error
    pasted: str = form.cleaned_data.get("numbers", "")
    return "\n".join(part for part in (pasted, read) if part.strip())


def _filled(membership: Membership, static_list: StaticList, lines: list[PastedPerson]) -> _Filled:
    ids = {customer.pk for line in lines for customer in line.customers}
    put = put_on_list(actor=membership, static_list=static_list, customers=_only(membership, list(ids)))
    return _Filled(put, [line for line in lines if not line.customers])


def _selection(membership: Membership, static_list: StaticList, count: int) -> SelectionBar:
    """With a button more than elsewhere: to take people off."""
    bar = selection_bar(membership, source=f"list:{static_list.pk}", count=count)
    if not membership.may(Permission.CUSTOMERS_EDIT):
        return bar
    url = reverse("lists:take_off", args=[membership.store.slug, static_list.pk])
    context = {"url": url, "icon": "dash-circle", "word": _("Take off the list")}
    off = Panel("customers/parts/selection_button.html", context)
    return replace(bar, panels=(*bar.panels, off))


def _only(membership: Membership, ids: list[int]) -> QuerySet[Customer]:
    return customers_to_view(membership).filter(pk__in=ids)


def _found(request: StoreRequest, static_list: StaticList) -> dict[str, object]:
    """What the search box found, and who of them stands on the list."""
    typed = request.GET.get("find", "")[:LONGEST_QUERY]
    if not typed.strip():
        return {"find": typed, "found": None}
    customers = customers_to_view(request.membership)
    found = customer_list(customers, store=request.membership.store, typed=typed)
    rows = found.rows[:_MOST_FOUND]
    on_list = members_of(request.membership, static_list).filter(pk__in=[row.customer.pk for row in rows])
    return {
        "find": typed,
        "found": rows,
        "found_more": found.count > len(rows),
        "on_list": set(on_list.values_list("pk", flat=True)),
    }
