"""Look up codes and write their hits: one statement for everybody who asks at this moment."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from accounts.tenancy.statements import array_literal
from tracking.domain.hits.line import Line
from tracking.domain.throttle import LIMIT, span_began

LONGEST_AGENT = 300


@dataclass(frozen=True, slots=True)
class Knock:
    """One request for a code.

    `host`: that of the request where it may be a store's own domain, else "". `anywhere`: whether the installation
    itself answers under that host, so that every store's codes are found there. `network`: domain/throttle.py.
    """

    code: str
    host: str
    anywhere: bool
    method: str
    kind: str
    evidence: str
    address: str | None
    agent: str
    network: str


class Nothing(Enum):
    """Why there is nowhere to go."""

    UNKNOWN = auto()
    ENDED = auto()
    THROTTLED = auto()


# Where the code leads, or why nowhere.
Outcome = str | Nothing

# Under a store's own domain there are no codes but its own. Of a network that guesses, nothing is even looked up.
_RECORD = """
WITH asked AS MATERIALIZED (
    SELECT asked.*, EXISTS (
        SELECT FROM tracking_unknowncode AS unknown
        WHERE unknown.network = asked.network AND unknown.since = $2::timestamptz AND unknown.count >= $3::int
    ) AS throttled
    FROM json_to_recordset($1::json) AS asked (
        number int, code text, host text, anywhere bool, method text, kind text, evidence text, address inet,
        agent text, network text
    )
), found AS MATERIALIZED (
    SELECT asked.*, link.store_id, link.id AS link_id, target.url, target.expires_at <= now() AS ended
    FROM asked
    JOIN tracking_shortlink AS link ON link.code = asked.code
    JOIN tracking_linktarget AS target ON target.id = link.target_id
    LEFT JOIN tracking_shortdomain AS domain
        ON domain.host = asked.host AND domain.host > '' AND domain.proved_at IS NOT NULL
    WHERE NOT asked.throttled
      AND CASE WHEN domain.id IS NULL THEN asked.anywhere ELSE domain.store_id = link.store_id END
), written AS (
    INSERT INTO tracking_hit (store_id, link_id, at, method, kind, evidence, address, agent)
    SELECT store_id, link_id, now(), method, kind, evidence, address, agent FROM found
)
SELECT number, url, ended FROM found
UNION ALL
SELECT number, NULL, NULL FROM asked WHERE throttled
"""

_NOTE = """
INSERT INTO tracking_unknowncode AS known (network, since, count)
SELECT asked.network, $3::timestamptz, asked.count FROM unnest($1::text[], $2::int[]) AS asked (network, count)
ORDER BY asked.network
ON CONFLICT (network, since) DO UPDATE SET count = known.count + excluded.count
"""

STATEMENTS = {"record": _RECORD, "note": _NOTE}


def record(line: Line, knocks: Sequence[Knock], *, seconds: float) -> list[Outcome]:
    """One outcome for each, in order; what was found is committed when this returns. Raises LineFailed."""
    # One value that is written at C's speed: nine arrays cost as much as the rest of a tap.
    asked = [_row(number, knock) for number, knock in enumerate(knocks)]
    values = [json.dumps(asked), span_began().isoformat(), str(LIMIT)]
    outcomes: list[Outcome] = [Nothing.UNKNOWN] * len(knocks)
    for number, url, ended in line.ask("record", values, seconds=seconds):
        at = int(number or 0)
        if url is None:
            outcomes[at] = Nothing.THROTTLED
        else:
            outcomes[at] = Nothing.ENDED if ended == "t" else url
    return outcomes


def _row(number: int, knock: Knock) -> dict[str, object]:
    return {
        "number": number,
        "code": knock.code,
        "host": knock.host,
        "anywhere": knock.anywhere,
        "method": knock.method,
        "kind": knock.kind,
        "evidence": knock.evidence,
        "address": knock.address,
        "agent": knock.agent,
        "network": knock.network,
    }


def note_unknown(line: Line, networks: Sequence[str], *, seconds: float) -> None:
    """As domain/throttle.py, over this line. Raises LineFailed."""
    counts = Counter(network for network in networks if network)
    if counts:
        values = [array_literal(list(counts)), array_literal(list(counts.values())), span_began().isoformat()]
        line.ask("note", values, seconds=seconds)
