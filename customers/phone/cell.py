"""Telephone numbers as people type them, one to a cell: to E.164 or to a reason why not.

Pure: no models, no settings. What is refused rather than repaired could reach a stranger.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

# Countries whose numbers are read, ISO 3166-1 alpha-2; the first is that of a number without country code.
JAPAN = ("JP",)

# No number in any dress is longer; phonenumbers itself would search a text of 250 characters.
_LONGEST = 40
# Normalising takes the square of the length for a run of combining marks, so what is far too long is not begun.
_LONGEST_TYPED = 100

# Contacts and web pages copy these along, unseen: byte order mark, joiners, marks of writing direction.
_UNSEEN = dict.fromkeys([0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)])
_DASHES = str.maketrans(dict.fromkeys("ー−‐–—―─━", "-"))
_DRESS = re.compile(r"[-\s().・]")
_NUMBER = re.compile(r"\+?[0-9]+")
_PHONISH = re.compile(r"[-+0-9().・\s]*")
# What a spreadsheet makes of a long number; its lost digits do not come back. 9012345678.0 and 90.12345678 are the same
# accident; with a point between all its groups it is a number as people write it.
_DAMAGED = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,2}|[0-9]+\.[0-9]+", re.IGNORECASE)
# The result of a subtraction. A dash before a number that has its 0, or a blank behind, is a bullet.
_NEGATIVE = re.compile(r"-[1-9][0-9.]*")

_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


class Refusal(StrEnum):
    """Why a text is no number that can be texted. SEVERAL and TOO_LONG are of a line, the others also of a cell."""

    EMPTY = "empty"
    DAMAGED = "damaged"
    INVALID = "invalid"
    NOT_MOBILE = "not_mobile"
    FOREIGN = "foreign"
    SEVERAL = "several"
    TOO_LONG = "too_long"


class PhoneRefused(ValueError):
    def __init__(self, code: Refusal) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Phone:
    """`e164` as it is stored, `country` ISO 3166-1 alpha-2."""

    e164: str
    country: str


def phone_from(typed: str, *, countries: Sequence[str] = JAPAN) -> Phone:
    """The mobile number that a cell holds, and it holds nothing else. Raises PhoneRefused.

    MOBILE and FIXED_LINE_OR_MOBILE (American numbers are that) of the countries given are taken; 0800, 0120, 050,
    020 and fixed lines get no SMS in Japan.
    """
    number, country = _parsed(typed, countries)
    if phonenumbers.number_type(number) not in _MOBILE:
        raise PhoneRefused(Refusal.NOT_MOBILE)
    return Phone(_e164(number), country)


def telephone_from(typed: str, *, countries: Sequence[str] = JAPAN) -> Phone:
    """The number that a cell holds, of whatever kind: one to call. Raises PhoneRefused, never as NOT_MOBILE."""
    number, country = _parsed(typed, countries)
    return Phone(_e164(number), country)


def visible_text(typed: str) -> str:
    """The text without the characters that cannot be seen."""
    return typed.translate(_UNSEEN)


def plain_number(typed: str) -> str:
    """The text in half width, its dashes one kind, without what cannot be seen."""
    return normalize("NFKC", visible_text(typed)).translate(_DASHES).strip()


def undressed_number(plain: str) -> str:
    """Without dashes, dots, brackets and blanks."""
    return _DRESS.sub("", plain)


def is_phonish(plain: str) -> bool:
    """Whether nothing but digits and a number's dress is in the text, and at least one digit."""
    return _PHONISH.fullmatch(plain) is not None and any(character.isdigit() for character in plain)


def is_damaged(plain: str) -> bool:
    return _DAMAGED.fullmatch(plain) is not None


def _parsed(typed: str, countries: Sequence[str]) -> tuple[PhoneNumber, str]:
    if len(typed) > _LONGEST_TYPED:
        raise PhoneRefused(Refusal.INVALID)
    plain = plain_number(typed)
    if not plain:
        raise PhoneRefused(Refusal.EMPTY)
    # Before parsing: 9.01234567E9 would be read as the valid number of a stranger.
    marked_off = plain.removeprefix("'")
    if is_damaged(marked_off):
        raise PhoneRefused(Refusal.DAMAGED)
    digits = undressed_number(marked_off)
    if len(plain) > _LONGEST or _NEGATIVE.fullmatch(marked_off) or not _NUMBER.fullmatch(digits):
        raise PhoneRefused(Refusal.INVALID)
    if digits.startswith("0081"):
        digits = "+" + digits.removeprefix("00")
    try:
        number = phonenumbers.parse(digits, countries[0])
    except phonenumbers.NumberParseException as error:
        raise PhoneRefused(Refusal.INVALID) from error
    if not phonenumbers.is_valid_number(number):
        raise PhoneRefused(Refusal.INVALID)
    country = phonenumbers.region_code_for_number(number)
    if country is None or country not in countries:
        raise PhoneRefused(Refusal.FOREIGN)
    return number, country


def _e164(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
