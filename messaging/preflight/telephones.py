"""Telephone numbers in a text, and whether the reader can reach the shop at all."""

import re
from collections.abc import Iterator

from messaging.preflight.content import Content, Finding, Sending

# A number of Japan with or without hyphens, brackets, blanks; or one with its country code.
_BEGINS = re.compile(r"0[1-9]|\+[ (]?\d")
_TELEPHONE = re.compile(
    r"(?<![A-Za-z0-9\-+])(?:\+81[ \-]?(?:\(0\))?[ \-]?[1-9]|\(?0[1-9])(?:[ \-()]{0,2}\d){8,9}(?![\d\-])"
    r"|(?<![A-Za-z0-9\-+])\+[1-9]\d{0,2}(?:[ \-()]{0,2}\d){7,12}(?![\d\-])"
)
# 受付番号 0312345678: figures that are no telephone's, though they look like one.
_OTHER_NUMBER = re.compile(
    r"(?:受付|注文|伝票|会員|顧客|予約|契約|登録|管理|追跡|口座|証券|申込)"
    r"(?:番号|No\.?|ナンバー|コード)[ :は\-]*$"
    r"|(?:order|booking|tracking|reference|account|invoice)[ ]?(?:no\.?|number|#|id)?[ :#]*$|[#№]$",
    re.ASCII | re.IGNORECASE,
)
_SHORT = re.compile(r"#\d{4}(?!\d)|(?:TEL|電話|℡)[ :.]*\d", re.ASCII | re.IGNORECASE)
_MAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+", re.ASCII)
_ANSWER_BY = re.compile(r"返信|LINE(?!\w)|ライン公式|公式アカウント|reply", re.ASCII | re.IGNORECASE)
_COUNTRY = "81"


def phone_numbers(content: Content, sending: Sending) -> Iterator[Finding]:
    """Handsets warn of any number. The store's own is right all the same; another may be a slip."""
    found = telephones_in(content)
    if not found:
        return
    others = tuple(span for span, digits in found if digits not in sending.telephones)
    own = tuple(span for span, digits in found if digits in sending.telephones)
    for code, spans in (("phone_number", others), ("own_phone_number", own)):
        if spans:
            start, end = spans[0]
            yield Finding(code, spans, {"number": content.text[start:end]})


def no_contact(content: Content, sending: Sending) -> Iterator[Finding]:
    """Neither number nor address nor mail, and nobody can answer: whoever has a question is left alone with it."""
    if sending.can_be_replied_to or content.addresses:
        return
    plain = content.plain
    if telephones_in(content) or _SHORT.search(plain) or _ANSWER_BY.search(plain):
        return
    if "@" not in plain or not _MAIL.search(plain):
        yield Finding("no_contact")


def telephones_in(content: Content) -> list[tuple[tuple[int, int], str]]:
    """Each with its place, and its digits as dialled at home."""
    prose = content.prose
    if not _BEGINS.search(prose):
        return []
    return [
        (found.span(), _digits(found[0]))
        for found in _TELEPHONE.finditer(prose)
        if not _OTHER_NUMBER.search(prose, max(0, found.start() - 16), found.start())
    ]


def _digits(written: str) -> str:
    digits = "".join(str(int(character)) for character in written if character.isdigit())
    if written.startswith(f"+{_COUNTRY}"):
        return "0" + digits.removeprefix(_COUNTRY).removeprefix("0")
    return digits
