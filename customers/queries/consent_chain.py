"""Proving a store's consent ledger: everything in it is as it was written, and nothing is gone (docs/consent.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from accounts.models import Store
from accounts.tenancy.statements import rows_of
from customers.ledger.entry import Entry, wording_digest
from customers.ledger.link import Link
from customers.ledger.verify import Finding, Flaw, Reading, Written

_BATCH = 5000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# More are counted no more: where so much is wrong, nobody reads on.
MOST_FINDINGS = 100
# Below every position that the column holds.
_BELOW_ALL = -(1 << 63)

# One statement is one moment: what is appended while we read lies beyond this head.
_HEAD = """
SELECT coalesce(max(chain.head_position), 0), coalesce(max(encode(chain.head_hash, 'hex')), ''),
       coalesce((SELECT max(position) FROM customers_consentlink WHERE store_id = %(store)s), 0)
FROM customers_consentchain AS chain WHERE chain.store_id = %(store)s
"""
_LINKS = """
SELECT link.position, (extract(epoch FROM link.at) * 1000000)::bigint, link.action, link.purpose, link.digest,
       link.erased, link.previous, link.hash, record.salt, record.phone, record.name, record.purpose, record.granted,
       (extract(epoch FROM record.given_at) * 1000000)::bigint, record.source, record.wording_id, record.note,
       host(record.ip), record.user_agent, record.evidence_sha256, record.recorded_by_name
FROM customers_consentlink AS link
LEFT JOIN customers_consentrecord AS record
    ON record.store_id = link.store_id AND record.position = link.position
WHERE link.store_id = %s AND link.position > %s AND link.position <= %s
ORDER BY link.position LIMIT %s
"""
_ERASED = """
SELECT DISTINCT unnest(erased) FROM customers_consentlink WHERE store_id = %s AND action = 'erased'
"""
_WORDINGS = "SELECT id, version, text, purposes, language FROM customers_consentwording WHERE store_id = %s"
_STRAY = """
SELECT record.position FROM customers_consentrecord AS record
WHERE record.store_id = %(store)s AND NOT EXISTS (
    SELECT FROM customers_consentlink AS link
    WHERE link.store_id = record.store_id AND link.position = record.position)
ORDER BY record.position LIMIT %(most)s
"""
# Every head that was ever written into the audit log, against the link at its position.
_ANCHORS = """
SELECT count(*) FROM accounts_auditentry
WHERE store_id = %(store)s AND object_type = 'customers.consentchain' AND (details->>'last')::bigint <= %(head)s
"""
_TORN = """
SELECT (entry.details->>'last')::bigint FROM accounts_auditentry AS entry
LEFT JOIN customers_consentlink AS link
    ON link.store_id = entry.store_id AND link.position = (entry.details->>'last')::bigint
WHERE entry.store_id = %(store)s AND entry.object_type = 'customers.consentchain'
  AND encode(link.hash, 'hex') IS DISTINCT FROM entry.details->>'head'
ORDER BY 1 LIMIT %(most)s
"""
# Which links each call wrote, by its line in the audit log: together they are the whole chain, each link once. An
# erasure has its own line. Lines behind the head tell of what is appended meanwhile.
_UNTOLD = """
WITH told AS (
    SELECT id, action, (details->>'last')::bigint AS last,
           CASE action WHEN 'consents.erased' THEN (details->>'last')::bigint
                       ELSE (details->>'first')::bigint END AS first
    FROM accounts_auditentry
    WHERE store_id = %(store)s AND object_type = 'customers.consentchain'
      AND action IN ('consents.recorded', 'consents.erased') AND (details->>'last')::bigint <= %(head)s
), missed AS (
    SELECT least(first, before + 1) AS position FROM (
        SELECT first, coalesce(lag(last) OVER (ORDER BY last, id), 0) AS before FROM told
    ) AS placed WHERE first IS DISTINCT FROM before + 1
    UNION SELECT coalesce(max(last), 0) + 1 FROM told HAVING coalesce(max(last), 0) < %(head)s
    UNION SELECT link.position FROM customers_consentlink AS link
    WHERE link.store_id = %(store)s AND link.action = 'erased' AND link.position <= %(head)s
      AND NOT EXISTS (SELECT FROM told WHERE told.action = 'consents.erased' AND told.last = link.position)
)
SELECT position FROM missed ORDER BY position LIMIT %(most)s
"""
# The order of domain/consents/states.py.
_STATES = """
SELECT coalesce(said.position, state.position) FROM (
    SELECT DISTINCT ON (phone, purpose) phone, purpose, granted, given_at, position
    FROM customers_consentrecord WHERE store_id = %(store)s
    ORDER BY phone, purpose, given_at DESC, granted, position DESC
) AS said
FULL JOIN (SELECT * FROM customers_consentstate WHERE store_id = %(store)s) AS state
    ON state.phone = said.phone AND state.purpose = said.purpose
