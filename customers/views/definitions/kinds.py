"""Kinds of assets, and what falls due for them: adding, naming, moving, removing."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.request import StoreRequest
from customers.domain.definitions.define_kind import define_due_kind, define_kind, rename_kind
from customers.domain.definitions.positions import move_definition
from customers.domain.definitions.remove import remove_due_kind, remove_kind
from customers.forms.definition_forms import NameForm
from customers.models import AssetKind, DueKind
from customers.queries.access_definitions import due_kind_to_define, kind_to_define
from customers.queries.assets import due_kinds_of
from customers.queries.attributes import attributes_of_store
from customers.queries.definitions import assets_of_kind, dues_of_kind
from customers.views.definitions.places import place_of


@require_http_methods(["GET", "POST"])
def new_kind(request: StoreRequest, store_slug: str) -> HttpResponse:
    require(request.membership, Permission.CUSTOMERS_DEFINE)
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            kind = define_kind(actor=request.membership, name=form.cleaned_data["name"])
        except ValidationError as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("Now add what you want to know of each, and what falls due."))
            return redirect(place_of(request, kind))
    context = {"form": form, "back": place_of(request, None), "title": _("New kind of asset")}
    return _name_page(request, context)


@require_http_methods(["GET", "POST"])
def kind_page(request: StoreRequest, store_slug: str, asset_kind_id: int) -> HttpResponse:
    """A kind with its fields and due dates; its name is changed right here."""
    kind = kind_to_define(request.membership, asset_kind_id)
    form = _form(request, kind.name)
    if _is_named(request, form, kind):
        return redirect(place_of(request, kind))
    context = {
        "kind": kind,
        "form": form,
        "attributes": attributes_of_store(kind),
        "due_kinds": due_kinds_of(kind),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/definitions/kind.html", context, status=status)


@require_POST
def move_kind(request: StoreRequest, store_slug: str, asset_kind_id: int) -> HttpResponse:
    kind = kind_to_define(request.membership, asset_kind_id)
    move_definition(actor=request.membership, row=kind, up=request.POST.get("to") == "up")
    return redirect(place_of(request, None))


@require_http_methods(["GET", "POST"])
def remove_kind_page(request: StoreRequest, store_slug: str, asset_kind_id: int) -> HttpResponse:
    kind = kind_to_define(request.membership, asset_kind_id)
    return _remove_page(
        request,
        row=kind,
        used=lambda: assets_of_kind(kind),
        remove=lambda: remove_kind(actor=request.membership, kind=kind),
        back=place_of(request, kind),
        after=place_of(request, None),
    )


@require_http_methods(["GET", "POST"])
def new_due_kind(request: StoreRequest, store_slug: str, asset_kind_id: int) -> HttpResponse:
    kind = kind_to_define(request.membership, asset_kind_id)
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            define_due_kind(actor=request.membership, asset_kind=kind, name=form.cleaned_data["name"])
        except ValidationError as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("The due date is added."))
            return redirect(place_of(request, kind))
    title = _("New due date of %(kind)s") % {"kind": kind}
    return _name_page(request, {"form": form, "back": place_of(request, kind), "title": title})


@require_http_methods(["GET", "POST"])
def change_due_kind(request: StoreRequest, store_slug: str, due_kind_id: int) -> HttpResponse:
    due_kind = due_kind_to_define(request.membership, due_kind_id)
    form = _form(request, due_kind.name)
    back = place_of(request, due_kind.asset_kind)
    if _is_named(request, form, due_kind):
        return redirect(back)
    title = _("Change %(name)s") % {"name": due_kind}
    return _name_page(request, {"form": form, "back": back, "title": title})


@require_POST
def move_due_kind(request: StoreRequest, store_slug: str, due_kind_id: int) -> HttpResponse:
    due_kind = due_kind_to_define(request.membership, due_kind_id)
    move_definition(actor=request.membership, row=due_kind, up=request.POST.get("to") == "up")
    return redirect(place_of(request, due_kind.asset_kind))


@require_http_methods(["GET", "POST"])
def remove_due_kind_page(request: StoreRequest, store_slug: str, due_kind_id: int) -> HttpResponse:
    due_kind = due_kind_to_define(request.membership, due_kind_id)
    back = place_of(request, due_kind.asset_kind)
    return _remove_page(
        request,
        row=due_kind,
        used=lambda: dues_of_kind(due_kind),
        remove=lambda: remove_due_kind(actor=request.membership, due_kind=due_kind),
        back=back,
        after=back,
    )


def _form(request: StoreRequest, name: str = "") -> NameForm:
    return NameForm(request.POST if request.method == "POST" else None, initial={"name": name})


def _is_named(request: StoreRequest, form: NameForm, kind: AssetKind | DueKind) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        rename_kind(actor=request.membership, kind=kind, name=form.cleaned_data["name"])
    except ValidationError as refused:
        form.show_refusal(refused)
        return False
    messages.success(request, _("Saved."))
    return True


def _name_page(request: StoreRequest, context: dict[str, object]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/definitions/name.html", context, status=status)


def _remove_page(
    request: StoreRequest,
    *,
    row: AssetKind | DueKind,
    used: Callable[[], int],
    remove: Callable[[], None],
    back: str,
    after: str,
) -> HttpResponse:
    """Asks back; where assets are in the way, says how many."""
    if request.method == "POST":
        try:
            remove()
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
            return redirect(back)
        messages.success(request, _("“%(name)s” is removed.") % {"name": row.name})
        return redirect(after)
    context = {"row": row, "is_kind": isinstance(row, AssetKind), "used": used(), "back": back}
    return render(request, "customers/definitions/remove_kind.html", context)
