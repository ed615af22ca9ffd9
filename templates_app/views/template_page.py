"""`templates/<id>/`: a template with its versions; putting it away and taking it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Permission
from accounts.registries.panels import panels_at
from accounts.web.request import StoreRequest
from templates_app.domain.archive_template import archive_template, restore_template
from templates_app.queries.access import template_to_edit, template_to_view
from templates_app.queries.example_weights import example_weights
from templates_app.queries.versions import versions_of


@require_GET
def template_page(request: StoreRequest, store_slug: str, template_id: int) -> HttpResponse:
    membership = request.membership
    template = template_to_view(membership, template_id)
    newest, *earlier = versions_of(template)
    context = {
        "template": template,
        "version": newest,
        "earlier": earlier,
        "weights": example_weights(membership, newest.body, newest.language),
        "may_edit": membership.may(Permission.TEMPLATES_EDIT),
        "actions": panels_at("template_actions", membership, template),
    }
    return render(request, "templates_app/page.html", context)


@require_http_methods(["GET", "POST"])
def archive(request: StoreRequest, store_slug: str, template_id: int) -> HttpResponse:
    """Asks once."""
    template = template_to_edit(request.membership, template_id)
    if request.method != "POST":
        return render(request, "templates_app/archive.html", {"template": template})
    archive_template(actor=request.membership, template=template)
    messages.success(request, _("The template “%(name)s” is archived.") % {"name": template.name})
    return redirect("templates:list", store_slug)


@require_POST
def restore(request: StoreRequest, store_slug: str, template_id: int) -> HttpResponse:
    template = template_to_edit(request.membership, template_id)
    try:
        restore_template(actor=request.membership, template=template)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The template “%(name)s” is back in use.") % {"name": template.name})
    return redirect("templates:page", store_slug, template.pk)
