"""`templates/new/` and `templates/<id>/change/`: writing a template."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Membership, Permission, Store
from accounts.queries.memberships import require
from accounts.web.addresses import id_named
from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from templates_app.domain.save_template import TemplateRefused, save_template
from templates_app.forms.template_form import TemplateForm
from templates_app.models import Language, Template, TemplateVersion
from templates_app.queries.access import template_to_edit, templates_to_edit
from templates_app.queries.example_weights import example_weights
from templates_app.queries.fields import ShownField, fields_of
from templates_app.queries.template_list import categories_of
from templates_app.queries.versions import current_version, version_of
from templates_app.views.marked_text import marked_places

# A text that is longer by far than any that can be sent is not looked through while somebody types.
_LONGEST_LOOKED_AT = 5000


@dataclass(frozen=True, slots=True)
class OfferedField:
    """`example`: what it becomes for a typical customer, in the text's language."""

    field: ShownField
    example: str


@dataclass(frozen=True, slots=True)
class FieldGroup:
    label: str
    fields: list[OfferedField]


@require_http_methods(["GET", "POST"])
def new_template(request: StoreRequest, store_slug: str) -> HttpResponse:
    """`?copy=` of a template begins with its texts, under a name to be given."""
    require(request.membership, Permission.TEMPLATES_EDIT)
    copied_id = id_named(request.GET, "copy")
    copied = current_version(template_to_edit(request.membership, copied_id)) if copied_id else None
    return _edited(request, None, copied)


@require_http_methods(["GET", "POST"])
def change_template(request: StoreRequest, store_slug: str, template_id: int) -> HttpResponse:
    """`?version=` begins with the texts of an earlier version."""
    template = template_to_edit(request.membership, template_id)
    number = id_named(request.GET, "version")
    version = version_of(template, number) if number else current_version(template)
    return _edited(request, template, version)


@require_POST
def figures(request: StoreRequest, store_slug: str) -> HttpResponse:
    """What the text weighs that is being written, and where it is wrong: a live part of the editor."""
    require(request.membership, Permission.TEMPLATES_EDIT)
    context = _figures(request.membership, request.POST.get("body", ""), request.POST.get("language", ""))
    return render(request, "templates_app/parts/figures.html", context)


def _edited(
    request: StoreRequest, template: Template | None, version: TemplateVersion | None
) -> HttpResponse:
    is_sent = request.method == "POST"
    form = TemplateForm(request.POST if is_sent else unpark_form(request), template=template, version=version)
    if is_sent and form.is_valid():
        try:
            saved = save_template(
                actor=request.membership,
                template=template,
                values=form.values,
                seen_version=form.cleaned_data["seen"] if template else None,
            )
        except TemplateRefused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("The template is saved."))
            return redirect("templates:page", request.membership.store.slug, saved.pk)
    return render(
        request,
        "templates_app/editor.html",
        _context(request, form, template, version),
        status=422 if is_sent else 200,
    )


def _context(
    request: StoreRequest, form: TemplateForm, template: Template | None, version: TemplateVersion | None
) -> dict[str, Any]:
    store = request.membership.store
    language = str(form["language"].value())
    return {
        "form": form,
        "template": template,
        "version": version,
        "groups": field_groups(store, language),
        "categories": categories_of(templates_to_edit(request.membership)),
        "subject_places": marked_places(str(form["subject"].value() or ""), form.problems.get("subject", [])),
        **_figures(request.membership, str(form["body"].value() or ""), language),
    }


def _figures(membership: Membership, typed: str, language: str) -> dict[str, Any]:
    """Of the text as typed: places are found in it, whatever blanks a save would take off."""
    body = typed.replace("\r\n", "\n").replace("\r", "\n")
    if len(body) > _LONGEST_LOOKED_AT or not body.strip():
        return {"weights": None, "places": [], "hints": [], "is_blank": not body.strip()}
    weights = example_weights(
        membership, body, language if language in Language.values else Language.JAPANESE.value
    )
    return {
        "weights": weights,
        "places": marked_places(body, weights.problems),
        "hints": marked_places(body, weights.hints),
        "is_blank": False,
    }


def field_groups(store: Store, language: str) -> list[FieldGroup]:
    """The store's merge fields by group, with an example of each."""
    groups: dict[str, FieldGroup] = {}
    for field in fields_of(store):
        group = groups.setdefault(str(field.group), FieldGroup(str(field.group), []))
        group.fields.append(OfferedField(field, _example(field, language)))
    return list(groups.values())


def _example(field: ShownField, language: str) -> str:
    return field.example.get(language) or field.example.get(Language.JAPANESE.value, "")
