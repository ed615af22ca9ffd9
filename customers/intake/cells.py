"""One cell to one value, as forms read it (customers/forms): whatever cannot be read says why."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from unicodedata import is_normalized, normalize

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

Reader = Callable[[str], Any]


class Unreadable(ValueError):
    """`code` and `params` are put into words by customers/import_words.py."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


_DATE = re.compile(
    r"([12][0-9]{3})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))(?:[ T].*)?"
)
_ERA_DATE = re.compile(
    r"(令和|平成|昭和|[RHS])\.?([0-9]{1,2}|元)[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", re.IGNORECASE
)
# The year before the first of each.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988, "S": 1925}
_PLAIN_EMAIL = re.compile(
    r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,10}"
)
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_YES = (
    "1 true yes y on はい 有 有り あり 可 ○ 〇 ◯ ● 同意 同意する 同意済 同意済み "
    "希望 希望する する オン ok 済 送信可 配信可 許可"
)
_NO = (
    "0 false no n off いいえ 無 無し なし 不可 × ✕ x ✗ 拒否 同意しない 不同意 未同意 "
    "不要 希望しない しない オフ ng 停止 送信不可 配信不可"
)
_KINDS = {
    "person": "person 個人 個人客 個人顧客 人",
    "company": "company 法人 会社 法人客 法人顧客 企業 団体",
}
_LANGUAGES = {"ja": "ja jp 日本語 japanese 日本", "en": "en 英語 english"}
_SOURCES = {
    "counter": "counter 店頭 来店 窓口 カウンター 対面 口頭 店舗",
    "paper": "paper 紙 書面 申込書 同意書 用紙",
    "web_form": "web_form web ウェブ webフォーム ウェブフォーム フォーム サイト ネット インターネット",
    "import": "import 取込 取り込み 移行",
    "reply": "reply 返信 sms返信",
    "call": "call 電話 tel 電話口",
    "opt_out_page": "opt_out_page 配信停止ページ",
}
MOST_DIGITS = 15
LONGEST_ATTRIBUTE = 500


def one_line(most: int) -> Reader:
    """Blanks of all widths, tabs and line ends as one blank each."""

    def read(cell: str) -> str:
        text = " ".join(cell.split())
        if len(text) > most:
            raise Unreadable("too_long", most=most)
        return text

    return read


def plain_line(most: int) -> Reader:
    """The same in its compatible form: half-width kana, full-width digits."""

    def read(cell: str) -> str:
        text = " ".join((cell if is_normalized("NFKC", cell) else normalize("NFKC", cell)).split())
        if len(text) > most:
            raise Unreadable("too_long", most=most)
        return text

    return read


def several_lines(most: int) -> Reader:
    def read(cell: str) -> str:
        text = cell.strip().replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > most:
            raise Unreadable("too_long", most=most)
        return text

    return read


def postal_code(cell: str) -> str:
    """`123-4567`; six digits have lost a 0 in a spreadsheet."""
    typed = (cell if cell.isascii() else normalize("NFKC", cell)).strip().lstrip("〒 ")
    digits = typed.replace("-", "").replace("ー", "").replace(" ", "")
    if digits.isdecimal() and len(digits) in (6, 7):
        digits = digits.zfill(7)
        return f"{digits[:3]}-{digits[3:]}"
    if len(typed) > 20:
        raise Unreadable("too_long", most=20)
    return typed


def email(cell: str) -> str:
    text = cell.strip()
    if not text or (len(text) <= 60 and _PLAIN_EMAIL.fullmatch(text)):
        return text
    if len(text) > 254:
        raise Unreadable("too_long", most=254)
    try:
        validate_email(text)
    except ValidationError as error:
        raise Unreadable("not_an_email") from error
    return text


@lru_cache(50_000)
def day(cell: str) -> str:
    """An ISO date of 2026-01-02, 2026/1/2 (with a time or without), 20260102, 2026年1月2日, 令和8年1月2日, R8.1.2."""
    text = normalize("NFKC", cell).strip()
    if not text:
        return ""
    found, era = _DATE.fullmatch(text), _ERA_DATE.fullmatch(text.replace(" ", ""))
    if found:
        year, month, of_month = int(found[1]), int(found[2] or found[4]), int(found[3] or found[5])
    elif era:
        count = 1 if era[2] == "元" else int(era[2])
        year, month, of_month = _ERAS[era[1].upper()] + count, int(era[3]), int(era[4])
    else:
        raise Unreadable("not_a_date")
    try:
        return date(year, month, of_month).isoformat()
    except ValueError:
        raise Unreadable("not_a_date") from None


def number(cell: str) -> int | float | str:
    """Empty for an empty cell. Thousands may be divided by commas, yen signs stand around it."""
    text = normalize("NFKC", cell).strip().replace(",", "").strip("¥\\円 ")
    if not text and not cell.strip():
        return ""
    if not _NUMBER.fullmatch(text):
        raise Unreadable("not_a_number")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Unreadable("not_a_number") from None
    if len(value.as_tuple().digits) > MOST_DIGITS:
        raise Unreadable("too_many_digits", most=MOST_DIGITS)
    return int(value) if value == value.to_integral_value() else float(value)


def one_of(words: Mapping[str, Any], code: str, **params: Any) -> Reader:
    """The value for a word, whatever its width and case; None for an empty cell."""
    known = {plain_word(word): value for word, value in words.items()}

    def read(cell: str) -> Any:
        found = known.get(cell)
        if found is not None:
            return found
        word = plain_word(cell)
        if not word:
            return None
        if word not in known:
            raise Unreadable(code, **params)
        return known[word]

    return read


def choice(choices: Sequence[str]) -> Reader:
    return one_of({one: one for one in choices}, "not_a_choice", choices=", ".join(choices)[:300])


def plain_word(text: str) -> str:
    return "".join(normalize("NFKC", text).casefold().split())


def _by_word(words: Mapping[Any, str]) -> dict[str, Any]:
    return {word: value for value, several in words.items() for word in several.split()}


yes_or_no = one_of(_by_word({True: _YES, False: _NO}), "not_yes_or_no")
kind = one_of(_by_word(_KINDS), "unknown_kind")
language = one_of(_by_word(_LANGUAGES), "unknown_language")
source = one_of(_by_word(_SOURCES), "unknown_source")
