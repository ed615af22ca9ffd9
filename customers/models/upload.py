"""Files that people gave: a spreadsheet to import, a paper as evidence of a consent.

Kept in PostgreSQL, in pieces: every web and worker process reaches them, a backup holds them, and no web server could
ever serve one by its path. They are never executed, and never served back under their own type.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key


class Upload(StoreRow):
    # As the person's computer called it, for people to read: never a path of ours.
    name = models.CharField(_("file name"), max_length=200)
    # Bytes of all pieces together, and their SHA-256 in hex.
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    made_by = StoreForeignKey(
        "accounts.Membership", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("uploaded file")
        constraints = [store_row_key("customers_upload")]

    def __str__(self) -> str:
        return self.name


class UploadPart(StoreRow):
    """A piece of up to a mebibyte."""

    upload = StoreForeignKey(Upload, on_delete=models.DO_NOTHING, related_name="parts", db_index=False)
    position = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta(StoreRow.Meta):
        verbose_name = _("piece of a file")
        constraints = [
            models.UniqueConstraint(fields=["store", "upload", "position"], name="customers_uploadpart_once"),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.position}"
