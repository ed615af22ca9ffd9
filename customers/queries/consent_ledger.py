"""The consent ledger as a list, and what is known of one number, for pages and papers."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.queries.paging import keys_of_page
from customers.ledger.entry import Entry, wording_digest
from customers.models import (
    ConsentChain,
    ConsentLink,
    ConsentPurpose,
    ConsentRecord,
    ConsentState,
)
from customers.phone import national_form
from customers.queries.consent_words import Standing, standing_of
from customers.queries.consents import consent_states

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A link with its record; without one it was erased, or is an erasure itself."""

    link: ConsentLink
    record: ConsentRecord | None

    @property
    def phone_form(self) -> str:
        return national_form(self.record.phone) if self.record else ""

    @property
    def hash_form(self) -> str:
        return bytes(self.link.hash).hex()


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """The newest first. `newer`, `older`: positions to page from."""

    rows: list[LedgerRow]
    newer: int | None
    older: int | None


def ledger_page(
    links: QuerySet[ConsentLink],
    records: QuerySet[ConsentRecord],
    *,
    below: int | None = None,
    above: int | None = None,
) -> LedgerPage:
    """One page, found by position. Three queries."""

    def next_to(most: int) -> list[int]:
        positions = links.values_list("position", flat=True)
        if above is not None:
            return list(positions.filter(position__gt=above).order_by("position")[:most])[::-1]
        if below is not None:
            positions = positions.filter(position__lt=below)
        return list(positions.order_by("-position")[:most])

    keys = keys_of_page(next_to, size=PAGE_SIZE, below=below, above=above)
    found = links.filter(position__in=keys.ids).order_by("-position")
    beside = {record.position: record for record in records.filter(position__in=keys.ids)}
    return LedgerPage(
        rows=[LedgerRow(link, beside.get(link.position)) for link in found],
        newer=keys.newer,
        older=keys.older,
    )


def head_of_chain() -> ConsentChain | None:
    """Where the chain of the store in scope ends; None before its first link."""
    found: ConsentChain | None = ConsentChain.objects.first()
    return found


def standings_of(phone: str) -> list[Standing]:
    """Where a number (E.164) stands for each purpose, in the store in scope. Two queries."""
    states = consent_states(phones=[phone])
    deciding = _deciding(list(states.values()))
    return [
        standing_of(purpose, state, deciding.get(state.position) if state else None)
        for purpose in ConsentPurpose
        for state in [states.get((phone, purpose.value))]
    ]


def _deciding(states: list[ConsentState]) -> dict[int, ConsentRecord]:
    records = ConsentRecord.objects.filter(position__in=[state.position for state in states])
    return {record.position: record for record in records}


@dataclass(frozen=True, slots=True)
class Proof:
    """All that the ledger holds on one number: entries with their links in its order, and where it stands now."""

    phone: str
    rows: list[LedgerRow]
    standings: list[Standing]
    head_position: int
    head: str


def proof_of(phone: str, links: QuerySet[ConsentLink], records: QuerySet[ConsentRecord]) -> Proof:
    """Of a number (E.164) in the store in scope. A constant number of queries."""
    own = list(records.filter(phone=phone).order_by("position"))
    by_position = {link.position: link for link in links.filter(position__in=[one.position for one in own])}
    chain = head_of_chain()
    return Proof(
        phone=phone,
        rows=[
            LedgerRow(by_position[record.position], record)
            for record in own
            if record.position in by_position
        ],
        standings=standings_of(phone),
        head_position=chain.head_position if chain else 0,
        head=bytes(chain.head_hash).hex() if chain else "",
    )


def entry_of(record: ConsentRecord) -> Entry:
    """The record as it was hashed. Its wording must be at hand (select_related)."""
    shown = record.wording
    return Entry(
        phone=record.phone,
        name=record.name,
        purpose=record.purpose,
        granted=record.granted,
        given_at=record.given_at,
        source=record.source,
        wording=shown.version if shown else 0,
        wording_sha256=wording_digest(shown.text, shown.purposes, shown.language) if shown else "",
        note=record.note,
        ip=record.ip or "",
        user_agent=record.user_agent,
        evidence_sha256=record.evidence_sha256,
        recorded_by=record.recorded_by_name,
    )
