"""Finding people by parts of what is known of them, without a database extension. Pure.

Names are folded to one form (width, hiragana or katakana, small kana, long marks, old and new forms of a kanji)
and cut into pairs of characters: 山田 has two characters, too few for trigrams. Numbers are kept reversed, so that
"ends with" is a prefix.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from unicodedata import normalize

from customers.phone.cell import (
    PhoneRefused,
    Refusal,
    is_phonish,
    plain_number,
    telephone_from,
    undressed_number,
)
from customers.phone.form import national_digits

# A tail of two digits would find every hundredth customer.
SHORTEST_TAIL = 3
LONGEST_QUERY = 100

# Folding can lengthen (㍿ is four characters), and an index entry has a limit of its own.
_LONGEST_KEY = 100
# Stands before the first character of a word; no folded text has it.
_FIRST = "^"
_WORD = re.compile(r"[^\W_]+")
_SAME_SOUND = dict(zip("ァィゥェォッャュョヮヵヶヂヅヲ", "アイウエオツヤユヨワカケジズオ", strict=True))
_KATAKANA = {chr(point): chr(point + 0x60) for point in range(0x3041, 0x3097)}
# As one family writes itself, and as others type it.
_SAME_KANJI = {
    variant: form
    for form, variants in {
        "高": "髙",
        "崎": "﨑嵜碕",
        "斉": "斎齊齋",
        "辺": "邊邉",
        "沢": "澤",
        "浜": "濱濵",
        "広": "廣",
        "国": "國",
        "徳": "德",
        "恵": "惠",
        "真": "眞",
        "栄": "榮",
        "桜": "櫻",
        "島": "嶋嶌",
        "渕": "淵",
        "館": "舘",
        "槙": "槇",
        "吉": "𠮷",
        "富": "冨",
        "円": "圓",
        "寿": "壽",
        "条": "條",
        "滝": "瀧",
        "竜": "龍",
        "瀬": "瀨",
        "来": "來",
        "関": "關",
    }.items()
    for variant in variants
}
_FOLDING = str.maketrans(
    {hiragana: _SAME_SOUND.get(katakana, katakana) for hiragana, katakana in _KATAKANA.items()}
    | _SAME_SOUND
    | _SAME_KANJI
    | {"ー": ""}
)
# か゛ is が: the spacing marks compose only as combining ones.
_COMBINING = str.maketrans("\u309b\u309c", "\u3099\u309a")


@dataclass(frozen=True, slots=True)
class SearchColumns:
    """What a customer is found by: columns of the same names (customers/models/customer.py)."""

    sort_key: str
    search_text: str
    search_grams: list[str]
    search_number: str
    mobile_reversed: str
    landline_reversed: str


@dataclass(frozen=True, slots=True)
class SearchWord:
    """One word of a query: folded, the grams that a row must hold, reversed digits where it may be a number."""

    text: str
    grams: tuple[str, ...]
    tail: str


def folded(text: str) -> str:
    """The text in the one form in which it is compared: without blanks, marks and case."""
    return "".join(_folded_words(text))


def folded_long(text: str) -> str:
    """The same of a piece of a file, of which nothing is remembered."""
    return "".join(_folded_part.__wrapped__(text))


def search_columns(
    *, name: str, kana: str, company_name: str, number: str, mobile: str | None, landline: str | None
) -> SearchColumns:
    """The columns of one customer, numbers given as E.164."""
    by_name, by_kana, by_company = map(_folded_words, (name, kana, company_name))
    texts = [words for words in (by_name, by_kana, by_company) if words]
    grams: set[str] = set()
    for words in texts:
        grams |= _grams_of(words)
    return SearchColumns(
        sort_key="".join(by_kana or by_name or by_company)[:_LONGEST_KEY],
        search_text="\n".join("".join(words) for words in texts),
        search_grams=sorted(grams),
        search_number=folded(number)[:_LONGEST_KEY],
        mobile_reversed=_reversed_digits(mobile),
        landline_reversed=_reversed_digits(landline),
    )


def search_words(typed: str) -> list[SearchWord]:
    """The words of a query; all of them must be found. A number written with blanks is one word."""
    query = typed[:LONGEST_QUERY]
    parts = [query] if is_phonish(plain_number(query)) else query.split()
    return [_search_word(part, text) for part in parts if (text := folded(part))]


def _search_word(part: str, text: str) -> SearchWord:
    grams = tuple(first + second for first, second in pairwise(text)) or (_FIRST + text,)
    plain = plain_number(part)
    digits = _dialled_digits(plain) if is_phonish(plain) else ""
    return SearchWord(text, grams, digits[::-1] if len(digits) >= SHORTEST_TAIL else "")


def _folded_words(text: str) -> list[str]:
    # A blank parts words before and after folding, so that each can be folded by itself.
    return [word for part in text.split() for word in _folded_part(part)]


# Family names and given names come again and again.
@lru_cache(1 << 15)
def _folded_part(text: str) -> tuple[str, ...]:
    plain = normalize("NFKC", text.translate(_COMBINING)).lower()
    return tuple(word for found in _WORD.findall(plain) if (word := found.translate(_FOLDING)))


def _grams_of(words: list[str]) -> set[str]:
    return {_FIRST + word[0] for word in words} | {
        first + second for first, second in pairwise("".join(words))
    }


def _reversed_digits(e164: str | None) -> str:
    return national_digits(e164)[::-1] if e164 else ""


def _dialled_digits(plain: str) -> str:
    """The digits, or their tail, as dialled at home: a country code is of use only before a whole number."""
    digits = undressed_number(plain)
    if digits.startswith(("+", "0081", "81")):
        try:
            return national_digits(telephone_from(digits).e164)
        except PhoneRefused as refused:
            if refused.code is Refusal.FOREIGN:
                return national_digits(digits)
    return digits.lstrip("+")
