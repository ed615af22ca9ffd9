"""On a template's page: the way to a message that begins with it."""

from accounts.models import Membership, Permission
from accounts.registries.panels import Panel, add_panel
from templates_app.models import Template


def add_panels() -> None:
    add_panel("template_actions", 10, _use)


def _use(membership: Membership, template: Template) -> Panel | None:
    if not membership.may(Permission.MESSAGES_SEND) or template.archived_at is not None:
        return None
    return Panel("messaging/panels/use_template.html", {"template": template})
