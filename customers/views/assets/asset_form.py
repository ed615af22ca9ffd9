"""What a store looks after for a customer: adding it, changing it, putting it among those that have ended."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Permission
from accounts.web.addresses import id_in
from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from customers.domain.assets.archive_asset import archive_asset, restore_asset
from customers.domain.assets.save_asset import save_asset
from customers.forms.asset_form import AssetForm
from customers.models import Asset, AssetKind, Customer
from customers.queries.access import customer_to_edit
from customers.queries.access_assets import asset_of_customer_to_edit, kind_to_use
from customers.queries.assets import asset_kinds


@require_http_methods(["GET", "POST"])
def new_asset(request: StoreRequest, store_slug: str, customer_id: int) -> HttpResponse:
    """The kind first, which the address keeps; a store with one kind is not asked."""
    customer = customer_to_edit(request.membership, customer_id)
    kinds = asset_kinds()
    asked = request.GET.get("kind", "")
    if asked:
        return _form_page(request, customer, kind=_kind(request, asked), asset=None, kinds=kinds)
    if len(kinds) == 1:
        return _form_page(request, customer, kind=kinds[0], asset=None, kinds=kinds)
    may_define = request.membership.may(Permission.CUSTOMERS_DEFINE)
    context = {"customer": customer, "kinds": kinds, "may_define": may_define}
    return render(request, "customers/assets/choose_kind.html", context)


@require_http_methods(["GET", "POST"])
def change_asset(request: StoreRequest, store_slug: str, customer_id: int, asset_id: int) -> HttpResponse:
    asset = asset_of_customer_to_edit(request.membership, customer_id, asset_id)
    return _form_page(request, asset.customer, kind=asset.kind, asset=asset, kinds=[])


@require_POST
def archive(request: StoreRequest, store_slug: str, customer_id: int, asset_id: int) -> HttpResponse:
    asset = asset_of_customer_to_edit(request.membership, customer_id, asset_id)
    if archive_asset(actor=request.membership, asset=asset):
        messages.success(request, _("“%(name)s” has ended: it is not due any more.") % {"name": asset})
    return redirect("customers:page", store_slug, customer_id)


@require_POST
def restore(request: StoreRequest, store_slug: str, customer_id: int, asset_id: int) -> HttpResponse:
    asset = asset_of_customer_to_edit(request.membership, customer_id, asset_id)
    if restore_asset(actor=request.membership, asset=asset):
        messages.success(request, _("“%(name)s” is among the current ones again.") % {"name": asset})
    return redirect("customers:page", store_slug, customer_id)


def _kind(request: StoreRequest, asked: str) -> AssetKind:
    kind_id = id_in(asked)
    if kind_id is None:
        raise Http404
    return kind_to_use(request.membership, kind_id)


def _form_page(
    request: StoreRequest, customer: Customer, *, kind: AssetKind, asset: Asset | None, kinds: list[AssetKind]
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else unpark_form(request)
    form = AssetForm(typed, kind=kind, asset=asset)
    if request.method == "POST" and form.is_valid() and _is_saved(request, form, customer, asset):
        messages.success(request, _("Saved."))
        return redirect("customers:page", request.membership.store.slug, customer.pk)
    context = {"form": form, "customer": customer, "kind": kind, "asset": asset, "kinds": kinds}
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/assets/form.html", context, status=status)


def _is_saved(request: StoreRequest, form: AssetForm, customer: Customer, asset: Asset | None) -> bool:
    try:
        save_asset(actor=request.membership, customer=customer, asset=asset, values=form.values)
    except ValidationError as refused:
        form.show_refusal(refused)
        return False
    return True
