"""Numbers that are not to be texted."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key
from customers.models.customer import E164


class Suppression(StoreRow):
    """A stop: of a number, not of a customer's record, which it outlives.

    It is recorded in one store and binds all stores of that store's legal entity (queries/suppressions.py).
    A lifted one stays as it was: history. So does a pause (one with `ends_at`) once it is over.
    """

    class Purpose(models.TextChoices):
        ALL = "all", _("all messages")
        NOTICE = "notice", _("notices")
        REMINDER = "reminder", _("reminders")
        PROMOTION = "promotion", _("promotion")

    class Reason(models.TextChoices):
        OPT_OUT_PAGE = "opt_out_page", _("stopped on the opt-out page")
        REPLY_WORD = "reply_word", _("answered with a stop word")
        COMPLAINT = "complaint", _("complaint")
        WRONG_PERSON = "wrong_person", _("wrong person")
        PERMANENT_FAILURE = "permanent_failure", _("cannot be reached for good")
        PROVIDER_LIST = "provider_list", _("on the provider's stop list")
        AT_REQUEST = "at_request", _("asked for by the customer")

    phone = models.CharField(_("phone"), max_length=16)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose, default=Purpose.ALL)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    note = models.CharField(_("note"), max_length=500, blank=True)
    # Empty where nobody of the store did it: an opt-out page, a reply, a receipt.
    recorded_by = StoreForeignKey(
        "accounts.Membership", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # A pause that the recipient asked for ends by itself; a stop never does.
    ends_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = StoreForeignKey(
        "accounts.Membership", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    lift_reason = models.CharField(_("reason for lifting"), max_length=500, blank=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("stop")
        constraints = [
            store_row_key("customers_suppression"),
            # One stop in force for a number and purpose. Also the index that the last gate reads at hand-off.
            models.UniqueConstraint(
                fields=["store", "phone", "purpose"],
                condition=models.Q(lifted_at__isnull=True),
                name="customers_suppression_once",
            ),
            models.CheckConstraint(condition=models.Q(phone__regex=E164), name="customers_suppression_phone"),
            models.CheckConstraint(
                condition=models.Q(purpose__in=["all", "notice", "reminder", "promotion"])
                & models.Q(
                    reason__in=[
                        "opt_out_page",
                        "reply_word",
                        "complaint",
                        "wrong_person",
                        "permanent_failure",
                        "provider_list",
                        "at_request",
                    ]
                ),
                name="customers_suppression_choices",
            ),
            models.CheckConstraint(
                condition=(models.Q(lifted_at__isnull=True) & models.Q(lift_reason=""))
                | (models.Q(lifted_at__isnull=False) & ~models.Q(lift_reason="")),
                name="customers_suppression_lifted",
            ),
        ]
        indexes = [
            # The whole history of one number, lifted stops too (the customer's page).
            models.Index(fields=["store", "phone", "created_at"], name="customers_stops_of_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.get_purpose_display()})"

    @property
    def is_over(self) -> bool:
        """Whether it was a pause that has ended by itself; nobody lifted it."""
        return self.lifted_at is None and self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None and not self.is_over
