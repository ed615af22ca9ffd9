"""The only way from a view to a template: the permission is in the name, and a foreign id does not exist."""

from django.db.models import QuerySet

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.queries.rows import one_of
from templates_app.models import Template, TemplateVersion


def templates_to_use(actor: Actor) -> QuerySet[Template]:
    """Those that messages may be made from, by category and name. Raises PermissionDenied."""
    require(actor, Permission.MESSAGES_SEND)
    return _templates(actor).filter(archived_at__isnull=True)


def template_to_use(actor: Actor, template_id: int) -> Template:
    """Raises PermissionDenied; Http404 for an archived one and another store's as for none."""
    return one_of(templates_to_use(actor), template_id)


def version_to_use(actor: Actor, version_id: int) -> TemplateVersion:
    """A version, be it of an archived template: a draft or a scheduled message may be of it. Raises as above."""
    require(actor, Permission.MESSAGES_SEND)
    versions: QuerySet[TemplateVersion] = TemplateVersion.objects.filter(store_id=actor.store_id)
    return one_of(versions.select_related("template"), version_id)


def templates_to_view(actor: Actor) -> QuerySet[Template]:
    """All, archived ones too, by category and name: for whoever writes messages. Raises PermissionDenied."""
    require(actor, Permission.MESSAGES_SEND)
    return _templates(actor)


def template_to_view(actor: Actor, template_id: int) -> Template:
    """Raises PermissionDenied; Http404 for another store's as for none. So the two below."""
    return one_of(templates_to_view(actor), template_id)


def templates_to_edit(actor: Actor) -> QuerySet[Template]:
    require(actor, Permission.TEMPLATES_EDIT)
    return _templates(actor)


def template_to_edit(actor: Actor, template_id: int) -> Template:
    return one_of(templates_to_edit(actor), template_id)


def _templates(actor: Actor) -> QuerySet[Template]:
    found: QuerySet[Template] = Template.objects.filter(store_id=actor.store_id)
    return found.order_by("category", "name", "id")
