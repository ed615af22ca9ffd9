"""The http(s) addresses of a text, and whether one can be a link's target. The browser's half: static/js/links.js."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from posixpath import normpath
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

LONGEST = 2000
# Of every text: further addresses are sent as they are (mission.md A7).
TRACKED_AT_MOST = 2

# Only what RFC 3986 allows, so that an address ends where Japanese goes on without a blank, as handsets see it.
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9])https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.IGNORECASE | re.ASCII
)
_HOST_BEGINS = re.compile(r"https?://(?:[^/?#@]*@)?[A-Za-z0-9]", re.IGNORECASE | re.ASCII)
_PAIRS = {"(": ")", "[": "]"}
# Marks of the sentence around it, not of the address.
_MARKS = frozenset(".,:;!?'")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE | re.ASCII)
# The installation's pages behind a code; the empty one is the domain itself.
_OWN_FOLDERS = frozenset({"", "s", "o", "r"})


@dataclass(frozen=True, slots=True)
class Found:
    """`text[start:end] == url`; positions in code points."""

    start: int
    end: int
    url: str


def addresses_in(text: str) -> list[Found]:
    """In order. Brackets without their partner and marks at the end belong to the sentence."""
    found = []
    for match in _ADDRESS.finditer(text):
        url = _without_marks(match.group())
        if _HOST_BEGINS.match(url):
            found.append(Found(match.start(), match.start() + len(url), url))
    return found


def _without_marks(url: str) -> str:
    surplus = {close: url.count(close) - url.count(opened) for opened, close in _PAIRS.items()}
    end = len(url)
    while end:
        last = url[end - 1]
        if last in _PAIRS:
            # What opens at the very end opens something else.
            surplus[_PAIRS[last]] += 1
        elif surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _MARKS:
            break
        end -= 1
    return url[:end]


def plain_address(typed: str) -> str:
    """As it can stand in a text: a Japanese domain as punycode, other letters percent-encoded.

    What is no address stays as it is: target_problem says what is wrong with it.
    """
    stripped = typed.strip()
    if (
        stripped.isascii()
        or len(stripped) > LONGEST
        or not stripped.lower().startswith(("http://", "https://"))
    ):
        return stripped
    try:
        parts = urlsplit(stripped)
        host = parts.netloc.encode("idna").decode("ascii")
        path, query, fragment = (
            quote(piece, safe="/:@!$&'()*+,;=%?~[]") for piece in (parts.path, parts.query, parts.fragment)
        )
    except ValueError:
        return stripped
    return urlunsplit((parts.scheme, host, path, query, fragment))


def is_own(url: str, own_hosts: Collection[str]) -> bool:
    """Whether it leads to a short link, an opt-out page or a recipient's page of this installation.

    `own_hosts`: lower case, with the port where it is not the scheme's own (queries/short_base.py).
    """
    try:
        parts = urlsplit(url)
        host = _host_of(parts)
    except ValueError:
        return False
    # As a browser asks for it: /x/../%73/ is /s/.
    path = normpath("/" + unquote(parts.path).lstrip("/"))
    return path.removeprefix("/").partition("/")[0] in _OWN_FOLDERS and host in own_hosts


def _host_of(parts: SplitResult) -> str:
    """Without credentials, the root's full stop, and a port that is the usual one. Raises ValueError."""
    name = (parts.hostname or "").removesuffix(".")
    host = f"[{name}]" if ":" in name else name
    return host if parts.port in {None, 80, 443} else f"{host}:{parts.port}"


def target_problem(url: str, own_hosts: Collection[str]) -> str | None:
    """Why a link may not lead there: `empty`, `too_long`, `no_address`, `scheme` (javascript: and the like),
    `credentials`, `host`, `own`. None where it may.
    """
    if not url:
        return "empty"
    if len(url) > LONGEST:
        return "too_long"
    if not url.lower().startswith(("http://", "https://")):
        return "scheme" if _SCHEME.match(url) else "no_address"
    match = _ADDRESS.fullmatch(url)
    if match is None:
        return "no_address"
    try:
        parts = urlsplit(url)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        return "host"
    if "@" in parts.netloc:
        return "credentials"
    if not port_is_right or not _is_host(parts.hostname or ""):
        return "host"
    return "own" if is_own(url, own_hosts) else None


def _is_host(host: str) -> bool:
    if ":" in host:
        # An IPv6 address; urlsplit has looked at it.
        return True
    labels = host.removesuffix(".").split(".")
    return len(host) <= 253 and all(_LABEL.fullmatch(label) for label in labels)
