"""A spreadsheet that somebody gave: kept and looked at, or nothing of it."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from customers.domain.imports.prepare import prepare_import
from customers.domain.keep_upload import keep_upload
from customers.models import Import
from customers.sheets.layout import MOST_BYTES


def receive_spreadsheet(*, actor: Actor, name: str, pieces: Iterable[bytes]) -> Import:
    """The import as a draft, its columns guessed.

    Raises SheetRefused for what cannot be read, UploadTooLarge beyond MOST_BYTES, PermissionDenied: nothing is kept
    then.
    """
    require(actor, Permission.CUSTOMERS_IMPORT)
    with transaction.atomic():
        upload = keep_upload(actor=actor, name=name, pieces=pieces, most=MOST_BYTES)
        return prepare_import(actor=actor, upload=upload, name=name)
