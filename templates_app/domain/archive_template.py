"""Taking a template out of use, and back into it."""

from django.db import transaction
from django.utils import timezone

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from templates_app.domain.naming import written_once
from templates_app.models import Template


def archive_template(*, actor: Actor, template: Template) -> Template:
    """It is chosen no more; messages keep what they were made from. What is archived stays so, without an audit line.

    Raises PermissionDenied.
    """
    require(actor, Permission.TEMPLATES_EDIT)
    with transaction.atomic():
        record = _locked(template)
        if record.archived_at is None:
            record.archived_at = timezone.now()
            record.save(update_fields=["archived_at"])
            _note(actor, "template.archived", record)
    return record


def restore_template(*, actor: Actor, template: Template) -> Template:
    """It can be chosen again. What is in use stays so. Raises PermissionDenied, and ValidationError for "name" where
    another template has got its name meanwhile.
    """
    require(actor, Permission.TEMPLATES_EDIT)
    with transaction.atomic():
        record = _locked(template)
        if record.archived_at is not None:
            record.archived_at = None
            written_once(record)
            _note(actor, "template.restored", record)
    return record


def _locked(template: Template) -> Template:
    record: Template = Template.objects.select_for_update(of=("self",)).get(pk=template.pk)
    return record


def _note(actor: Actor, action: str, template: Template) -> None:
    record_audit(actor=actor, action=action, target=template, details={"name": template.name})
