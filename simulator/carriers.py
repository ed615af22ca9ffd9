"""What the carriers know: which numbers get an SMS, whose number it is, and how many parts a text takes."""

import math
import re

LONGEST_TEXT = 660
_ONE_PART = 70
_CHARACTERS_A_PART = {"docomo": 66, "au": 67, "rakuten": 67}

# One entry for each value of the digit before the last three, roughly as the market is divided.
_CARRIERS = ("docomo",) * 4 + ("au",) * 3 + ("softbank",) * 2 + ("rakuten",)

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_JAPANESE_MOBILE = re.compile(r"\+81[6-9]0[1-9][0-9]{7}")
_NOT_A_DIGIT = re.compile(r"[^0-9]")


def is_textable(number: str) -> bool:
    """Whether `number` is E.164 and, when Japanese, a mobile (060, 070, 080, 090)."""
    if number.startswith("+81"):
        return _JAPANESE_MOBILE.fullmatch(number) is not None
    return _E164.fullmatch(number) is not None


def carrier_of(number: str) -> str:
    """docomo, au, softbank or rakuten, by the digit before the last three, so that a tester can choose it."""
    return _CARRIERS[int(number[-4])]


def counted_length(text: str) -> int:
    """Characters that are billed: without blanks, tabs and newlines around the text, CR LF as one."""
    return len(text.replace("\r\n", "\n").strip(" \t\r\n"))


def parts_of(text: str, carrier: str) -> int:
    """Billed parts of `text` at `carrier` (the domestic rule that SMSLINK and NTT Com publish)."""
    length = counted_length(text)
    if length <= _ONE_PART or carrier == "softbank":
        return 1
    return math.ceil(length / _CHARACTERS_A_PART[carrier])


def e164_of(typed: str) -> str | None:
    """The number a person or a program meant in an address or a search box, None when it cannot be one."""
    digits = _NOT_A_DIGIT.sub("", typed)
    number = f"+81{digits[1:]}" if digits.startswith("0") else f"+{digits}"
    return number if _E164.fullmatch(number) else None


def shown(number: str) -> str:
    """A number as people in Japan read it: 090-1234-5678; a foreign one stays E.164."""
    if not _JAPANESE_MOBILE.fullmatch(number):
        return number
    domestic = "0" + number[3:]
    return f"{domestic[:3]}-{domestic[3:7]}-{domestic[7:]}"
