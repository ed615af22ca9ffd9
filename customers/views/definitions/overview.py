"""`settings/customers/`: what the store wants to know of its customers, and what it looks after for them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.request import StoreRequest
from customers.domain.definitions.set_defaults import set_flag_defaults
from customers.forms.definition_forms import FlagDefaultsForm
from customers.queries.assets import asset_kinds
from customers.queries.attributes import attributes_by_kind
from customers.queries.settings import customer_settings


@require_http_methods(["GET", "POST"])
def overview(request: StoreRequest, store_slug: str) -> HttpResponse:
    """The definitions in their order; the flags that new records begin with are changed right here."""
    require(request.membership, Permission.CUSTOMERS_DEFINE)
    settings = customer_settings()
    form = FlagDefaultsForm(request.POST if request.method == "POST" else None, settings=settings)
    if request.method == "POST" and form.is_valid():
        set_flag_defaults(actor=request.membership, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("definitions:overview", store_slug)
    attributes = attributes_by_kind()
    context = {
        "form": form,
        "attributes": attributes[None],
        "kinds": [(kind, attributes.get(kind.pk, [])) for kind in asset_kinds()],
    }
    return render(request, "customers/definitions/overview.html", context)
