"""Telephone numbers by the million: what is plainly a number of Japan is read without phonenumbers' parser.

The same numbers come out as from customers.phone, which everything else is left to; a property test holds both equal.
The patterns are those of the installed phonenumbers.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from phonenumbers.phonemetadata import PhoneMetadata, PhoneNumberDesc

from customers.phone import PhoneRefused, phone_from, telephone_from
from customers.phone.cell import plain_number

# Nothing but digits in two or three groups. A country code is taken off where it cannot be anything else.
_DRESSED = re.compile(r"(?:\+81-?|0)?([1-9][0-9]{0,3})-?([0-9]{1,4})-?([0-9]{4})")
_DIGITS = re.compile(r"[1-9][0-9]{8,9}")
_CACHED = 20_000


class NumberReader:
    """For the countries of one store; of Japan first, or there is no short way."""

    def __init__(self, countries: Sequence[str]) -> None:
        self._countries = tuple(countries)
        self._is_japan = bool(countries) and countries[0] == "JP"
        # Errors too: the same few wrong numbers (-, 0, 不明) stand in many rows.
        self._slow_mobile = lru_cache(_CACHED)(self._read_mobile)
        self._slow_landline = lru_cache(_CACHED)(self._read_landline)

    def mobile(self, cell: str) -> str | PhoneRefused:
        """E.164 of a mobile number, or why it is none."""
        return self._short(cell, _MOBILE) or self._slow_mobile(cell)

    def landline(self, cell: str) -> str | PhoneRefused:
        """E.164 of any number that one can call, or why it is none."""
        return self._short(cell, _CALLABLE) or self._slow_landline(cell)

    def _short(self, cell: str, is_one: Callable[[str], object]) -> str | None:
        if not self._is_japan or len(cell) > 100:
            return None
        plain = cell if cell.isascii() else plain_number(cell)
        found = _DRESSED.fullmatch(plain)
        if found is None:
            return None
        digits = found[1] + found[2] + found[3]
        return "+81" + digits if _DIGITS.fullmatch(digits) and is_one(digits) else None

    def _read_mobile(self, cell: str) -> str | PhoneRefused:
        try:
            return phone_from(cell, countries=self._countries).e164
        except PhoneRefused as refused:
            return refused

    def _read_landline(self, cell: str) -> str | PhoneRefused:
        try:
            return telephone_from(cell, countries=self._countries).e164
        except PhoneRefused as refused:
            return refused


def _pattern(*kinds: PhoneNumberDesc | None) -> Callable[[str], object]:
    patterns = [kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)).fullmatch


_metadata = PhoneMetadata.metadata_for_region("JP")
assert _metadata is not None  # noqa: S101 - phonenumbers brings it
_MOBILE = _pattern(_metadata.mobile)
_CALLABLE = _pattern(_metadata.mobile, _metadata.fixed_line)
