"""Reading a chain from its first link and saying whatever is not as it was written."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from enum import StrEnum

from customers.ledger.entry import Entry, digest
from customers.ledger.link import START, Link, link_hash


class Flaw(StrEnum):
    """Codes of what can be wrong; the words for people are in queries/consent_words.py."""

    GAP = "gap"  # positions jump: a link is gone, or two were exchanged
    BROKEN = "broken"  # a link does not point to the one before it
    LINK_CHANGED = "link_changed"  # a link's content is not that of its hash
    RECORD_CHANGED = "record_changed"  # a record is not that of its link's digest
    RECORD_MISSING = "record_missing"  # a record is gone, and no erasure names it
    RECORD_STRAY = "record_stray"  # a record without a link, or a link before the first
    ERASED_THERE = "erased_there"  # a record that was erased is there again
    HEAD = "head"  # the chain ends elsewhere than where its head says
    ANCHOR = "anchor"  # a head written down outside the chain is not in it
    UNTOLD = "untold"  # a link of which no line of the audit log tells, or a line tells something else
    STATE = "state"  # what counts now does not follow from the records
    EVIDENCE = "evidence"  # a file is gone, or not the one that the record names


@dataclass(frozen=True, slots=True)
class Finding:
    """`position`: of the link; 0 where it concerns none."""

    flaw: Flaw
    position: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """A link as it was found: its hash, and the record beside it with its salt, where it is there."""

    link: Link
    hash: bytes
    salt: bytes = b""
    entry: Entry | None = None


@dataclass(slots=True)
class Reading:
    """What a walk along the chain has seen: give it the links in order of position, some at a time."""

    position: int = 0
    head: bytes = START
    links: int = 0
    records: int = 0

    def follow(self, found: Iterable[Written], erased: Set[int]) -> Iterator[Finding]:
        """The flaws of these links. `erased`: the positions that ERASED links anywhere in the chain name."""
        for one in found:
            yield from self._step(one, erased)

    def _step(self, one: Written, erased: Set[int]) -> Iterator[Finding]:
        link = one.link
        self.links += 1
        if link.position < 1:
            # It is no part of the chain, however well it fits together.
            yield Finding(Flaw.RECORD_STRAY, link.position)
            return
        if link.position != self.position + 1:
            yield Finding(Flaw.GAP, link.position)
        elif link.previous != self.head:
            yield Finding(Flaw.BROKEN, link.position)
        if len(link.previous) != len(START) or link_hash(link) != one.hash:
            yield Finding(Flaw.LINK_CHANGED, link.position)
        yield from self._record(one, erased)
        self.position, self.head = link.position, one.hash

    def _record(self, one: Written, erased: Set[int]) -> Iterator[Finding]:
        link, entry = one.link, one.entry
        if entry is None:
            if link.action != "erased" and link.position not in erased:
                yield Finding(Flaw.RECORD_MISSING, link.position)
            return
        self.records += 1
        if link.action == "erased":
            yield Finding(Flaw.RECORD_STRAY, link.position)
        elif link.position in erased:
            yield Finding(Flaw.ERASED_THERE, link.position)
        elif not _tells_of(link, entry) or digest(one.salt, entry) != link.digest:
            yield Finding(Flaw.RECORD_CHANGED, link.position)


def _tells_of(link: Link, entry: Entry) -> bool:
    """Whether the link's open side says what the record says."""
    action = "granted" if entry.granted else "withdrawn"
    return (link.action, link.purpose) == (action, entry.purpose)


def verify(found: Iterable[Written]) -> list[Finding]:
    """All flaws of a chain that fits in memory."""
    chain = list(found)
    erased = {position for one in chain if one.link.action == "erased" for position in one.link.erased}
    return list(Reading().follow(chain, erased))
