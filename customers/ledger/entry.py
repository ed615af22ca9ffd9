"""What a person said, as bytes that are always the same for the same facts, and their salted digest."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address
from json.encoder import encode_basestring as _quoted

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """All personal data of one link. `given_at` is aware; `ip` as typed or kept; no wording: version 0.

    `wording_sha256` is wording_digest of the wording: who changes what was shown, or what for, changes the entry.
    """

    phone: str
    name: str
    purpose: str
    granted: bool
    given_at: datetime
    source: str
    wording: int = 0
    wording_sha256: str = ""
    note: str = ""
    ip: str = ""
    user_agent: str = ""
    evidence_sha256: str = ""
    recorded_by: str = ""


def canonical(entry: Entry) -> bytes:
    """JSON of the fields, sorted by name, without blanks, in UTF-8; times in UTC to the microsecond."""
    # Put together by hand: half the time of the json module, which a test holds it equal to.
    return (
        f'{{"evidence_sha256":{_quoted(entry.evidence_sha256)},'
        f'"given_at":"{entry.given_at.astimezone(UTC).isoformat(timespec="microseconds")}",'
        f'"granted":{"true" if entry.granted else "false"},'
        f'"ip":{_quoted(plain_ip(entry.ip))},'
        f'"name":{_quoted(entry.name)},'
        f'"note":{_quoted(entry.note)},'
        f'"phone":{_quoted(entry.phone)},'
        f'"purpose":{_quoted(entry.purpose)},'
        f'"recorded_by":{_quoted(entry.recorded_by)},'
        f'"source":{_quoted(entry.source)},'
        f'"user_agent":{_quoted(entry.user_agent)},'
        f'"wording":{entry.wording},'
        f'"wording_sha256":{_quoted(entry.wording_sha256)}}}'
    ).encode()


def digest(salt: bytes, entry: Entry) -> bytes:
    """SHA-256 of the salt and the canonical form: without the salt nobody can try numbers against it."""
    return hashlib.sha256(salt + canonical(entry)).digest()


def canonical_wording(text: str, purposes: Sequence[str], language: str) -> str:
    """What people were shown, in the same kind of JSON; the purposes in their order."""
    named = ",".join(map(_quoted, purposes))
    return f'{{"language":{_quoted(language)},"purposes":[{named}],"text":{_quoted(text)}}}'


def wording_digest(text: str, purposes: Sequence[str], language: str) -> str:
    """SHA-256 (hex) of its canonical form in UTF-8."""
    return hashlib.sha256(canonical_wording(text, purposes, language).encode()).hexdigest()


def plain_ip(address: str) -> str:
    """One way of writing each address; empty for none. Raises ValueError for what is no address."""
    if not address:
        return ""
    read = ip_address(address)
    if isinstance(read, IPv6Address) and read.ipv4_mapped is not None:
        return str(read.ipv4_mapped)
    return str(read)
