"""Whether a text that names somebody goes to that person."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from customers.text_search import folded
from messaging.preflight.content import Content, Finding, Person, Sending

_KANJI = r"一-鿿々〆ヶ豈-﫿"
_KANA = r"ァ-ヺー"
_HONORIFIC = re.compile(r"(?:[様殿]|さ[まん])(?![々子式相態])")
# The name that ends here; 様 and 殿 are kanji themselves.
_NAME_KANJI = f"(?:(?![様殿])[{_KANJI}])"
_NAME = re.compile(
    rf"(?:{_NAME_KANJI}{{1,8}}(?:[ \u3000](?:{_NAME_KANJI}|[ぁ-ゖ{_KANA}]){{1,8}})?"
    rf"|[{_KANA}]{{2,12}}(?:[ \u3000・＝=][{_KANA}]{{1,12}})?)(?=[ \u3000]?$)"
)
_LONGEST_NAME = 20
_GREETED = re.compile(
    r"\b(?:Dear|Hi|Hello)[ ,]+(?:(?:Mr|Ms|Mrs|Miss|Dr)\b\.?[ ]*)?(?P<name>[A-Z][a-z'\-]+(?:[ ][A-Z][a-z'\-]+)?)",
    re.ASCII,
)
# What stands before 様 without being a name.
_NOBODYS_NAME = re.compile(
    r"(?:[者人客員社店主位同]|会社|各位|一同|取引先|得意先|家族|皆|皆々|奥|旦那|息子|兄弟|姉妹|両親|夫人|先生|保険|銀行|病院|大学|組合"
    r"|オーナー|ユーザー|ゲスト|メンバー|スタッフ|メーカー|ディーラー|ペット|ドライバー|パートナー|センター|業者|担当)$"
    r"|^(?:子|娘|父|母|兄|姉|弟|妹|神|王|仏|上|下|今|何|左|右|多|異|有|仕|模|方|貴|御|各|連名|宛名|宛|氏名|名前|お名前|主人|祖父|祖母|孫|嫁|婿)$"
)
_GREETED_AS_ANYBODY = re.compile(
    r"customers?|sir|madam|there|all|friends?|guests?|team|members?|valued|clients?|students?|parents?|residents?"
    r"|everyone|users?|owners?",
    re.IGNORECASE,
)
# 佐藤様より, 佐藤様が: somebody else of whom the text tells.
_OF_ANOTHER = ("より", "から", "が", "と", "を", "や", "宅", "経由", "にご", "にも")
_HAS_KANJI = re.compile(f"[{_KANJI}]")
_HAS_LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Called:
    start: int
    end: int
    name: str


def called_in(content: Content) -> list[Called]:
    """Who is spoken to in a text, as far as somebody typed it."""
    text = content.text
    found: list[Called] = []
    for honorific in _HONORIFIC.finditer(text):
        first = max(0, honorific.start() - _LONGEST_NAME)
        name = _NAME.search(text[first : honorific.start()])
        if name and _is_spoken_to(name[0], text, first + name.start(), honorific):
            found.append(Called(first + name.start(), first + name.end(), name[0]))
    if "Dear" in text or "H" in text:
        found += [
            _called(match)
            for match in _GREETED.finditer(text)
            if not _GREETED_AS_ANYBODY.fullmatch(match["name"].split()[0])
        ]
    return [called for called in found if content.is_typed(called.start, called.end)]


def _called(match: re.Match[str]) -> Called:
    start, end = match.span("name")
    return Called(start, end, match["name"])


def _is_spoken_to(name: str, text: str, start: int, honorific: re.Match[str]) -> bool:
    if _NOBODYS_NAME.search(name) or text.startswith(_OF_ANOTHER, honorific.end()):
        return False
    if honorific[0] == "さん" and not _HAS_KANJI.match(name):
        return False
    # お客様, ご家族の花子様, 「お医者様」: not the reader's own name.
    return start == 0 or text[start - 1] not in {"お", "ご", "の", "御"}


def name_disagrees(content: Content, sending: Sending, person: Person) -> Iterator[Finding]:
    """The text speaks to somebody, but nobody of this name is on record for the person who gets it."""
    called = called_in(content)
    if not called or not person.names:
        return
    comparable = [one for one in called if _is_comparable(one.name, person.names)]
    known = [folded(name) for name in person.names]
    tokens = {folded(token) for name in person.names for token in re.split(r"[\s・]+", name)} - {""}
    if any(_is_named(folded(one.name), known, tokens) for one in comparable):
        # Whoever else is named is somebody else of whom it tells.
        return
    for one in comparable[:1]:
        yield Finding("name_disagrees", ((one.start, one.end),), {"found": one.name, "name": person.names[0]})


def _is_named(called: str, known: list[str], tokens: set[str]) -> bool:
    if any(called in name or name in called for name in known if name):
        return True
    return any(called.endswith(token) or called.startswith(token) for token in tokens)


def _is_comparable(called: str, names: tuple[str, ...]) -> bool:
    """タナカ様 cannot be told from 田中 without a reading, nor Tanaka."""
    if _HAS_LATIN.search(called):
        return any(_HAS_LATIN.search(name) for name in names)
    if _HAS_KANJI.search(called):
        return any(_HAS_KANJI.search(name) for name in names)
    return any(not _HAS_KANJI.search(name) and not _HAS_LATIN.search(name) for name in names)
