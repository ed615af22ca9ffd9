"""The opt-in kit (mission.md B12): a store's sign-up page, and numbers that are being confirmed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key
from customers.models.consent import ConsentPurpose, ConsentWording
from customers.models.customer import E164


class SignUpPage(StoreRow):
    """`/join/{slug}`: at most one a store."""

    is_open = models.BooleanField(_("open"), default=False)
    # What people agree to now; older versions stay with whom agreed to them.
    wording = StoreForeignKey(
        ConsentWording, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    intro = models.CharField(_("introduction"), max_length=500, blank=True)
    asks_name = models.BooleanField(_("ask for the name"), default=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("sign-up page")
        constraints = [
            store_row_key("customers_signuppage"),
            models.UniqueConstraint(fields=["store"], name="customers_signuppage_once"),
        ]

    def __str__(self) -> str:
        return f"sign-up page of store {self.store_id}"


class NumberCheck(StoreRow):
    """A code sent to a number; whoever can tell it holds the phone. For a sign-up, or in front of a customer."""

    class Occasion(models.TextChoices):
        SIGN_UP = "sign_up", _("sign-up page")
        COUNTER = "counter", _("at the counter")
        # A member of the team proves a handset of their own.
        TEAM = "team", _("number of the team")

    occasion = models.CharField(max_length=10, choices=Occasion)
    # Names the check in an address without telling anything.
    key = models.UUIDField(unique=True)
    phone = models.CharField(max_length=16)
    customer = StoreForeignKey(
        "customers.Customer", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # Of the code, with the key; the code itself is kept nowhere of ours but in the message.
    code_digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    # What a visitor gave, until it is confirmed.
    name = models.CharField(max_length=100, blank=True)
    wording = StoreForeignKey(
        ConsentWording, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    purposes = ArrayField(models.CharField(max_length=10, choices=ConsentPurpose), default=list)
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("confirmation of a number")
        constraints = [
            store_row_key("customers_numbercheck"),
            models.CheckConstraint(condition=models.Q(phone__regex=E164), name="customers_numbercheck_phone"),
        ]
        indexes = [
            # How many codes a number was sent lately; the state on the customer's page.
            models.Index(fields=["store", "phone", "made_at"], name="customers_checks_of_phone"),
            # The same at all stores.
            models.Index(fields=["phone", "made_at"], name="customers_checks_of_numbers"),
            # How many an address asked for lately.
            models.Index(fields=["ip", "made_at"], name="customers_checks_of_ip"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} {self.made_at:%Y-%m-%d}"
