"""Cells of files that leave the house. Pure."""

import re

# A spreadsheet would run a cell that begins with one of these; full width counts too where kana are typed.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# It shows a longer bare number as 2.02E+13, and cuts the 0 before a shorter one.
_ROUNDED_NUMBER = re.compile(r"0[0-9]+|[0-9]{12,}", re.ASCII)


def spreadsheet_safe(text: str) -> str:
    """The cell as text that no spreadsheet runs: an apostrophe goes before what could be a formula.

    For every CSV and XLSX that is written here; `090-1234-5678` and `2026-11-23` stay as they are.
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def kept_as_written(text: str) -> str:
    """`spreadsheet_safe`, and an apostrophe before digits that a spreadsheet would round or cut (customer numbers)."""
    return f"'{text}" if _ROUNDED_NUMBER.fullmatch(text) else spreadsheet_safe(text)
