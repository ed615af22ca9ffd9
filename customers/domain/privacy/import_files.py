"""Spreadsheets that were uploaded for an import, when somebody in them is erased."""

import codecs
import re
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from customers.domain.imports.open_import import forget_taken, without_sample
from customers.domain.keep_upload import drop_upload, read_upload
from customers.models import Import
from customers.queries.privacy.files import imports_with_files
from customers.queries.privacy.traces import digits_sought, names_sought, run_together
from customers.registries.personal_data import Whom
from customers.text_search import folded, folded_long

_PACKED = b"PK\x03\x04"
# The old Excel format.
_COMPOUND = b"\xd0\xcf\x11\xe0"
# A number or a name may be cut by the end of a piece.
_OVERLAP = 256
_SHORTEST_NUMBER = 3


class ImportUnderWay(Exception):
    """A file that may hold the person is being read in right now; nothing was erased."""

    def __init__(self, file_name: str) -> None:
        super().__init__(file_name)
        self.file_name = file_name


def imports_holding(whom: Whom) -> list[Import]:
    """Imports whose file holds one of the numbers, the whole name or the customer number as a cell, or cannot be
    searched as text (Excel): in doubt it counts, also when one of a household goes whose number stays."""
    digits = digits_sought(whom.phones)
    names = [folded(name) for name in names_sought(whom.names)]
    # Shorter ones are in every file, as years or amounts.
    numbers = [number for number in whom.customer_numbers if len(number) >= _SHORTEST_NUMBER]
    if not (digits or names or numbers):
        return []
    return [one for one in imports_with_files() if _may_hold(one, digits, names, numbers)]


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


def _may_hold(one: Import, digits: Sequence[str], names: Sequence[str], numbers: Sequence[str]) -> bool:
    encoding = _known(str(one.layout.get("encoding") or "utf-8"))
    return holds(read_upload(one.upload), digits, names, numbers, encoding=encoding)


def holds(
    pieces: Iterable[bytes],
    digits: Sequence[str],
    names: Sequence[str] = (),
    numbers: Sequence[str] = (),
    *,
    encoding: str,
) -> bool:
    """Whether a file of text holds one of the telephone numbers (`digits`), one of the folded names, also in two cells
    beside each other, or a cell with one of the customer numbers; True for Excel's formats, which are no text."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    written = "|".join(re.escape(normalize("NFKC", number)) for number in numbers)
    numbered = re.compile(rf"(?<![^,;\t\r\n\"])\s*(?:{written})\s*(?![^,;\t\r\n\"])") if numbers else None
    before = ""
    for position, piece in enumerate(pieces):
        if position == 0 and piece.startswith((_PACKED, _COMPOUND)):
            return True
        text = before + decoder.decode(piece)
        if digits and _holds_one(run_together(text), digits):
            return True
        if names and _holds_one(folded_long(text), names):
            return True
        if numbered and numbered.search(normalize("NFKC", text)):
            return True
        before = text[-_OVERLAP:]
    return False


def _holds_one(text: str, sought: Sequence[str]) -> bool:
    return any(one in text for one in sought)


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "utf-8"
