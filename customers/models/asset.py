"""What a store looks after for a customer: a vehicle (車両), a lease (賃貸契約), an insurance, an appliance."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key


class AssetKind(StoreRow):
    """A kind of asset that the store looks after. Its attributes are `Attribute` rows, its dates `DueKind` rows."""

    name = models.CharField(_("kind of asset"), max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(StoreRow.Meta):
        verbose_name = _("kind of asset")
        constraints = [
            store_row_key("customers_assetkind"),
            models.UniqueConstraint(fields=["store", "name"], name="customers_assetkind_name"),
        ]

    def __str__(self) -> str:
        return self.name


class DueKind(StoreRow):
    """What falls due for assets of a kind: 車検, 点検, オイル交換, 更新."""

    asset_kind = StoreForeignKey(
        AssetKind, on_delete=models.DO_NOTHING, related_name="due_kinds", db_index=False
    )
    name = models.CharField(_("what falls due"), max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(StoreRow.Meta):
        verbose_name = _("what falls due")
        constraints = [
            store_row_key("customers_duekind"),
            models.UniqueConstraint(fields=["store", "asset_kind", "name"], name="customers_duekind_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Asset(StoreRow):
    """One vehicle, lease, ... of a customer."""

    customer = StoreForeignKey(
        "customers.Customer", on_delete=models.DO_NOTHING, related_name="assets", db_index=False
    )
    kind = StoreForeignKey(AssetKind, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    # What people call it: "プリウス 白", "グリーンハイツ 203".
    label = models.CharField(_("name"), max_length=100)
    # Its registration, contract or serial number; several assets may have one (an old and a new contract).
    number = models.CharField(_("registration or contract number"), max_length=40, blank=True)
    # {Attribute.id as text: text, number, ISO date or one of the choices}
    attributes = models.JSONField(default=dict, blank=True)
    # Bulk sends about this asset need it beside the customer's own flag (mission.md B3).
    sms_flag = models.BooleanField(_("SMS flag"), default=False)
    notes = models.TextField(_("notes"), blank=True)
    # Sold, scrapped, ended: no longer due, still readable.
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("asset")
        constraints = [
            store_row_key("customers_asset"),
            models.CheckConstraint(condition=~models.Q(label=""), name="customers_asset_labelled"),
        ]
        indexes = [
            # What a customer has (the customer's page; a search's EXISTS).
            models.Index(fields=["store", "customer"], name="customers_assets_of"),
            # A registration number, or its beginning (an import finds the asset by it).
            models.Index(fields=["store", "number"], name="customers_asset_number"),
            # A search by a choice or a text of an asset's own attributes.
            GinIndex(fields=["attributes"], opclasses=["jsonb_path_ops"], name="customers_asset_attributes"),
        ]

    def __str__(self) -> str:
        return self.label


class AssetDue(StoreRow):
    """The date on which something falls due for an asset. At most one of a kind: the next."""

    asset = StoreForeignKey(Asset, on_delete=models.DO_NOTHING, related_name="dues", db_index=False)
    kind = StoreForeignKey(DueKind, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    # A day of the store's calendar.
    date = models.DateField(_("due on"))

    class Meta(StoreRow.Meta):
        verbose_name = _("due date")
        constraints = [
            # Also the index of an asset's dates.
            models.UniqueConstraint(fields=["store", "asset", "kind"], name="customers_assetdue_once"),
        ]
        indexes = [
            # Due lists and "due within N days" (queries/due_list.py, criteria).
            models.Index(fields=["store", "kind", "date", "asset"], name="customers_due_on"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.date}"
