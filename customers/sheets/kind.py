"""What a file is, by its first bytes and a zip's directory."""

import zipfile
from pathlib import Path

from customers.sheets.layout import SheetRefused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Where an encrypted workbook says so: names in an OLE directory are UTF-16.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (
    b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"BM", b"RIFF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!",
    b"{\\rtf", b"MZ", b"\x7fELF", b"SQLite format 3",
)  # fmt: skip
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<svg")
_LOOKED_AT = 65_536
# Of the first bytes, beyond which a file with control characters is no text with a few bad cells.
_MOST_CONTROLS = 0.05
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1a\x1b"))
# A workbook of a million rows unpacks to one and a half gigabytes, at thirty times its size.
MOST_UNPACKED = 3 << 30
_MOST_RATIO = 300
_SMALL = 100 << 20


def kind_of(path: Path) -> str:
    """`csv` or `xlsx`. Raises SheetRefused for what is neither, is encrypted, empty, or would unpack without end."""
    with path.open("rb") as file:
        first = file.read(_LOOKED_AT)
    if not first.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n\x1a"):
        raise SheetRefused("empty_file")
    if first.startswith(_OLE):
        raise SheetRefused("encrypted" if _holds(path, _ENCRYPTED) else "old_excel")
    if first.startswith(b"PK"):
        check_archive(path)
        return "xlsx"
    start = first.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if first.startswith(_OTHERS) or start.startswith(_MARKUP):
        raise SheetRefused("not_spreadsheet")
    wide = first.startswith((b"\xff\xfe", b"\xfe\xff"))
    controls = len(first) - len(first.translate(None, _CONTROLS))
    if not wide and controls > len(first) * _MOST_CONTROLS and controls > 10:
        raise SheetRefused("not_spreadsheet")
    return "csv"


def check_archive(path: Path) -> None:
    """By the zip's own directory; that it does not lie, the child's limits see to. Raises SheetRefused."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise SheetRefused("unreadable") from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if unpacked > MOST_UNPACKED or (unpacked > _SMALL and unpacked / packed > _MOST_RATIO):
        raise SheetRefused("zip_bomb", size=unpacked)
    if any(entry.flag_bits & 1 for entry in entries):
        raise SheetRefused("encrypted")
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise SheetRefused("not_spreadsheet")


def _holds(path: Path, wanted: bytes) -> bool:
    """Whether the bytes stand anywhere in the file, which need not fit into memory."""
    tail = b""
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            if wanted in tail + piece:
                return True
            tail = piece[-len(wanted) :]
    return False
