"""Who writes: a handset shows a number nobody knows, so the text has to say it at once."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from messaging.preflight.content import Content, Finding, Sending

# As far as a locked handset shows a message.
_SEEN_AT_ONCE = 40
_SHORTEST_NAME = 2
_COMPANY = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|一般社団法人|社会福祉法人|医療法人|\(株\)|\(有\)|\(同\)|"
    r"co\.?,? ?ltd\.?|inc\.?|corporation|\bk\.k\.",
    re.IGNORECASE,
)
_BRANCH = re.compile(r"(?:本店|支店|本社|営業所|[^ ]{1,8}店)$")
_PUNCTUATION = re.compile(r"[\s・･,.'’&＆()\[\]「」『』【】\-ー~]+")


def shop_name_missing(content: Content, sending: Sending) -> Iterator[Finding]:
    """Neither the first line nor what is seen at once names the store or its company."""
    first_line = content.text.find("\n")
    seen = max(_SEEN_AT_ONCE, first_line if first_line >= 0 else len(content.text[:_SEEN_AT_ONCE]))
    if any(name in content.text[:seen] for name in sending.shop_names):
        return
    beginning = _folded(content.text[:seen])
    wanted = short_names(sending.shop_names)
    if wanted and not any(name in beginning for name in wanted):
        end = min(seen, len(content.text))
        yield Finding("shop_name_missing", ((0, end),) if end else (), {"name": sending.shop_names[0]})


@lru_cache(1024)
def short_names(names: tuple[str, ...]) -> frozenset[str]:
    """Every way in which a reader recognises them: with or without 株式会社, branch, marks and width."""
    found = set()
    for name in names:
        bare = _COMPANY.sub(" ", unicodedata.normalize("NFKC", name)).strip()
        for form in (name, bare, _BRANCH.sub("", bare), *bare.split()[:1]):
            found.add(_folded(form))
    return frozenset(name for name in found if len(name) >= _SHORTEST_NAME)


def _folded(text: str) -> str:
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text).casefold())
