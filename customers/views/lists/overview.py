"""`lists/`: the store's lists, making one, naming one, putting one away."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from customers.domain.lists.archive_list import archive_list, restore_list
from customers.domain.lists.make_list import make_list, rename_list
from customers.forms.lists.list_forms import ListNameForm
from customers.models import StaticList
from customers.queries.access_lists import list_to_edit
from customers.queries.lists.shown_lists import lists_with_counts, with_count


@require_GET
def lists(request: StoreRequest, store_slug: str) -> HttpResponse:
    archived = request.GET.get("archived") == "1"
    context = {
        "lists": lists_with_counts(request.membership, archived=archived),
        "archived": archived,
        "may_edit": request.membership.may(Permission.CUSTOMERS_EDIT),
    }
    return render(request, "customers/lists/list.html", context)


@require_http_methods(["GET", "POST"])
def new_list(request: StoreRequest, store_slug: str) -> HttpResponse:
    require(request.membership, Permission.CUSTOMERS_EDIT)
    return _name_page(request, None)


@require_http_methods(["GET", "POST"])
def change_list(request: StoreRequest, store_slug: str, list_id: int) -> HttpResponse:
    return _name_page(request, list_to_edit(request.membership, list_id))


@require_http_methods(["GET", "POST"])
def put_list_away(request: StoreRequest, store_slug: str, list_id: int) -> HttpResponse:
    """Asks first, with how many stand on it."""
    static_list = list_to_edit(request.membership, list_id)
    if request.method != "POST":
        shown = with_count(request.membership, static_list)
        context = {"list": static_list, "members": shown.members, "figure": shown.figure}
        return render(request, "customers/lists/archive.html", context)
    if archive_list(actor=request.membership, static_list=static_list):
        messages.success(request, _("The list is archived. It can be taken back into use at any time."))
    return redirect("lists:list", store_slug)


@require_POST
def take_list_back(request: StoreRequest, store_slug: str, list_id: int) -> HttpResponse:
    static_list = list_to_edit(request.membership, list_id)
    try:
        restore_list(actor=request.membership, static_list=static_list)
    except ValidationError:
        messages.error(
            request,
            _("Another list has this name by now. Rename one of the two, then take this one back into use."),
        )
        return redirect("lists:rename", store_slug, static_list.pk)
    messages.success(request, _("The list is in use again."))
    return redirect("lists:page", store_slug, static_list.pk)


def _name_page(request: StoreRequest, static_list: StaticList | None) -> HttpResponse:
    shown = {"name": static_list.name} if static_list else {}
    if request.method != "POST":
        form = ListNameForm(unpark_form(request), initial=shown)
        return render(request, "customers/lists/form.html", {"form": form, "list": static_list})
    form = ListNameForm(request.POST)
    if form.is_valid():
        name, actor = form.cleaned_data["name"], request.membership
        try:
            if static_list is None:
                static_list = make_list(actor=actor, name=name)
            else:
                rename_list(actor=actor, static_list=static_list, name=name)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("lists:page", request.membership.store.slug, static_list.pk)
    context = {"form": form, "list": static_list}
    return render(request, "customers/lists/form.html", context, status=422)
