"""What a change of many SMS flags would do, and how much of one is still as it was made."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.tenancy.statements import rows_of
from customers.models import Asset, BulkChange, Customer
from customers.queries.selection import Selection, assets_of, customers_of

_STILL = """
SELECT count(*) FROM {table} WHERE store_id = %s AND sms_flag = %s AND id IN (
    SELECT unnest(changed_ids) FROM customers_bulkchange WHERE store_id = %s AND id = %s
)
"""


@dataclass(frozen=True, slots=True)
class FlagEffect:
    """`chosen`: records that are meant; `moved`: those among them that have the other flag now."""

    chosen: int
    moved: int

    @property
    def unmoved(self) -> int:
        return self.chosen - self.moved

    @property
    def moved_form(self) -> str:
        return f"{self.moved:,}"

    @property
    def unmoved_form(self) -> str:
        return f"{self.unmoved:,}"


def customers_to_flag(actor: Actor, selection: Selection) -> QuerySet[Customer]:
    """The customers of a selection, to change their flag. Raises PermissionDenied, and what customers_of raises."""
    require(actor, Permission.CUSTOMERS_BULK)
    return customers_of(actor, selection)


def assets_to_flag(actor: Actor, selection: Selection, kind_id: int) -> QuerySet[Asset]:
    """The assets of one kind of a selection, archived ones left out. Raises as above."""
    require(actor, Permission.CUSTOMERS_BULK)
    return assets_of(actor, selection).filter(kind_id=kind_id, archived_at__isnull=True)


def flag_effect(records: QuerySet[Any], *, flag: bool) -> FlagEffect:
    """One query."""
    counted = records.aggregate(chosen=Count("pk"), moved=Count("pk", filter=Q(sms_flag=not flag)))
    return FlagEffect(counted["chosen"], counted["moved"])


def still_changed(change: BulkChange) -> int:
    """How many of the records that the change moved have its flag now."""
    table = Customer._meta.db_table if change.of == BulkChange.Of.CUSTOMERS else Asset._meta.db_table
    values = [change.store_id, change.flag, change.store_id, change.pk]
    [(count,)] = rows_of(_STILL.format(table=table), values)
    return int(count)