WHERE (said.granted, said.given_at, said.position) IS DISTINCT FROM (state.granted, state.given_at, state.position)
ORDER BY 1 LIMIT %(most)s
"""
_FILES = """
SELECT record.position FROM customers_consentrecord AS record
WHERE record.store_id = %(store)s AND (record.evidence_id IS NOT NULL OR record.evidence_sha256 > '')
  AND (record.evidence_id IS NULL OR record.evidence_sha256 IS DISTINCT FROM (
    SELECT encode(sha256(coalesce(string_agg(part.data, ''::bytea ORDER BY part.position), ''::bytea)), 'hex')
    FROM customers_uploadpart AS part
    WHERE part.store_id = record.store_id AND part.upload_id = record.evidence_id))
ORDER BY record.position LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was read and what is wrong. `head` in hex, empty for an empty chain; at most MOST_FINDINGS findings.

    `anchors`: heads from the audit log that were looked up in the chain.
    """

    links: int
    records: int
    erased: int
    anchors: int
    head_position: int
    head: str
    findings: list[Finding]

    @property
    def proven(self) -> bool:
        return not self.findings


def verify_chain(store: Store) -> Verdict:
    """Read the whole chain of a store from its first link, and compare it with all that stands beside it.

    Memory does not grow with the chain, but by the positions that were erased. What is appended meanwhile is left
    out. About ten seconds for 100,000 links on a slow machine.
    """
    ((head_position, head, last),) = rows_of(_HEAD, {"store": store.pk})
    erased, reading = _erased(store), Reading()
    findings = [] if head_position == last else [Finding(Flaw.HEAD, last)]
    findings += islice(_walk(store, reading, erased, last), MOST_FINDINGS)
    if head_position == last and (reading.position, reading.head.hex() if last else "") != (last, head):
        findings.append(Finding(Flaw.HEAD, last))
    # An erasure since the beginning took its records away.
    later = _erased(store) - erased
    findings = [one for one in findings if not (one.flaw is Flaw.RECORD_MISSING and one.position in later)]
    for flaw, statement in (
        (Flaw.RECORD_STRAY, _STRAY),
        (Flaw.ANCHOR, _TORN),
        (Flaw.UNTOLD, _UNTOLD),
        (Flaw.STATE, _STATES),
        (Flaw.EVIDENCE, _FILES),
    ):
        rows = rows_of(statement, {"store": store.pk, "head": last, "most": MOST_FINDINGS})
        findings += [Finding(flaw, position) for (position,) in rows]
    ((anchors,),) = rows_of(_ANCHORS, {"store": store.pk, "head": last})
    return Verdict(
        links=reading.links,
        records=reading.records,
        erased=len(erased),
        anchors=anchors,
        head_position=last,
        head=reading.head.hex() if reading.links else "",
        findings=findings[:MOST_FINDINGS],
    )


def _erased(store: Store) -> set[int]:
    return {row[0] for row in rows_of(_ERASED, [store.pk])}


def _walk(store: Store, reading: Reading, erased: set[int], last: int) -> Iterator[Finding]:
    wordings = {
        pk: (version, wording_digest(*shown)) for pk, version, *shown in rows_of(_WORDINGS, [store.pk])
    }
    after = _BELOW_ALL
    while True:
        rows = rows_of(_LINKS, [store.pk, after, last, _BATCH])
        if not rows:
            return
        after = rows[-1][0]
        yield from reading.follow((written_in(row, wordings) for row in rows), erased)


def written_in(row: tuple[Any, ...], wordings: dict[int, tuple[int, str]]) -> Written:
    """A row of _LINKS as it was hashed. A wording that is gone is version -1: no digest fits it."""
    position, at, action, purpose, digest, erased, previous, own = row[:8]
    link = Link(position, _moment(at), action, purpose, bytes(digest), tuple(erased), bytes(previous))
    if row[8] is None:
        return Written(link, bytes(own))
    (
        salt,
        phone,
        name,
        said_purpose,
        granted,
        given_at,
        source,
        wording_id,
        note,
        ip,
        agent,
        evidence,
        recorder,
    ) = row[8:]
    version, words = (0, "") if wording_id is None else wordings.get(wording_id, (-1, ""))
    entry = Entry(
        phone=phone,
        name=name,
        purpose=said_purpose,
        granted=granted,
        given_at=_moment(given_at),
        source=source,
        wording=version,
        wording_sha256=words,
        note=note,
        ip=ip or "",
        user_agent=agent,
        evidence_sha256=evidence,
        recorded_by=recorder,
    )
    return Written(link, bytes(own), bytes(salt), entry)


def _moment(microseconds: int) -> datetime:
    """Since 1970. Whole numbers come out of PostgreSQL five times as fast as times do."""
    return _EPOCH + timedelta(microseconds=microseconds)
