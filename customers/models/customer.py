"""A customer's record (顧客カルテ)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key
from customers.phone import national_form

E164 = r"^\+[1-9][0-9]{6,14}$"


class Customer(StoreRow):
    """A person or a company that the store knows.

    Written by customers/domain/save_customer.py; whoever writes rows another way (an import, the demo) calls
    customers/domain/index_customer.py first.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        COMPANY = "company", _("company")

    class Language(models.TextChoices):
        JA = "ja", _("Japanese")
        EN = "en", _("English")

    number = models.CharField(_("customer number"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PERSON)
    # As the person writes it: never normalised, compatibility kanji are part of a name.
    name = models.CharField(_("name"), max_length=100, blank=True)
    kana = models.CharField(_("name in kana"), max_length=100, blank=True)
    company_name = models.CharField(_("company name"), max_length=100, blank=True)
    # E.164. Not unique: a household may share one.
    mobile = models.CharField(_("mobile number"), max_length=16, null=True, blank=True)
    landline = models.CharField(_("landline"), max_length=16, null=True, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    # The database empties it when the person leaves the store (LinkWithinStore).
    staff = StoreForeignKey(
        "accounts.Membership",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        verbose_name=_("staff in charge"),
    )
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.JA)
    # {Attribute.id as text: text, number, ISO date or one of the choices}
    attributes = models.JSONField(default=dict, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    # Bulk sends, campaigns and rules reach only customers whose flag is on; it is no consent (mission.md B3).
    sms_flag = models.BooleanField(_("SMS flag"), default=False)
    # When somebody who held the phone with this number told the code that was sent there (mission.md B12).
    mobile_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    # What is searched, made by customers/text_search.py. "C": by code point, so that LIKE 'x%' is an index range.
    sort_key = models.TextField(db_collation="C", editable=False)
    search_text = models.TextField(editable=False)
    search_grams = ArrayField(models.TextField(), default=list, editable=False)
    search_number = models.TextField(db_collation="C", editable=False)
    mobile_reversed = models.CharField(max_length=16, db_collation="C", editable=False)
    landline_reversed = models.CharField(max_length=16, db_collation="C", editable=False)

    class Meta(StoreRow.Meta):
        verbose_name = _("customer")
        constraints = [
            store_row_key("customers_customer"),
            models.UniqueConstraint(
                fields=["store", "number"],
                condition=~models.Q(number=""),
                name="customers_customer_number",
            ),
            models.CheckConstraint(
                condition=models.Q(mobile__isnull=True) | models.Q(mobile__regex=E164),
                name="customers_customer_mobile",
            ),
            models.CheckConstraint(
                condition=models.Q(landline__isnull=True) | models.Q(landline__regex=E164),
                name="customers_customer_landline",
            ),
            models.CheckConstraint(
                condition=(models.Q(kind="person") & ~models.Q(name=""))
                | (models.Q(kind="company") & ~models.Q(company_name="")),
                name="customers_customer_named",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["person", "company"]) & models.Q(language__in=["ja", "en"]),
                name="customers_customer_choices",
            ),
        ]
        indexes = [
            # The list, by kana, page after page (queries/customer_list.py).
            models.Index(fields=["store", "sort_key", "id"], name="customers_by_kana"),
            # Who shares this number; whose number was pasted (queries/numbers.py).
            models.Index(fields=["store", "mobile"], name="customers_by_mobile"),
            # The search box (queries/search.py), as the three below: "ends with 5678".
            models.Index(fields=["store", "mobile_reversed"], name="customers_mobile_tail"),
            models.Index(fields=["store", "landline_reversed"], name="customers_landline_tail"),
            # A customer number, or its beginning.
            models.Index(fields=["store", "search_number"], name="customers_number_start"),
            # Part of a name, its kana, or a company's name.
            GinIndex(fields=["search_grams"], name="customers_grams"),
            # A search by a choice or a text of the store's own attributes (queries/found.py).
            GinIndex(fields=["attributes"], opclasses=["jsonb_path_ops"], name="customers_attributes"),
        ]

    def __str__(self) -> str:
        return self.company_name if self.kind == self.Kind.COMPANY else self.name

    @property
    def other_name(self) -> str:
        """Beside the name that the customer goes by: a company's person to speak to, a person's company."""
        return self.name if self.kind == self.Kind.COMPANY else self.company_name

    @property
    def mobile_form(self) -> str:
        return national_form(self.mobile) if self.mobile else ""

    @property
    def landline_form(self) -> str:
        return national_form(self.landline) if self.landline else ""
