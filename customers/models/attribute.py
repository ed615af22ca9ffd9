"""What a store wants to know beyond our own fields: of its customers, and of what it looks after for them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key


class Attribute(StoreRow):
    """The definition; values stand in Customer.attributes or Asset.attributes by the definition's id, so that a new
    name loses none.
    """

    class Kind(models.TextChoices):
        TEXT = "text", pgettext_lazy("kind of attribute", "text")
        NUMBER = "number", pgettext_lazy("kind of attribute", "number")
        DATE = "date", pgettext_lazy("kind of attribute", "date")
        CHOICE = "choice", pgettext_lazy("kind of attribute", "choice")

    # Empty: of customers. Else of the assets of this kind.
    asset_kind = StoreForeignKey(
        "customers.AssetKind",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        verbose_name=_("kind of asset"),
    )
    name = models.CharField(_("attribute name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT)
    choices = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("choices"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(StoreRow.Meta):
        verbose_name = _("attribute")
        constraints = [
            store_row_key("customers_attribute"),
            # Templates name it: [[顧客属性:name]]. Also the index for a store's definitions.
            models.UniqueConstraint(
                fields=["store", "asset_kind", "name"], name="customers_attribute_name", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["text", "number", "date", "choice"]),
                name="customers_attribute_kind",
            ),
            models.CheckConstraint(
                condition=(models.Q(kind="choice") & ~models.Q(choices=[]))
                | (~models.Q(kind="choice") & models.Q(choices=[])),
                name="customers_attribute_choices",
            ),
        ]

    def __str__(self) -> str:
        return self.name
