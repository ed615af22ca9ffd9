"""Addresses of pages: that a handset makes a link of the whole of it and nothing more, and that it is trusted."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from messaging.preflight.content import Content, Finding, Sending
from tracking.links import TRACKED_AT_MOST, is_own

# Anybody's links may hide behind these, so carriers' filters take them badly (facts.md 3). A brand's own short
# domain (lin.ee, amzn.to, youtu.be) is none of them.
SHORTENERS = frozenset(
    {
        "bit.ly",
        "j.mp",
        "tinyurl.com",
        "t.co",
        "goo.gl",
        "ow.ly",
        "is.gd",
        "v.gd",
        "buff.ly",
        "rb.gy",
        "cutt.ly",
        "t.ly",
        "s.id",
        "x.gd",
        "ux.nu",
        "urx.space",
        "00m.in",
        "onl.la",
        "onl.bz",
        "onl.sc",
        "onl.tw",
        "2u.pw",
        "tiny.cc",
        "shorturl.at",
        "shorturl.asia",
        "rebrand.ly",
        "bl.ink",
        "soo.gd",
        "clck.ru",
        "qr.paps.jp",
        "urlz.fr",
        "u.nu",
        "kutt.it",
        "tr.ee",
        "qrco.de",
        "dlvr.it",
        "lnkd.in",
        "p.tl",
    }
)
_BLANK_WITHIN = re.compile(r"h[ ]?t[ ]?t[ ]?p[ ]?s?[ ]?:[ ]?/[ ]?/[ ]?(?=[\w])", re.ASCII | re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(
    r"(?<![\w@./:\-])(?:www\.[a-z0-9\-]+(?:\.[a-z0-9\-]+)+"
    r"|[a-z0-9][a-z0-9\-]*(?:\.[a-z0-9\-]+)*\.(?:co\.jp|ne\.jp|or\.jp|jp|com|net|org|info|shop)(?![\w@.\-]))"
    r"(?:/[!-~]*)?",
    re.ASCII | re.IGNORECASE,
)


def shared_shortener(content: Content, sending: Sending) -> Iterator[Finding]:
    """A shortener that everybody uses: a filter may stop the message, a reader cannot see where it leads."""
    for address in content.addresses:
        host = _host(address.url)
        if host in SHORTENERS:
            yield Finding("shared_shortener", ((address.start, address.end),), {"host": host})


def address_runs_on(content: Content, sending: Sending) -> Iterator[Finding]:
    """Text right behind an address: Android's links take letters of any language as part of it."""
    for address in content.addresses:
        following = content.text[address.end : address.end + 1]
        if following and not following.isascii() and not following.isspace():
            yield Finding("address_runs_on", ((address.start, address.end + 1),), {"following": following})


def address_not_secure(content: Content, sending: Sending) -> Iterator[Finding]:
    """http:// without s: browsers warn the reader."""
    for address in content.addresses:
        if address.url[:7].lower() == "http://" and not is_own(address.url, sending.own_hosts):
            yield Finding("address_not_secure", ((address.start, address.end),))


def address_not_a_link(content: Content, sending: Sending) -> Iterator[Finding]:
    """Full-width letters or a blank in https://, or nothing of it before the name: it cannot be tapped for sure."""
    plain = content.prose
    if ":" in plain:
        for found in _BLANK_WITHIN.finditer(plain):
            yield Finding(
                "address_not_a_link", (found.span(),), {"found": content.text[found.start() : found.end()]}
            )
            # What is wrong is said once; the name behind it is part of the same.
            return
    if "." in plain:
        for found in _WITHOUT_SCHEME.finditer(plain):
            yield Finding(
                "address_not_a_link", (found.span(),), {"found": content.text[found.start() : found.end()]}
            )


def links_not_counted(content: Content, sending: Sending) -> Iterator[Finding]:
    """Only the first two addresses become short links; a third goes as it is."""
    if not sending.tracks_links or len(content.addresses) <= TRACKED_AT_MOST:
        return
    further = [
        (address.start, address.end)
        for address in content.addresses
        if (address.start, address.end) not in content.counted
        # What a merge field brings along is meant to stay as it is, as are pages of the installation.
        and content.is_typed(address.start, address.start + 1)
        and not is_own(address.url, sending.own_hosts)
    ]
    if further:
        yield Finding("links_not_counted", tuple(further), {"count": len(further)})


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
