"""The apostrophe that makes a text of a cell: put on in files that leave, taken off in files that come. Pure."""

import re

# A spreadsheet would run a cell that begins with one of these; full width counts too where kana are typed.
_FORMULA = r"[=+\-@\t\r\n＝＋－＠].*"
# It shows a longer bare number as 2.02E+13, and cuts the 0 before a shorter one.
_ROUNDED_NUMBER = r"0[0-9]+|[0-9]{12,}"
# A text that has the mark as its own gets another, or it would lose it on the way back.
_UNSAFE = re.compile(rf"'*(?:{_FORMULA})|'+(?:{_ROUNDED_NUMBER})", re.DOTALL)
_ROUNDED = re.compile(_ROUNDED_NUMBER)
_MARKED = re.compile(rf"'+(?:{_FORMULA}|{_ROUNDED_NUMBER})", re.DOTALL)


def spreadsheet_safe(text: str) -> str:
    """The cell as text that no spreadsheet runs: an apostrophe goes before what could be a formula.

    For every CSV and XLSX that is written here; `090-1234-5678` and `2026-11-23` stay as they are.
    """
    return f"'{text}" if _UNSAFE.fullmatch(text) else text


def kept_as_written(text: str) -> str:
    """`spreadsheet_safe`, and an apostrophe before digits that a spreadsheet would round or cut (customer numbers)."""
    return f"'{text}" if _ROUNDED.fullmatch(text) else spreadsheet_safe(text)


def without_mark(cell: str) -> str:
    """The text that either of these wrote as this cell."""
    return cell[1:] if cell.startswith("'") and _MARKED.fullmatch(cell) else cell
