"""The texts of templates: every save is one, and none is ever changed."""

from collections.abc import Collection

from django.db.models import F
from django.http import Http404

from accounts.models import Store
from templates_app.models import Template, TemplateVersion


def current_versions(template_ids: Collection[int]) -> dict[int, TemplateVersion]:
    """The newest version of each template, by its id. One query."""
    rows = TemplateVersion.objects.filter(template_id__in=template_ids, number=F("template__version"))
    return {version.template_id: version for version in rows.select_related("template")}


def current_version(template: Template) -> TemplateVersion:
    """The newest."""
    return version_of(template, template.version)


def version_of(template: Template, number: int) -> TemplateVersion:
    """Raises Http404 where the template has no such version."""
    version: TemplateVersion | None = TemplateVersion.objects.filter(template=template, number=number).first()
    if version is None:
        raise Http404
    return version


def versions_of(template: Template) -> list[TemplateVersion]:
    """The newest first, each with `saved_by__user` and `token`. One query."""
    found = TemplateVersion.objects.filter(template=template).order_by("-number")
    return list(found.select_related("saved_by__user", "token"))


def appointment_version(store: Store, language: str) -> TemplateVersion | None:
    """What a message about an appointment is made from, in this language if there is one.

    Of several the one that has been there longest.
    """
    marked = Template.objects.filter(
        store_id=store.pk, for_appointments=True, archived_at__isnull=True
    ).order_by("id")
    found = sorted(marked, key=lambda template: template.language != language)
    return current_version(found[0]) if found else None
