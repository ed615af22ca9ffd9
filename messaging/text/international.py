"""Encoding, units and parts of a body on an international route (Twilio, Vonage, Infobip, AWS).

Source: 3GPP TS 23.038 for the alphabet; the providers bill by its parts.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from messaging.text.packing import cuts_a_pair, parts_filled, utf16_units

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "^{}\\[~]|€"
_ESCAPE = "\x1b"

_NOT_GSM = re.compile(f"[^{re.escape(_BASIC + _EXTENDED)}]")
_ESCAPED = str.maketrans({character: _ESCAPE + character for character in _EXTENDED})


class Encoding(StrEnum):
    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


@dataclass(frozen=True, slots=True)
class InternationalCount:
    """Units are septets in GSM-7 (two for an extension character), UTF-16 units in UCS-2."""

    encoding: Encoding
    units: int
    parts: int


def international_count(text: str) -> InternationalCount:
    """Count a body exactly as it is handed over: nothing is trimmed, CR LF is two characters.

    One character outside GSM-7 turns the whole body into UCS-2. A character of two units is never
    split over parts.
    """
    if _NOT_GSM.search(text):
        return _ucs_2(text)
    septets = text.translate(_ESCAPED)
    parts = parts_filled(len(septets), single=160, room=153, cuts=lambda at: septets[at - 1] == _ESCAPE)
    return InternationalCount(Encoding.GSM_7, len(septets), parts)


def _ucs_2(text: str) -> InternationalCount:
    units = utf16_units(text)
    parts = parts_filled(len(units) // 2, single=70, room=67, cuts=partial(cuts_a_pair, units))
    return InternationalCount(Encoding.UCS_2, len(units) // 2, parts)
