"""Who stands on a list: put on and taken off, any number of customers in one statement."""

from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.tenancy.statements import rows_of
from customers.models import Customer, StaticList, StaticListEntry

_PUT = """
WITH chosen AS MATERIALIZED ({chosen}), fresh AS (
    INSERT INTO customers_staticlistentry (store_id, list_id, customer_id, added_at)
    SELECT %s, %s, customer.id, now()
    FROM customers_customer AS customer
    WHERE customer.store_id = %s AND customer.id IN (SELECT id FROM chosen)
    ON CONFLICT (store_id, list_id, customer_id) DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(DISTINCT id) FROM chosen), (SELECT count(*) FROM fresh)
"""


@dataclass(frozen=True, slots=True)
class Put:
    """How many customers were put on, and how many stood there before."""

    new: int
    already: int


@transaction.atomic
def put_on_list(
    *, actor: Actor, static_list: StaticList, customers: QuerySet[Customer], about: str = ""
) -> Put:
    """Everybody of `customers` (of the store in scope) stands on the list afterwards. One statement.

    about: where they come from, in words, for the audit log. Raises PermissionDenied; ValidationError for an archived
    list.
    """
    require(actor, Permission.CUSTOMERS_EDIT)
    locked: StaticList = StaticList.objects.select_for_update().get(pk=static_list.pk)
    if locked.archived_at is not None:
        raise ValidationError(_("This list is archived. Take it back into use first."), code="archived")
    try:
        chosen, values = customers.order_by().values("id").query.sql_with_params()
    except EmptyResultSet:
        return Put(0, 0)
    [(found, new)] = rows_of(_PUT.format(chosen=chosen), [*values, actor.store_id, locked.pk, actor.store_id])
    put = Put(new=new, already=found - new)
    if new:
        record_audit(
            actor=actor,
            action="list.filled",
            target=locked,
            details={"new": put.new, "already": put.already} | ({"about": about[:200]} if about else {}),
        )
    return put


@transaction.atomic
def take_off_list(*, actor: Actor, static_list: StaticList, customers: QuerySet[Customer]) -> int:
    """How many were taken off. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_EDIT)
    chosen = customers.order_by().values("id")
    taken, _rows = StaticListEntry.objects.filter(list=static_list, customer_id__in=chosen).delete()
    if taken:
        record_audit(actor=actor, action="list.reduced", target=static_list, details={"taken_off": taken})
    return taken
