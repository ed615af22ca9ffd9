"""The SMS flag of many records at once, and back (mission.md B3)."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Membership, Permission
from accounts.queries.memberships import require
from accounts.tenancy.scope import current_store_id
from accounts.tenancy.statements import rows_of
from customers.models import Asset, BulkChange, Customer

_TABLES = {BulkChange.Of.CUSTOMERS: "customers_customer", BulkChange.Of.ASSETS: "customers_asset"}
# Ids stay in the database: there may be a million of them. Locked in one order, so that two such changes wait for
# each other instead of both for ever.
_CHANGE = """
WITH chosen AS (
    SELECT id FROM {table} WHERE store_id = %s AND sms_flag <> %s AND id IN ({selection}) ORDER BY id FOR NO KEY UPDATE
), moved AS (
    UPDATE {table} AS record SET sms_flag = %s, updated_at = now() FROM chosen WHERE record.id = chosen.id
    RETURNING record.id
)
INSERT INTO customers_bulkchange (store_id, of, flag, about, changed_ids, changed, made_by_id, made_at)
SELECT %s, %s, %s, %s, coalesce(array_agg(id), '{{}}'), count(*), %s::bigint, now() FROM moved
RETURNING id
"""
_UNDO = """
WITH chosen AS (
    SELECT id FROM {table} WHERE store_id = %s AND sms_flag = %s AND id IN (
        SELECT unnest(changed_ids) FROM customers_bulkchange WHERE store_id = %s AND id = %s
    ) ORDER BY id FOR NO KEY UPDATE
), moved AS (
    UPDATE {table} AS record SET sms_flag = NOT record.sms_flag, updated_at = now() FROM chosen
    WHERE record.id = chosen.id RETURNING record.id
)
SELECT count(*) FROM moved
"""


@dataclass(frozen=True, slots=True)
class Undone:
    """`back`: records that have their flag of before again. `left`: changed by somebody since, or gone."""

    back: int
    left: int


def set_sms_flags(
    *,
    actor: Actor,
    customers: QuerySet[Customer] | None = None,
    assets: QuerySet[Asset] | None = None,
    flag: bool,
    about: str,
) -> BulkChange:
    """Set the flag of the customers or of the assets; just those that had the other one are changed and noted.

    `about`: in words, which they are. One statement for any number of records, and one audit line, also where nothing
    had to be changed. Raises PermissionDenied, and ValueError unless one of the two is given.
    """
    require(actor, Permission.CUSTOMERS_BULK)
    if (customers is None) == (assets is None):
        raise ValueError("Customers or assets: one of the two.")
    of = BulkChange.Of.CUSTOMERS if customers is not None else BulkChange.Of.ASSETS
    selection, chosen = _ids(customers if customers is not None else assets)
    store_id = current_store_id()
    maker = actor.pk if isinstance(actor, Membership) else None
    with transaction.atomic():
        [(change_id,)] = rows_of(
            _CHANGE.format(table=_TABLES[of], selection=selection),
            [store_id, flag, *chosen, flag, store_id, of.value, flag, about[:200], maker],
        )
        change: BulkChange = BulkChange.objects.defer("changed_ids").get(pk=change_id)
        details = {"of": change.of, "flag": flag, "changed": change.changed, "about": change.about}
        record_audit(actor=actor, action="flags.changed", target=change, details=details)
    return change


def undo_flags(*, actor: Actor, change: BulkChange) -> Undone:
    """Give the records that the change moved, and that still have its flag, the flag of before.

    Once: raises ValidationError where it was undone already; PermissionDenied.
    """
    require(actor, Permission.CUSTOMERS_BULK)
    with transaction.atomic():
        standing = BulkChange.objects.filter(pk=change.pk, undone_at__isnull=True).update(
            undone_at=Now(), undone_by=actor if isinstance(actor, Membership) else None
        )
        if not standing:
            raise ValidationError(_("This change was taken back already."))
        table = _TABLES[BulkChange.Of(change.of)]
        [(back,)] = rows_of(
            _UNDO.format(table=table), [change.store_id, change.flag, change.store_id, change.pk]
        )
        undone = Undone(back=back, left=change.changed - back)
        details = {"of": change.of, "flag": not change.flag, "back": undone.back, "left": undone.left}
        record_audit(actor=actor, action="flags.undone", target=change, details=details)
    return undone


def _ids(records: QuerySet[Any] | None) -> tuple[str, tuple[Any, ...]]:
    """The ids of a query as a statement with its values, for a statement around it."""
    if records is None:
        raise ValueError("Customers or assets: one of the two.")
    try:
        # Within a set neither order nor the rows beside matter.
        statement, values = records.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT id FROM customers_customer WHERE false", ()
    return statement, tuple(values)
