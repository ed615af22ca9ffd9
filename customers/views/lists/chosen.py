"""Putting chosen people on a list, and taking them off: from any page with a selection, and from a customer's page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.addresses import id_in, id_named
from accounts.web.request import StoreRequest
from customers.domain.lists.make_list import make_list, usual_list
from customers.domain.lists.put_on_list import put_on_list, take_off_list
from customers.forms.lists.list_forms import NEW, USUAL, ChooseListForm
from customers.models import StaticList
from customers.queries.access import customer_to_edit, customers_to_view
from customers.queries.access_lists import list_to_edit, members_of
from customers.queries.lists.shown_lists import lists_in_use
from customers.queries.searches.result_page import exact_count
from customers.queries.selection import SelectionRefused, customers_of, selection_in
from customers.views.lists.members import put_words


@require_POST
def put_chosen(request: StoreRequest, store_slug: str) -> HttpResponse:
    """Asks on which list (and how many they are), then puts them on."""
    membership = request.membership
    require(membership, Permission.CUSTOMERS_EDIT)
    try:
        selection = selection_in(membership, request.POST)
        customers = customers_of(membership, selection)
    except SelectionRefused as refused:
        return _refused(request, refused)
    asked = "list" in request.POST
    form = ChooseListForm(request.POST if asked else None, lists=lists_in_use(membership))
    count = exact_count(customers)
    differs = asked and _differs(request, count)
    if asked and form.is_valid() and not differs:
        try:
            static_list = _list_of(request, form)
            put = put_on_list(
                actor=membership, static_list=static_list, customers=customers, about=selection.about
            )
        except ValidationError as error:
            form.add_error("name" if form.cleaned_data["list"] == NEW else "list", error.messages)
        else:
            messages.success(request, put_words(put))
            return redirect("lists:page", store_slug, static_list.pk)
    context = {
        "form": form, "selection": selection, "count": count, "figure": f"{count:,}", "differs": differs,
    }  # fmt: skip
    return render(request, "customers/lists/choose.html", context, status=422 if asked else 200)


@require_POST
def take_off_chosen(request: StoreRequest, store_slug: str, list_id: int) -> HttpResponse:
    """Asks once, with how many they are."""
    membership = request.membership
    static_list = list_to_edit(membership, list_id)
    try:
        selection = selection_in(membership, request.POST)
        chosen = customers_of(membership, selection)
    except SelectionRefused as refused:
        return _refused(request, refused)
    customers = members_of(membership, static_list).filter(pk__in=chosen.values("pk"))
    count = exact_count(customers)
    certain = request.POST.get("certain") == "yes"
    differs = certain and _differs(request, count)
    if not certain or differs:
        context = {
            "list": static_list, "selection": selection, "count": count, "figure": f"{count:,}", "differs": differs,
        }  # fmt: skip
        return render(request, "customers/lists/take_off.html", context, status=422 if differs else 200)
    taken = take_off_list(actor=membership, static_list=static_list, customers=customers)
    words = ngettext(
        "%(count)s customer was taken off the list.", "%(count)s customers were taken off the list.", taken
    )
    messages.success(request, words % {"count": f"{taken:,}"})
    return redirect("lists:page", store_slug, static_list.pk)


@require_POST
def put_one(request: StoreRequest, store_slug: str, customer_id: int) -> HttpResponse:
    """From the customer's page: onto a list (the usual one where none is named), or off one (`off`)."""
    membership = request.membership
    customer = customer_to_edit(membership, customer_id)
    only = customers_to_view(membership).filter(pk=customer.pk)
    if request.POST.get("off"):
        static_list = list_to_edit(membership, id_named(request.POST, "off") or 0)
        if take_off_list(actor=membership, static_list=static_list, customers=only):
            messages.success(request, _("Taken off the list “%(list)s”.") % {"list": static_list})
        return redirect("customers:page", store_slug, customer.pk)
    given = request.POST.get("list", USUAL)
    static_list = (
        usual_list(actor=membership) if given == USUAL else list_to_edit(membership, id_in(given) or 0)
    )
    try:
        put_on_list(actor=membership, static_list=static_list, customers=only)
        messages.success(request, _("On the list “%(list)s” now.") % {"list": static_list})
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("customers:page", store_slug, customer.pk)


def _list_of(request: StoreRequest, form: ChooseListForm) -> StaticList:
    """Raises ValidationError for a new list's name."""
    wanted = form.cleaned_data["list"]
    if wanted == NEW:
        return make_list(actor=request.membership, name=form.cleaned_data["name"])
    if wanted == USUAL:
        return usual_list(actor=request.membership)
    return list_to_edit(request.membership, int(wanted))


def _differs(request: StoreRequest, count: int) -> bool:
    """Whether a search, a list or a due list finds others by now than when the person was told how many."""
    return request.POST.get("shown") != str(count)


def _refused(request: StoreRequest, refused: SelectionRefused) -> HttpResponse:
    return render(request, "customers/parts/selection_refused.html", {"words": str(refused)}, status=422)
