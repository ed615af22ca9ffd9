"""What customers' own tables drop when a store's periods have passed. `before` and `limit`: RetentionKind."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.tenancy.scope import current_store_id
from accounts.tenancy.statements import changed_by, rows_of
from customers.domain.delete_customer import delete_appointments, delete_assets, delete_records
from customers.domain.privacy.import_files import drop_files
from customers.models import Complaint, Import, NumberCheck

# Neither texted nor clicked nor changed since, no appointment since then or to come, nothing that still falls due.
_LONG_AWAY = """
FROM customers_customer AS customer
WHERE customer.store_id = %(store)s AND customer.created_at < %(before)s AND customer.updated_at < %(before)s
AND NOT EXISTS (
    SELECT 1 FROM customers_contact AS contact
    WHERE contact.store_id = customer.store_id AND contact.customer_id = customer.id
      AND (contact.last_texted_at >= %(before)s OR contact.last_clicked_at >= %(before)s)
)
AND NOT EXISTS (
    SELECT 1 FROM customers_appointment AS appointment
    WHERE appointment.store_id = customer.store_id AND appointment.customer_id = customer.id
      AND appointment.starts_at >= %(before)s
)
AND NOT EXISTS (
    SELECT 1 FROM customers_asset AS asset
    WHERE asset.store_id = customer.store_id AND asset.customer_id = customer.id
      AND (asset.updated_at >= %(before)s OR asset.archived_at IS NULL AND EXISTS (
          SELECT 1 FROM customers_assetdue AS due
          WHERE due.store_id = asset.store_id AND due.asset_id = asset.id AND due.date >= %(before)s
      ))
)
"""

_ENDED = "FROM customers_appointment WHERE store_id = %(store)s AND starts_at < %(before)s"
_ARCHIVED = "FROM customers_asset WHERE store_id = %(store)s AND archived_at < %(before)s"

_OLD_FAULTS = """
FROM customers_importfault AS fault JOIN customers_import AS import ON import.id = fault.owner_id
WHERE fault.store_id = %(store)s AND import.store_id = %(store)s AND import.made_at < %(before)s
"""


def count_long_away(before: datetime) -> int:
    return _count(_LONG_AWAY, before)


@transaction.atomic
def drop_long_away(before: datetime, limit: int) -> int:
    return delete_records(_some("customer.id", _LONG_AWAY, before, limit))


def count_ended(before: datetime) -> int:
    return _count(_ENDED, before)


@transaction.atomic
def drop_ended(before: datetime, limit: int) -> int:
    return delete_appointments(_some("id", _ENDED, before, limit))


def count_archived(before: datetime) -> int:
    return _count(_ARCHIVED, before)


@transaction.atomic
def drop_archived(before: datetime, limit: int) -> int:
    return delete_assets(_some("id", _ARCHIVED, before, limit))


def count_complaints(before: datetime) -> int:
    return Complaint.objects.filter(recorded_at__lt=before).count()


@transaction.atomic
def drop_complaints(before: datetime, limit: int) -> int:
    old = Complaint.objects.filter(recorded_at__lt=before).order_by("id").values("pk")[:limit]
    return int(Complaint.objects.filter(pk__in=old).delete()[0])


def count_checks(before: datetime) -> int:
    return NumberCheck.objects.filter(made_at__lt=before).count()


@transaction.atomic
def drop_checks(before: datetime, limit: int) -> int:
    old = NumberCheck.objects.filter(made_at__lt=before).order_by("id").values("pk")[:limit]
    return int(NumberCheck.objects.filter(pk__in=old).delete()[0])


def count_import_files(before: datetime) -> int:
    """Files and refused rows together."""
    return _files(before).count() + _count(_OLD_FAULTS, before)


@transaction.atomic
def drop_import_files(before: datetime, limit: int) -> int:
    """Refused rows first, then the files; an import that is under way keeps its own."""
    faults = _some("fault.id", _OLD_FAULTS, before, limit)
    if faults:
        return changed_by("DELETE FROM customers_importfault WHERE id = ANY(%s)", [faults])
    # A file may be large: few at a time.
    return drop_files(list(_files(before).order_by("id")[:20]))


def _files(before: datetime) -> QuerySet[Import]:
    under_way = [Import.Status.QUEUED, Import.Status.RUNNING]
    return Import.objects.filter(upload__isnull=False, made_at__lt=before).exclude(status__in=under_way)


def _count(rows: str, before: datetime) -> int:
    ((found,),) = rows_of(f"SELECT count(*) {rows}", {"store": current_store_id(), "before": before})
    return int(found)


def _some(column: str, rows: str, before: datetime, limit: int) -> list[int]:
    found = rows_of(
        f"SELECT {column} {rows} ORDER BY {column} LIMIT %(limit)s",
        {"store": current_store_id(), "before": before, "limit": limit},
    )
    return [row[0] for row in found]
