"""How what was typed is written into a record: once, whoever gives it."""

from collections.abc import Callable
from unicodedata import normalize


def one_line(typed: str) -> str:
    """Blanks of all widths, tabs and line ends as one blank each. Letters stay as they are written."""
    return " ".join(typed.split())


def one_width(typed: str) -> str:
    """The same, and half-width kana, full-width digits and letters in their usual width."""
    return one_line(normalize("NFKC", typed))


def postal_code(typed: str) -> str:
    """Seven digits as 123-4567; what is none of Japan stays."""
    code = one_width(typed).lstrip("〒 ")
    digits = code.replace("-", "").replace("ー", "").replace(" ", "")
    return f"{digits[:3]}-{digits[3:]}" if len(digits) == 7 and digits.isdecimal() else code


def lines(typed: str) -> str:
    """Browsers send CR LF."""
    return typed.replace("\r\n", "\n")


# By field of a customer's record.
TIDY: dict[str, Callable[[str], str]] = {
    "number": one_width,
    "name": one_line,
    "kana": one_width,
    "company_name": one_line,
    "postal_code": postal_code,
    "address": one_line,
    "email": str.strip,
    "notes": lines,
}
