"""What a day or a time in a text is about: an appointment, something that falls due, or neither."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from messaging.preflight.plain import sentence_at

_BOOKED = re.compile(
    r"予約|来店|来社|来場|来館|来所|来院|訪問|伺い|伺う|入庫|引取|引き取り|納車|お越し|お待ち|内覧|内見|見学|面談|打ち?合わせ|商談|試乗"
    r"|オンライン接客|アポイント|appointment|booking|booked|reservation|visit|expect(?:ing)? you|see you|reserved",
    re.ASCII | re.IGNORECASE,
)
_DUE = re.compile(
    r"期日|期限|満了|満期|切れ|迎え|\bdue\b|expir\w+|renewal date|\bends on\b", re.ASCII | re.IGNORECASE
)
# A day that is neither: of another time, of a closed shop, of a campaign, of what was done.
_ELSEWHERE = re.compile(
    r"前回|先回|昨年|去年|先日|以前|休業|定休|休み|臨時|営業(?!の|担当|部)|受付時間|年末年始|夏季"
    r"|キャンペーン|実施日|撮影|発行|作成日|生年月日|誕生日|ありがとうございました"
    r"|\blast (?:time|year|visit)\b|\bclosed?\b|\bopening hours\b"
    r"|\bthank you for (?:your visit|visiting|coming)\b",
    re.ASCII | re.IGNORECASE,
)
_SINCE = re.compile(r"^[ ]*(?:から|より|以降|以後|~|-(?=\d)|–)")
_UNTIL = re.compile(r"^[ ]*(?:\d{1,2}(?:時|:\d\d)[ ]*)?(?:まで|迄|以前|より前|~)")
_UNTIL_BEFORE = re.compile(
    r"(?:\b(?:by|until|till|before|from|since)[ ]+(?:the[ ]+)?|[~][ ]*)$", re.ASCII | re.IGNORECASE
)
_LONGEST_BEFORE = 12


class About(StrEnum):
    BOOKED = "booked"
    DUE = "due"
    # Nothing says so.
    UNSAID = "unsaid"
    # Something says that it is neither: a closed day, a limit, another time.
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Subject:
    """`kinds`: names of what falls due that the sentence has. `first`, `last`: the sentence's place.

    names_due, names_booked: whether the sentence speaks of that at all. is_certain: a word like 期日 says it.
    """

    about: About
    first: int
    last: int
    kinds: tuple[str, ...] = ()
    names_due: bool = False
    names_booked: bool = False
    is_certain: bool = False


def subject_of(prose: str, start: int, end: int, kinds: Iterable[str]) -> Subject:
    """Of a mention at this place. A word of appointments goes before the name of what falls due: 車検のご入庫は3月10日;
    期日, 満了 go before both where they stand nearest.
    """
    first, last = sentence_at(prose, start, end)
    sentence = prose[first:last]
    named = tuple(kind for kind in kinds if any(form in sentence for form in forms_of(kind)))
    if _ELSEWHERE.search(sentence):
        return Subject(About.ELSEWHERE, first, last)
    place = (start - first, end - first)
    booked = _distance(_BOOKED.finditer(sentence), place)
    due = _distance(_DUE.finditer(sentence), place)
    return Subject(
        _about(prose, start, end, booked=booked, due=due, named=bool(named)),
        first,
        last,
        named,
        names_due=due is not None or bool(named),
        names_booked=booked is not None,
        is_certain=due is not None,
    )


def _about(prose: str, start: int, end: int, *, booked: int | None, due: int | None, named: bool) -> About:
    if due is not None and (booked is None or due <= booked):
        return About.DUE
    if booked is not None:
        return About.ELSEWHERE if is_limit(prose, start, end) else About.BOOKED
    if named and not _SINCE.match(prose[end : end + _LONGEST_BEFORE]):
        return About.DUE
    return About.UNSAID


def is_limit(prose: str, start: int, end: int) -> bool:
    """まで, から: the end or the beginning of a time in which something may happen."""
    after, before = prose[end : end + _LONGEST_BEFORE], prose[max(0, start - _LONGEST_BEFORE) : start]
    return bool(_UNTIL.match(after) or _SINCE.match(after) or _UNTIL_BEFORE.search(before))


def is_until(prose: str, start: int, end: int) -> bool:
    """The same of a time of day, where 10時から and 10時より say when an appointment begins."""
    after, before = prose[end : end + _LONGEST_BEFORE], prose[max(0, start - _LONGEST_BEFORE) : start]
    return bool(_UNTIL.match(after) or re.match(r"[ ]*(?:以降|以後)", after) or _UNTIL_BEFORE.search(before))


def forms_of(kind: str) -> Iterator[str]:
    """車検満了日 is 車検 in a text."""
    yield kind
    bare = re.sub(r"の?(?:有効)?(?:満了日|満了|満期日|期日|期限|予定日|時期|日)$", "", kind)
    if bare != kind and len(bare) > 1:
        yield bare


def _distance(found: Iterator[re.Match[str]], place: tuple[int, int]) -> int | None:
    """In characters, of the nearest; a word before its day is nearer than one behind."""
    start, end = place
    distances = [
        (start - match.end()) * 2 if match.end() <= start else (match.start() - end) * 2 + 1
        for match in found
        if match.end() <= start or match.start() >= end
    ]
    return min(distances, default=None)
