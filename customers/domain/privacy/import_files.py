"""Spreadsheets that were uploaded for an import, when somebody in them is erased."""

import codecs
from collections.abc import Iterable, Sequence

from customers.domain.imports.open_import import forget_taken, without_sample
from customers.domain.keep_upload import drop_upload, read_upload
from customers.models import Import
from customers.queries.privacy.files import imports_with_files
from customers.queries.privacy.traces import digits_sought, run_together
from customers.registries.personal_data import Whom

_PACKED = b"PK\x03\x04"
# The old Excel format.
_COMPOUND = b"\xd0\xcf\x11\xe0"
# A number may be cut by the end of a piece.
_OVERLAP = 64


class ImportUnderWay(Exception):
    """A file that may hold the person is being read in right now; nothing was erased."""

    def __init__(self, file_name: str) -> None:
        super().__init__(file_name)
        self.file_name = file_name


def imports_holding(whom: Whom) -> list[Import]:
    """Imports whose file holds one of the numbers, or cannot be searched as text (Excel): in doubt it counts."""
    digits = digits_sought(whom.phones)
    return [one for one in imports_with_files() if digits and _may_hold(one, digits)]


def drop_files(imports: Sequence[Import]) -> int:
    """Delete the files, not what was imported from them. What was still being prepared cannot go on without.

    Raises ImportUnderWay where one is being read. Returns how many files. Call it in a transaction.
    """
    running = {Import.Status.QUEUED, Import.Status.RUNNING}
    locked = Import.objects.select_for_update().filter(pk__in=[one.pk for one in imports]).order_by("id")
    for one in locked:
        if one.status in running:
            raise ImportUnderWay(one.file_name)
        upload, one.upload = one.upload, None
        one.layout = without_sample(one.layout)
        if one.status == Import.Status.DRAFT:
            one.status = Import.Status.CANCELLED
        one.save(update_fields=["upload", "layout", "status"])
        forget_taken(one)
        if upload is not None and not Import.objects.filter(upload=upload).exists():
            drop_upload(upload)
    return len(imports)


def _may_hold(one: Import, digits: Sequence[str]) -> bool:
    encoding = _known(str(one.layout.get("encoding") or "utf-8"))
    return holds_digits(read_upload(one.upload), digits, encoding=encoding)


def holds_digits(pieces: Iterable[bytes], digits: Sequence[str], *, encoding: str) -> bool:
    """Whether a file of text names one of the numbers; True for Excel's formats, which are no text."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    before = ""
    for position, piece in enumerate(pieces):
        if position == 0 and piece.startswith((_PACKED, _COMPOUND)):
            return True
        text = before + run_together(decoder.decode(piece))
        if any(one in text for one in digits):
            return True
        before = text[-_OVERLAP:]
    return False


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "utf-8"
