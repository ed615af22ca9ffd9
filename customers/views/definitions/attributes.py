"""Attributes of the store's customers, and of its kinds of assets: adding, changing, moving, removing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from customers.domain.definitions.define_attribute import change_attribute, define_attribute
from customers.domain.definitions.positions import move_definition
from customers.domain.definitions.remove import remove_attribute
from customers.forms.definition_forms import AttributeForm
from customers.models import AssetKind, Attribute
from customers.queries.access_definitions import attribute_to_define, kind_to_define
from customers.queries.definitions import values_held
from customers.views.definitions.places import place_of

_PAGE = "customers/definitions/attribute.html"


@require_http_methods(["GET", "POST"])
def new_attribute(request: StoreRequest, store_slug: str) -> HttpResponse:
    require(request.membership, Permission.CUSTOMERS_DEFINE)
    return _new(request, None)


@require_http_methods(["GET", "POST"])
def new_attribute_of_kind(request: StoreRequest, store_slug: str, asset_kind_id: int) -> HttpResponse:
    return _new(request, kind_to_define(request.membership, asset_kind_id))


def _new(request: StoreRequest, kind: AssetKind | None) -> HttpResponse:
    form = AttributeForm(request.POST if request.method == "POST" else unpark_form(request))
    if request.method == "POST" and form.is_valid():
        try:
            define_attribute(
                actor=request.membership,
                asset_kind=kind,
                name=form.cleaned_data["name"],
                kind=form.cleaned_data["kind"],
                choices=form.choices_typed,
            )
        except ValidationError as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("The field is added."))
            return redirect(place_of(request, kind))
    context = {"form": form, "kind": kind, "back": place_of(request, kind)}
    return render(request, _PAGE, context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def change(request: StoreRequest, store_slug: str, attribute_id: int) -> HttpResponse:
    attribute = attribute_to_define(request.membership, attribute_id)
    typed = request.POST if request.method == "POST" else unpark_form(request)
    form = AttributeForm(typed, attribute=attribute)
    if request.method == "POST" and form.is_valid() and _is_changed(request, form, attribute):
        messages.success(request, _("Saved."))
        return redirect(place_of(request, attribute.asset_kind))
    context = {
        "form": form,
        "attribute": attribute,
        "kind": attribute.asset_kind,
        "back": place_of(request, attribute.asset_kind),
    }
    return render(request, _PAGE, context, status=422 if request.method == "POST" else 200)


def _is_changed(request: StoreRequest, form: AttributeForm, attribute: Attribute) -> bool:
    try:
        change_attribute(
            actor=request.membership,
            attribute=attribute,
            name=form.cleaned_data["name"],
            choices=form.choices_typed,
            drops_held=form.cleaned_data["drops_held"],
        )
    except ValidationError as refused:
        form.show_refusal(refused)
        return False
    return True


@require_POST
def move(request: StoreRequest, store_slug: str, attribute_id: int) -> HttpResponse:
    attribute = attribute_to_define(request.membership, attribute_id)
    move_definition(actor=request.membership, row=attribute, up=request.POST.get("to") == "up")
    return redirect(place_of(request, attribute.asset_kind))


@require_http_methods(["GET", "POST"])
def remove(request: StoreRequest, store_slug: str, attribute_id: int) -> HttpResponse:
    """Asks back with the number of records that have a value."""
    attribute = attribute_to_define(request.membership, attribute_id)
    back = place_of(request, attribute.asset_kind)
    if request.method == "POST":
        remove_attribute(actor=request.membership, attribute=attribute)
        messages.success(request, _("“%(name)s” is removed.") % {"name": attribute.name})
        return redirect(back)
    context = {"attribute": attribute, "held": values_held(attribute), "back": back}
    return render(request, "customers/definitions/remove_attribute.html", context)
