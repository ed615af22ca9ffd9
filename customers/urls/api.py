"""`/api/v1/`: customers and what belongs to them."""

from django.urls import path

import accounts.urls.converters  # noqa: F401 - registers <row_id:...>
from customers.api.appointments.endpoints import AppointmentCancel, Appointments, OneAppointment
from customers.api.consents.endpoints import Consents, SuppressionLift, Suppressions
from customers.api.due.endpoints import Due
from customers.api.imports.endpoints import ImportCancel, Imports, OneImport, RejectedRows
from customers.api.lists.endpoints import ListArchive, ListCustomers, ListRemoval, ListRestore, Lists, OneList
from customers.api.records.assets import AssetArchive, AssetRestore, Assets, OneAsset
from customers.api.records.customers import Customers, OneCustomer
from customers.api.records.definitions import AssetKinds, Attributes
from customers.api.segments.endpoints import (
    OneSegment,
    SegmentArchive,
    SegmentCount,
    SegmentCustomers,
    SegmentPreview,
    Segments,
)

app_name = "customers_api"

urlpatterns = [
    path("customers", Customers.as_view(), name="customers"),
    path("customers/<row_id:customer_id>", OneCustomer.as_view(), name="customer"),
    path("customers/<row_id:customer_id>/consents", Consents.as_view(), name="consents"),
    path("suppressions", Suppressions.as_view(), name="suppressions"),
    path("suppressions/<row_id:suppression_id>/lift", SuppressionLift.as_view(), name="suppression-lift"),
    path("attributes", Attributes.as_view(), name="attributes"),
    path("asset-kinds", AssetKinds.as_view(), name="asset-kinds"),
    path("assets", Assets.as_view(), name="assets"),
    path("assets/<row_id:asset_id>", OneAsset.as_view(), name="asset"),
    path("assets/<row_id:asset_id>/archive", AssetArchive.as_view(), name="asset-archive"),
    path("assets/<row_id:asset_id>/restore", AssetRestore.as_view(), name="asset-restore"),
    path("imports", Imports.as_view(), name="imports"),
    path("imports/<row_id:import_id>", OneImport.as_view(), name="import"),
    path("imports/<row_id:import_id>/rejected.csv", RejectedRows.as_view(), name="import-rejected"),
    path("imports/<row_id:import_id>/cancel", ImportCancel.as_view(), name="import-cancel"),
    path("segments", Segments.as_view(), name="segments"),
    path("segments/preview", SegmentPreview.as_view(), name="segment-preview"),
    path("segments/<row_id:segment_id>", OneSegment.as_view(), name="segment"),
    path("segments/<row_id:segment_id>/archive", SegmentArchive.as_view(), name="segment-archive"),
    path("segments/<row_id:segment_id>/customers", SegmentCustomers.as_view(), name="segment-customers"),
    path("segments/<row_id:segment_id>/count", SegmentCount.as_view(), name="segment-count"),
    path("lists", Lists.as_view(), name="lists"),
    path("lists/<row_id:list_id>", OneList.as_view(), name="list"),
    path("lists/<row_id:list_id>/archive", ListArchive.as_view(), name="list-archive"),
    path("lists/<row_id:list_id>/restore", ListRestore.as_view(), name="list-restore"),
    path("lists/<row_id:list_id>/customers", ListCustomers.as_view(), name="list-customers"),
    path("lists/<row_id:list_id>/customers/remove", ListRemoval.as_view(), name="list-removal"),
    path("appointments", Appointments.as_view(), name="appointments"),
    path("appointments/<row_id:appointment_id>", OneAppointment.as_view(), name="appointment"),
    path(
        "appointments/<row_id:appointment_id>/cancel", AppointmentCancel.as_view(), name="appointment-cancel"
    ),
    path("due", Due.as_view(), name="due"),
]
