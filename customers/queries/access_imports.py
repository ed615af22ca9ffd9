"""The only way from a view or an endpoint to imports: the permission is in the name, a foreign id does not exist."""

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.queries.rows import one_of
from customers.models import Import


def imports_to_manage(actor: Actor) -> QuerySet[Import]:
    """All imports of the store. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_IMPORT)
    found: QuerySet[Import] = Import.objects.filter(store_id=actor.store_id)
    return found.select_related("upload", "made_by__user", "token")


def import_to_manage(actor: Actor, import_id: int) -> Import:
    """Raises PermissionDenied; Http404 for an import of another store as for none."""
    return one_of(imports_to_manage(actor), import_id)


def rejected_import_to_manage(actor: Actor, import_id: int) -> Import:
    """An import with rows that were not taken in. Raises Http404 while it is under way, and where there are none."""
    spreadsheet = import_to_manage(actor, import_id)
    under_way = spreadsheet.status in {Import.Status.QUEUED, Import.Status.RUNNING}
    if under_way or not spreadsheet.rejected:
        raise Http404
    return spreadsheet
