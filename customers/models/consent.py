"""The consent ledger: what a number's owner agreed to, provably (mission.md B4).

`ConsentLink` is the chain: per store, append-only, without a personal datum. `ConsentRecord` stands beside it with the
person and the salt; erasure drops it, and the chain still proves (docs/consent.md). `ConsentState` is what counts now.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key
from customers.models.customer import E164


class ConsentPurpose(models.TextChoices):
    NOTICE = "notice", _("notices")
    REMINDER = "reminder", _("reminders")
    PROMOTION = "promotion", _("promotion")


class ConsentSource(models.TextChoices):
    COUNTER = "counter", _("at the counter")
    PAPER = "paper", _("on paper")
    WEB_FORM = "web_form", _("web form")
    IMPORT = "import", _("import")
    REPLY = "reply", _("reply")
    CALL = "call", _("telephone call")
    OPT_OUT_PAGE = "opt_out_page", _("opt-out page")


class ConsentWording(StoreRow):
    """The words that people agreed to. A change is a new version; append-only."""

    version = models.PositiveIntegerField()
    language = models.CharField(
        max_length=5, choices=[("ja", _("Japanese")), ("en", _("English"))], default="ja"
    )
    purposes = ArrayField(models.CharField(max_length=10, choices=ConsentPurpose))
    text = models.TextField(_("wording"))
    made_by = StoreForeignKey(
        "accounts.Membership", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("wording of consent")
        constraints = [
            store_row_key("customers_consentwording"),
            models.UniqueConstraint(fields=["store", "version"], name="customers_wording_version"),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"


class ConsentChain(StoreRow):
    """Where a store's chain ends; locked by whoever appends. The audit log has every head too."""

    head_position = models.BigIntegerField(default=0)
    # SHA-256 of the last link; empty before the first.
    head_hash = models.BinaryField(max_length=32, default=b"")

    class Meta(StoreRow.Meta):
        verbose_name = _("consent chain")
        constraints = [
            store_row_key("customers_consentchain"),
            models.UniqueConstraint(fields=["store"], name="customers_consentchain_once"),
        ]

    def __str__(self) -> str:
        return f"{self.store_id} {self.head_position}"


class ConsentLink(StoreRow):
    """One link of the chain. Append-only by triggers; nothing in it names a person."""

    class Action(models.TextChoices):
        GRANTED = "granted", _("granted")
        WITHDRAWN = "withdrawn", _("withdrawn")
        # The personal data of one or more earlier links were erased; `erased` names them.
        ERASED = "erased", _("erased")

    # 1, 2, 3 ... without a gap, per store.
    position = models.BigIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=10, choices=Action)
    purpose = models.CharField(max_length=10, choices=ConsentPurpose, blank=True)
    # SHA-256 of the record's salt and canonical form (customers/ledger); empty for an erasure.
    digest = models.BinaryField(max_length=32)
    erased = ArrayField(models.BigIntegerField(), default=list)
    # The hash of the link before, and of this one.
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta(StoreRow.Meta):
        verbose_name = _("link of the consent chain")
        constraints = [
            store_row_key("customers_consentlink"),
            models.UniqueConstraint(fields=["store", "position"], name="customers_consentlink_position"),
            # Below the first nobody would look.
            models.CheckConstraint(condition=models.Q(position__gt=0), name="customers_consentlink_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.action}"


class ConsentRecord(StoreRow):
    """Who, when, how, in which words: the personal side of one link. Never changed; deleted by an erasure only."""

    # ConsentLink.position of the same store.
    position = models.BigIntegerField()
    salt = models.BinaryField(max_length=16)
    phone = models.CharField(max_length=16)
    # The person as the store called them then.
    name = models.CharField(max_length=100, blank=True)
    purpose = models.CharField(max_length=10, choices=ConsentPurpose)
    granted = models.BooleanField()
    # When the person said so; ConsentLink.at is when it was written down.
    given_at = models.DateTimeField()
    source = models.CharField(max_length=20, choices=ConsentSource)
    wording = StoreForeignKey(
        ConsentWording, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    note = models.CharField(max_length=500, blank=True)
    # For a web form.
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    # SHA-256 (hex) of an uploaded paper, and the file while it is kept.
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    evidence = StoreForeignKey(
        "customers.Upload", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # Who wrote it down, as they were called: a membership may end.
    recorded_by_name = models.CharField(max_length=150)

    class Meta(StoreRow.Meta):
        verbose_name = _("consent")
        constraints = [
            # One record a link; read in step with the chain.
            models.UniqueConstraint(fields=["store", "position"], name="customers_consentrecord_position"),
            models.CheckConstraint(
                condition=models.Q(position__gt=0), name="customers_consentrecord_from_one"
            ),
            models.CheckConstraint(condition=models.Q(phone__regex=E164), name="customers_consent_phone"),
        ]
        indexes = [
            # The proof for one number; a customer's page.
            models.Index(fields=["store", "phone", "position"], name="customers_consents_of_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.purpose} {self.granted}"


class ConsentState(StoreRow):
    """What holds now for a number and purpose: derived from the ledger in the transaction that appends to it."""

    phone = models.CharField(max_length=16)
    purpose = models.CharField(max_length=10, choices=ConsentPurpose)
    granted = models.BooleanField()
    given_at = models.DateTimeField()
    # ConsentLink.position that decided it.
    position = models.BigIntegerField()

    class Meta(StoreRow.Meta):
        verbose_name = _("state of a consent")
        constraints = [
            # Read by judge at planning and at the last gate, for many numbers at once.
            models.UniqueConstraint(fields=["store", "phone", "purpose"], name="customers_consentstate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.granted}"
