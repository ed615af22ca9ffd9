"""A number or a name in free text: cells of a refused row, notes of a file, a saved search."""

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


def run_together(text: str) -> str:
    """The text with what people put between digits left out, and digits in half width."""
    return text.translate(_TABLE)


def digits_sought(phones: Iterable[str]) -> list[str]:
    """What a text run together must hold to name one of the numbers (E.164), in whatever form: the national digits
    without the 0 that spreadsheets drop."""
    digits = (national_digits(phone).removeprefix("0") for phone in phones)
    return [one for one in digits if len(one) >= _FEWEST]


def names_sought(names: Iterable[str]) -> list[str]:
    """Names that say who is meant: a family name alone, or one character, is in too many texts."""
    return sorted({name for name in names if len("".join(name.split())) >= 3})
