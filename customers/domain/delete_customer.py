"""Deleting customers' records: one that was entered wrongly or twice, a person who is erased, who was long away."""

from collections.abc import Collection, Sequence

from django.db import transaction

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.tenancy.scope import current_store_id
from accounts.tenancy.statements import changed_by, rows_of
from customers.models import Appointment, Customer
from customers.signals import appointment_changed

# Messages, confirmations of a number and the like lose their link to what goes by the database (LinkWithinStore: SET
# NULL).
_COMING = """
UPDATE customers_appointment SET status = 'cancelled'
WHERE store_id = %s AND customer_id = ANY(%s) AND status = 'booked' AND starts_at > now() RETURNING id
"""
_ENTRIES = "DELETE FROM customers_staticlistentry WHERE store_id = %s AND customer_id = ANY(%s)"
_CONTACTS = "DELETE FROM customers_contact WHERE store_id = %s AND customer_id = ANY(%s)"
_RECORDS = "DELETE FROM customers_customer WHERE store_id = %s AND id = ANY(%s)"


@transaction.atomic
def delete_customer(*, actor: Actor, customer: Customer) -> bool:
    """The record and what belongs to it: assets, appointments, entries of lists, the last contact.

    Messages stay as they are and lose only their link to it; consents, stops and complaints are of the number and
    stay. True when it was there. Raises PermissionDenied.
    """
    require(actor, Permission.PRIVACY_ERASE)
    gone = delete_records([customer.pk])
    if gone:
        record_audit(actor=actor, action="customer.deleted", target=customer, details={})
    return bool(gone)


def delete_records(customer_ids: Collection[int]) -> int:
    """Records of the store in scope with all that belongs to them; how many. Call it in a transaction.

    Appointments to come are cancelled first, so that nobody is reminded of one that is no more.
    """
    ids, store_id = sorted(customer_ids), current_store_id()
    if not ids:
        return 0
    for (appointment_id,) in rows_of(_COMING, [store_id, ids]):
        appointment_changed.send(Appointment, store_id=store_id, appointment_id=appointment_id)
    changed_by(_ENTRIES, [store_id, ids])
    delete_appointments(_ids_of("customers_appointment", ids))
    delete_assets(_ids_of("customers_asset", ids))
    changed_by(_CONTACTS, [store_id, ids])
    return changed_by(_RECORDS, [store_id, ids])


def delete_appointments(appointment_ids: Sequence[int]) -> int:
    """Appointments of the store in scope; how many. Call it in a transaction."""
    return _delete("customers_appointment", "id", appointment_ids)


def delete_assets(asset_ids: Sequence[int]) -> int:
    """Assets of the store in scope with their due dates; how many. Call it in a transaction."""
    _delete("customers_assetdue", "asset_id", asset_ids)
    return _delete("customers_asset", "id", asset_ids)


def _delete(table: str, column: str, ids: Sequence[int]) -> int:
    return changed_by(
        f"DELETE FROM {table} WHERE store_id = %s AND {column} = ANY(%s)", [current_store_id(), list(ids)]
    )


def _ids_of(table: str, customer_ids: Sequence[int]) -> list[int]:
    found = rows_of(
        f"SELECT id FROM {table} WHERE store_id = %s AND customer_id = ANY(%s)",
        [current_store_id(), list(customer_ids)],
    )
    return [row[0] for row in found]
