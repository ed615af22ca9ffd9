"""An import of a spreadsheet (mission.md B7): the file, how it is read, how far it has come, what was refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key


class Import(StoreRow):
    """Counters and `position` move in the transaction of the rows that they count, so that a crash changes nothing."""

    class Kind(models.TextChoices):
        CUSTOMERS = "customers", _("customers")

    class Status(models.TextChoices):
        # Uploaded; the columns are being mapped.
        DRAFT = "draft", _("being prepared")
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CUSTOMERS)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    # Emptied when retention drops the file.
    upload = StoreForeignKey(
        "customers.Upload", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    file_name = models.CharField(max_length=200)
    # How the file was found to be written: {"format", "encoding", "delimiter", "sheet", "header_row", "headers"}.
    layout = models.JSONField(default=dict)
    # {column's position in the file as text: target}, and what else was chosen (docs/imports.md).
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    dry_run = models.BooleanField(default=False)

    made_by = StoreForeignKey(
        "accounts.Membership", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    token = StoreForeignKey(
        "accounts.ApiToken", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # Until when its worker is believed to be alive, by PostgreSQL's clock.
    lease_until = models.DateTimeField(null=True)
    # Data rows of the file read so far, over all passes (domain/imports/passes.py); where a new worker goes on.
    position = models.PositiveIntegerField(default=0)
    # How often a worker has taken it since the last chunk (domain/imports/lease.py).
    attempts = models.PositiveSmallIntegerField(default=0)
    # Share of the file read, 0 to 1.
    progress = models.FloatField(default=0.0)

    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    # Entries of the consent ledger written.
    consents = models.PositiveIntegerField(default=0)
    # Why the whole of it failed: a code of customers.intake, and what its words name.
    failure = models.JSONField(default=dict)

    class Meta(StoreRow.Meta):
        verbose_name = _("import")
        constraints = [store_row_key("customers_import")]
        indexes = [
            # What a worker has to take up (tasks.sweep_imports), for all stores.
            models.Index(
                fields=["status", "lease_until"],
                condition=models.Q(status__in=["queued", "running"]),
                name="customers_imports_to_run",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportFault(StoreRow):
    """A row that was not taken in, as it stood in the file, and why."""

    owner = StoreForeignKey(Import, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    # As the spreadsheet numbers it: the header above it counts.
    row = models.PositiveIntegerField()
    # [{"column": position or null, "code": ..., "params": {...}}]; the words are made when they are shown.
    reasons = models.JSONField()
    cells = models.JSONField()
    # A duplicate of an earlier row, not an error.
    is_duplicate = models.BooleanField(default=False)

    class Meta(StoreRow.Meta):
        verbose_name = _("row that was not imported")
        constraints = [
            # Also the order in which they are shown and written.
            models.UniqueConstraint(fields=["store", "owner", "row"], name="customers_importfault_row"),
        ]

    def __str__(self) -> str:
        return f"{self.row}"


class ImportTaken(StoreRow):
    """Who was given by which row of an import that is under way: a later row with the same key is a duplicate, also
    after a crash. Deleted when the import ends.

    Without foreign keys: to check two for each of a million rows took as long as to write them.
    """

    store = models.ForeignKey(
        "accounts.Store", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    # Import.id
    owner = models.BigIntegerField(db_column="owner_id")
    # c12: the customer with id 12, a7: the asset; others of a dry run, which makes none (domain/imports/taken.py).
    key = models.CharField(max_length=200, db_collation="C")
    row = models.PositiveIntegerField()

    class Meta(StoreRow.Meta):
        verbose_name = _("row that was imported")
        indexes = [models.Index(fields=["store", "owner", "key"], name="customers_importtaken_key")]

    def __str__(self) -> str:
        return f"{self.row} {self.key}"


class ImportMemory(StoreRow):
    """The mapping that a store chose last: {column's name: target}."""

    kind = models.CharField(max_length=10, choices=Import.Kind)
    mapping = models.JSONField(default=dict)

    class Meta(StoreRow.Meta):
        verbose_name = _("remembered mapping")
        constraints = [
            models.UniqueConstraint(fields=["store", "kind"], name="customers_importmemory_once"),
        ]

    def __str__(self) -> str:
        return self.kind
