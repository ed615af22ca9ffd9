"""The first two addresses of each text as short links (mission.md A7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import parse_qsl
from uuid import UUID

from messaging.queries.merge_fields import LINK
from tracking.domain.code_secret import code_secret
from tracking.domain.write_links import taken_codes
from tracking.links import (
    SHORT_LINK,
    TRACKED_AT_MOST,
    Found,
    ValueSpan,
    distinct_codes,
    holds_value,
    with_parameters,
)


@dataclass(frozen=True, slots=True)
class TextLink:
    """A short link: its characters in the text, its code, what it leads to, and which of the text's addresses it is
    (from 1; what stands in a text twice is one).

    is_own: nobody else of the send has this code.
    """

    start: int
    end: int
    code: str
    target: str
    position: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Untracked:
    """A text with its addresses as they were typed, and how they are to be tracked.

    whose: number and topic. is_own: a link of theirs alone; else one for all who get the same address. An address
    with a person's value in it is theirs in any case, so that it goes with them (privacy/empty_links.py).
    """

    text: str
    spans: tuple[ValueSpan, ...]
    found: tuple[Found, ...]
    key: UUID
    whose: tuple[str, str]
    is_own: bool
    parameters: str


@dataclass(frozen=True, slots=True)
class Shortened:
    """The same with short links in place of the first addresses."""

    text: str
    spans: tuple[ValueSpan, ...]
    links: tuple[TextLink, ...]


def shortened(texts: Sequence[Untracked], *, base: str) -> list[Shortened]:
    """Each text with its first two addresses as `base` and a code. One query, whatever their number, and one more
    for the one in millions whose code exists.

    The same send makes the same codes, so that the confirm page shows the very text that goes out.
    """
    tracked = [_tracked(one) for one in texts]
    keys = [
        (one.key.hex, *one.whose, str(link.position)) if link.is_own else (one.key.hex, link.target)
        for one, links in zip(texts, tracked, strict=True)
        for link in links
    ]
    codes = iter(distinct_codes(code_secret(), SHORT_LINK, keys, taken_codes) if keys else ())
    return [
        _put(one, [(link, next(codes)) for link in links], base)
        for one, links in zip(texts, tracked, strict=True)
    ]


class _Tracked(NamedTuple):
    found: Found
    target: str
    position: int
    is_own: bool


def _tracked(one: Untracked) -> list[_Tracked]:
    targets: dict[str, int] = {}
    links = []
    for position, found in enumerate(one.found[:TRACKED_AT_MOST], start=1):
        target = target_of(found.url, one.parameters)
        is_own = one.is_own or holds_value(found, one.spans, link_field=LINK)
        links.append(_Tracked(found, target, targets.setdefault(target, position), is_own))
    return links


def target_of(url: str, parameters: str) -> str:
    """The address with the send's parameters (a=b&c=d) behind its own."""
    return with_parameters(url, dict(parse_qsl(parameters, keep_blank_values=True))) if parameters else url


def _put(one: Untracked, links: Sequence[tuple[_Tracked, str]], base: str) -> Shortened:
    pieces: list[str] = []
    put: list[TextLink] = []
    at = length = 0
    for (found, target, position, is_own), code in links:
        before = one.text[at : found.start]
        short = base + code
        start = length + len(before)
        put.append(TextLink(start, start + len(short), code, target, position, is_own))
        pieces += [before, short]
        length = start + len(short)
        at = found.end
    pieces.append(one.text[at:])
    return Shortened("".join(pieces), _moved(one.spans, [link.found for link, _ in links], put), tuple(put))


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
