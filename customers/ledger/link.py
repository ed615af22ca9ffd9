"""One link of the chain, and the hash that ties it to all before it."""

import hashlib
import struct
from dataclasses import dataclass
from datetime import UTC, datetime

# Of the way in which a link is written as bytes. Another way is another number, and old links keep theirs.
VERSION = 1
# What the first link points to.
START = bytes(32)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEAD = struct.Struct(">B32sqq")


@dataclass(frozen=True, slots=True)
class Link:
    """Nothing here names a person. `purpose` and `digest` are empty where `action` is "erased"; `erased` elsewhere."""

    position: int
    at: datetime
    action: str
    purpose: str
    digest: bytes
    erased: tuple[int, ...]
    previous: bytes


def link_hash(link: Link) -> bytes:
    """SHA-256 of: version, previous hash, position, microseconds since 1970 (8 bytes each, the highest first), then
    action, purpose, digest and erased positions, each with its length before it.

    Raises ValueError where `previous` is no hash: it could not be told from what follows.
    """
    if len(link.previous) != len(START):
        raise ValueError("a link points to a hash of 32 bytes")
    erased = b"".join(position.to_bytes(8, "big", signed=True) for position in link.erased)
    parts = [_HEAD.pack(VERSION, link.previous, link.position, _microseconds(link.at))]
    for part in (link.action.encode(), link.purpose.encode(), link.digest, erased):
        parts += [len(part).to_bytes(4, "big"), part]
    return hashlib.sha256(b"".join(parts)).digest()


def _microseconds(at: datetime) -> int:
    # In whole numbers: a float loses the last digits.
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
