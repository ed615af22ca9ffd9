"""The first two addresses of each text as short links (mission.md A7)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl
from uuid import UUID

from messaging.queries.merge_fields import LINK
from tracking.domain.code_secret import code_secret
from tracking.domain.write_links import taken_codes
from tracking.links import Found, addresses_in, distinct_codes, with_parameters

CODE_LENGTH = 8
TRACKED_AT_MOST = 2

# Where a value stands in a text: start, end, field.
ValueSpan = tuple[int, int, str]
_HOST = re.compile(r"https?://[^/?#]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TextLink:
    """A short link: its characters in the text, its code, what it leads to, and which of the text's addresses it is
    (from 1; what stands in a text twice is one).
    """

    start: int
    end: int
    code: str
    target: str
    position: int


@dataclass(frozen=True, slots=True)
class Untracked:
    """A text with its addresses as they were typed, and how they are to be tracked.

    whose: parts of the code beside the address; the same parts give the same code.
    """

    text: str
    spans: tuple[ValueSpan, ...]
    found: tuple[Found, ...]
    key: UUID
    whose: tuple[str, ...]
    parameters: str


@dataclass(frozen=True, slots=True)
class Shortened:
    """The same with short links in place of the first addresses."""

    text: str
    spans: tuple[ValueSpan, ...]
    links: tuple[TextLink, ...]


def typed_addresses(text: str, spans: Sequence[ValueSpan]) -> tuple[Found, ...]:
    """The addresses that the sender wrote, in order: what a record holds is no target that the store has entered.

    A value may stand within one, behind the host (?number=[[顧客番号]]), but never say where it leads to.
    """
    if "://" not in text:
        return ()
    found = addresses_in(text)
    return tuple(one for one in found if _is_typed(one, spans)) if spans else tuple(found)


def _is_typed(found: Found, spans: Sequence[ValueSpan]) -> bool:
    host = _HOST.match(found.url)
    host_end = found.start + (host.end() if host else len(found.url))
    return not any(start <= host_end and end > found.start and field != LINK for start, end, field in spans)


def shortened(texts: Sequence[Untracked], *, base: str) -> list[Shortened]:
    """Each text with its first two addresses as `base` and a code. One query, whatever their number, and one more
    for the one in millions whose code exists.

    The same send makes the same codes, so that the confirm page shows the very text that goes out.
    """
    tracked = [_tracked(one) for one in texts]
    keys = [
        (one.key.hex, *one.whose, *((str(position),) if one.whose else (target,)))
        for one, links in zip(texts, tracked, strict=True)
        for _, target, position in links
    ]
    codes = iter(distinct_codes(code_secret(), CODE_LENGTH, keys, taken_codes) if keys else ())
    return [
        _put(one, [(*link, next(codes)) for link in links], base)
        for one, links in zip(texts, tracked, strict=True)
    ]


def _tracked(one: Untracked) -> list[tuple[Found, str, int]]:
    """Address, target, position."""
    targets: dict[str, int] = {}
    links = []
    for position, found in enumerate(one.found[:TRACKED_AT_MOST], start=1):
        target = target_of(found.url, one.parameters)
        links.append((found, target, targets.setdefault(target, position)))
    return links


def target_of(url: str, parameters: str) -> str:
    """The address with the send's parameters (a=b&c=d) behind its own."""
    return with_parameters(url, dict(parse_qsl(parameters, keep_blank_values=True))) if parameters else url


def _put(one: Untracked, links: Sequence[tuple[Found, str, int, str]], base: str) -> Shortened:
    pieces: list[str] = []
    put: list[TextLink] = []
    at = length = 0
    for found, target, position, code in links:
        before = one.text[at : found.start]
        short = base + code
        start = length + len(before)
        put.append(TextLink(start, start + len(short), code, target, position))
        pieces += [before, short]
        length = start + len(short)
        at = found.end
    pieces.append(one.text[at:])
    return Shortened("".join(pieces), _moved(one.spans, [link[0] for link in links], put), tuple(put))


def _moved(
    spans: Sequence[ValueSpan], found: Sequence[Found], put: Sequence[TextLink]
) -> tuple[ValueSpan, ...]:
    """Where values stand now; of those within a shortened address nothing is left to see."""
    moved = []
    for start, end, field in spans:
        if any(start < one.end and end > one.start for one in found):
            continue
        by = sum(
            (link.end - link.start) - (one.end - one.start)
            for one, link in zip(found, put, strict=True)
            if one.end <= start
        )
        moved.append((start + by, end + by, field))
    return tuple(moved)
