"""Putting a list away, and getting it back. Whoever stood on it stands on it still."""

from django.db import transaction
from django.db.models.functions import Now

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from customers.domain.lists.make_list import write_list
from customers.models import StaticList


@transaction.atomic
def archive_list(*, actor: Actor, static_list: StaticList) -> bool:
    """False where it was archived already. The usual list is none any more. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_EDIT)
    archived = StaticList.objects.filter(pk=static_list.pk, archived_at__isnull=True).update(
        archived_at=Now(), is_default=False
    )
    if archived:
        record_audit(actor=actor, action="list.archived", target=static_list)
    return bool(archived)


@transaction.atomic
def restore_list(*, actor: Actor, static_list: StaticList) -> bool:
    """False where it is in use. Raises PermissionDenied; ValidationError where another list has its name by now."""
    require(actor, Permission.CUSTOMERS_EDIT)
    row: StaticList = StaticList.objects.select_for_update().get(pk=static_list.pk)
    if row.archived_at is None:
        return False
    row.archived_at = None
    write_list(row)
    record_audit(actor=actor, action="list.restored", target=row)
    return True
