"""Hits that were recorded move the tallies of their links, seconds later and many at a time (mission.md F2).

Here time and address are heard as well, which a single request does not show. What several hits show only together,
many people's codes asked for by one address, also changes hits that were counted before.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.tenancy.statements import changed_by, rows_of
from tracking.links.evidence import (
    MANY,
    MANY_CODES,
    MANY_CODES_SECONDS,
    PERSON,
    Evidence,
    evidence_with_circumstances,
)
from tracking.registries.hand_overs import hand_overs
from tracking.signals import people_tapped

AT_ONCE = 5_000

_PICK = """
SELECT hit.id, hit.link_id, hit.at, hit.kind, hit.evidence, link.recipient
FROM (SELECT * FROM tracking_hit WHERE is_new ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED) AS hit
JOIN tracking_shortlink AS link ON link.id = hit.link_id
"""

# Time in equal pieces: what is near a given hit would be counted anew for each hit of a flood.
_PIECE = f"floor(extract(epoch FROM at) / {MANY_CODES_SECONDS})"

# By address, agent and piece of time, where too many people's codes were asked for; then every hit of theirs that
# passes for a person's, new or counted.
_MANY = f"""
WITH touched AS (
    SELECT DISTINCT address, agent, {_PIECE} AS piece FROM tracking_hit
    WHERE id = ANY(%(hits)s::bigint[]) AND address IS NOT NULL
), crowded AS (
    SELECT touched.* FROM touched
    JOIN tracking_hit AS hit ON hit.address = touched.address AND hit.agent = touched.agent
        AND hit.at >= to_timestamp(touched.piece * {MANY_CODES_SECONDS})
        AND hit.at < to_timestamp((touched.piece + 1) * {MANY_CODES_SECONDS})
    JOIN tracking_shortlink AS link ON link.id = hit.link_id
    GROUP BY touched.address, touched.agent, touched.piece
    HAVING count(DISTINCT link.recipient) >= {MANY_CODES}
)
SELECT hit.id, hit.link_id, hit.is_new FROM crowded
JOIN tracking_hit AS hit ON hit.address = crowded.address AND hit.agent = crowded.agent
    AND hit.at >= to_timestamp(crowded.piece * {MANY_CODES_SECONDS})
    AND hit.at < to_timestamp((crowded.piece + 1) * {MANY_CODES_SECONDS})
WHERE hit.kind = '{PERSON}'
"""

_SETTLE = """
UPDATE tracking_hit AS hit SET is_new = FALSE, kind = settled.kind, evidence = settled.evidence
FROM unnest(%(hits)s::bigint[], %(kinds)s::text[], %(evidence)s::text[]) AS settled (id, kind, evidence)
WHERE hit.id = settled.id
"""

_TALLY = """
UPDATE tracking_shortlink AS link
SET hits = link.hits + more.hits, taps = link.taps + more.taps, previews = link.previews + more.previews,
    scans = link.scans + more.scans,
    first_tap_at = least(link.first_tap_at, more.first_tap_at),
    last_tap_at = greatest(link.last_tap_at, more.last_tap_at)
FROM (
    SELECT link_id, count(*) AS hits, count(*) FILTER (WHERE kind = 'person') AS taps,
        count(*) FILTER (WHERE kind = 'preview') AS previews, count(*) FILTER (WHERE kind = 'scanner') AS scans,
        min(at) FILTER (WHERE kind = 'person') AS first_tap_at, max(at) FILTER (WHERE kind = 'person') AS last_tap_at
    FROM tracking_hit WHERE id = ANY(%s::bigint[]) GROUP BY link_id
) AS more
WHERE link.id = more.link_id
"""

# Taps that were none. The first and last are looked up again: what they were is not kept beside the tallies.
_UNTALLY = """
UPDATE tracking_shortlink AS link
SET taps = link.taps - wrong.count, scans = link.scans + wrong.count,
    first_tap_at = taps.first, last_tap_at = taps.last
FROM unnest(%(links)s::bigint[], %(counts)s::int[]) AS wrong (link_id, count),
    LATERAL (
        SELECT min(at) AS first, max(at) AS last FROM tracking_hit AS hit
        JOIN tracking_shortlink AS own ON own.id = hit.link_id
        WHERE own.id = wrong.link_id AND hit.store_id = own.store_id AND hit.kind = 'person' AND NOT hit.is_new
    ) AS taps
WHERE link.id = wrong.link_id
"""


@dataclass(frozen=True, slots=True)
class _Hit:
    id: int
    link_id: int
    at: datetime
    kind: str
    evidence: str
    recipient: int | None


@transaction.atomic
def apply_hits() -> int:
    """The oldest AT_ONCE of all stores. Returns how many; 0 when none is new. Not twice at the same time."""
    hits = [_Hit(*row) for row in rows_of(_PICK, [AT_ONCE])]
    if not hits:
        return 0
    crowd = _crowd(hits)
    settled = _settled(hits, {hit_id for hit_id, _, is_new in crowd if is_new})
    corrected = Counter(link_id for _, link_id, is_new in crowd if not is_new)
    _write(hits, settled, [hit_id for hit_id, _, is_new in crowd if not is_new])
    changed_by(_TALLY, [[hit.id for hit in hits]])
    if corrected:
        changed_by(_UNTALLY, {"links": list(corrected), "counts": list(corrected.values())})
    _tell(hits, settled)
    return len(hits)


def _crowd(hits: Sequence[_Hit]) -> list[tuple[int, int, bool]]:
    """Hits by which one address asked for many people's codes: (id, link's id, whether it is new)."""
    return [(row[0], row[1], row[2]) for row in rows_of(_MANY, {"hits": [hit.id for hit in hits]})]


def _settled(hits: Sequence[_Hit], crowd: set[int]) -> list[Evidence]:
    """Of each hit, in order."""
    handed_over = hand_overs({hit.recipient for hit in hits if hit.recipient is not None})
    return [
        evidence_with_circumstances(
            Evidence(hit.kind, hit.evidence),
            seconds_since_hand_over=_seconds(hit, handed_over.get(hit.recipient or 0)),
            of_a_crowd=hit.id in crowd,
        )
        for hit in hits
    ]


def _seconds(hit: _Hit, handed_over_at: datetime | None) -> float | None:
    return None if handed_over_at is None else (hit.at - handed_over_at).total_seconds()


def _write(hits: Sequence[_Hit], settled: Sequence[Evidence], corrected: Sequence[int]) -> None:
    found = [*settled, *(MANY for _ in corrected)]
    changed_by(
        _SETTLE,
        {
            "hits": [*(hit.id for hit in hits), *corrected],
            "kinds": [one.kind for one in found],
            "evidence": [one.code for one in found],
        },
    )


def _tell(hits: Sequence[_Hit], settled: Sequence[Evidence]) -> None:
    taps: dict[int, datetime] = {}
    for hit, evidence in zip(hits, settled, strict=True):
        if evidence.kind == PERSON and hit.recipient is not None:
            taps[hit.recipient] = max(hit.at, taps.get(hit.recipient, hit.at))
    if taps:
        people_tapped.send(sender=None, taps=taps)
