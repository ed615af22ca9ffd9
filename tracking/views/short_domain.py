"""`links/domain/`: the store's own domain for its short links (mission.md F1)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from tracking.domain.short_domain import drop_short_domain, set_short_domain
from tracking.forms.short_domain_form import ShortDomainForm
from tracking.queries.access import domain_to_define
from tracking.queries.short_base import proof_address, short_base


@require_http_methods(["GET", "HEAD", "POST"])
def short_domain(request: StoreRequest, store_slug: str) -> HttpResponse:
    """Raises PermissionDenied."""
    membership = request.membership
    request.navigation_entry = "links:domain"
    domain = domain_to_define(membership)
    typed = request.POST if request.method == "POST" else unpark_form(request)
    form = ShortDomainForm(typed, initial={"host": domain.host if domain else ""})
    if request.method == "POST" and form.is_valid():
        try:
            set_short_domain(actor=membership, typed=form.cleaned_data["host"])
        except ValidationError as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("The domain is kept. Now show that it leads here."))
            return redirect("links:domain", store_slug)
    context = {
        "form": form,
        "domain": domain,
        "proof_url": proof_address(domain) if domain else "",
        "short_base": short_base(membership.store),
    }
    return render(request, "tracking/short_domain.html", context, status=422 if form.errors else 200)


@require_POST
def drop_domain(request: StoreRequest, store_slug: str) -> HttpResponse:
    if drop_short_domain(actor=request.membership):
        messages.success(request, _("New links begin with the installation's address again."))
    return redirect("links:domain", store_slug)
