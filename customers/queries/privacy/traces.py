"""A number or a name in free text: cells of a refused row, notes of a file, a saved search."""

import re
from collections.abc import Iterable

from customers.phone import national_digits

# What stands between the digits of a number, and digits in full width.
_BETWEEN = " -.()\t\u00a0\u3000‐‑‒–—―−ｰー－．（）"
_WIDE = "０１２３４５６７８９"

# Text of SQL with its digits run together, as `run_together` does it here. Has one place: the text.
RUN_TOGETHER = f"translate(%s, '{_WIDE}{_BETWEEN}', '0123456789')"

_TABLE = str.maketrans(_WIDE, "0123456789", _BETWEEN)
# Shorter runs of digits are everywhere.
_FEWEST = 7
# Without a blank between family and given name.
_WHOLE_NAME = 4


def run_together(text: str) -> str:
    """The text with what people put between digits left out, and digits in half width."""
    return text.translate(_TABLE)


def digits_sought(phones: Iterable[str]) -> list[str]:
    """What a text run together must hold to name one of the numbers (E.164), in whatever form: the national digits
    without the 0 that spreadsheets drop."""
    digits = (national_digits(phone).removeprefix("0") for phone in phones)
    return [one for one in digits if len(one) >= _FEWEST]


def names_sought(names: Iterable[str]) -> list[str]:
    """Names that say who is meant: with a given name behind a blank, or of four characters and more. A family name
    alone is many people's."""
    return sorted({name for name in names if len(name.split()) > 1 or len(name.strip()) >= _WHOLE_NAME})


def patterns_sought(phones: Iterable[str], names: Iterable[str]) -> list[str]:
    """Regular expressions (of PostgreSQL as of Python) for a text run together: a number of theirs in it, or a whole
    name that no longer one goes on from: 山田 太 is not in 山田太郎様, 山田 太郎 is."""
    found = [_name_pattern(run_together(name)) for name in names_sought(names)]
    return [re.escape(digits) for digits in digits_sought(phones)] + found


def _name_pattern(name: str) -> str:
    written = re.escape(name)
    last = name[-1:]
    if "一" <= last <= "鿿" or last == "々":
        return f"{written}(?=[様殿氏君宛御]|[^一-鿿々]|$)"
    if "ァ" <= last <= "ヺ":
        return f"{written}(?=[^ァ-ヺ]|$)"
    if last.isascii() and last.isalpha():
        return f"(?<![A-Za-z]){written}(?=[^A-Za-z]|$)"
    return written
