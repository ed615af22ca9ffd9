"""Guessing codes is slowed down (mission.md F1, F4): /s/ here, /o/ and /r/ in messaging.

Asked about a code that there is not:

    network = network_of(client_address(request))
    if is_throttled(network): answer 429 with Retry-After: seconds_left()
    note_unknown(network)

A network over the limit gets nothing of /s/ until the span ends, not even what exists: else its guesses would still be
answered. The longer codes of /o/ and /r/ are found by nobody's guesses, and what exists is always served there.
"""

import math
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

from accounts.tenancy.statements import changed_by, rows_of

SPAN = timedelta(minutes=10)
# Thousands of handsets share a carrier's address, and must not lose their links by what some of them mistype or try.
# A network can ask for 86,400 codes a day: it finds one of 100 million in eleven days, one of a million in three years.
LIMIT = 600
_KEPT_FOR = timedelta(days=1)

_NOTE = """
INSERT INTO tracking_unknowncode AS known (network, since, count) VALUES (%s, %s, 1)
ON CONFLICT (network, since) DO UPDATE SET count = known.count + 1
"""


def network_of(address: str | None) -> str:
    """`address` as accounts.web.client_address gives it: itself for IPv4, its /48 for IPv6.

    A carrier gives each handset a /64 of its own, a provider each customer many: who guesses would take another.

    Empty where nobody can tell, and then nobody is throttled.
    """
    if address is None:
        return ""
    return str(ip_network((address, 48), strict=False)) if ":" in address else address


def span_began(now: float | None = None) -> datetime:
    """Of `now` (seconds since 1970)."""
    length = SPAN.total_seconds()
    return datetime.fromtimestamp((time.time() if now is None else now) // length * length, UTC)


def seconds_left() -> int:
    """Until a throttled network may ask again; at least 1."""
    return max(math.ceil((span_began() + SPAN).timestamp() - time.time()), 1)


def is_throttled(network: str) -> bool:
    """Whether it asked for too many codes that there are not. One statement."""
    if not network:
        return False
    found = rows_of(
        "SELECT 1 FROM tracking_unknowncode WHERE network = %s AND since = %s AND count >= %s",
        [network, span_began(), LIMIT],
    )
    return bool(found)


def note_unknown(network: str) -> None:
    """It asked for a code that there is not. One statement."""
    if network:
        changed_by(_NOTE, [network, span_began()])


def forget_unknown() -> int:
    """Delete the spans of yesterday; how many rows."""
    return changed_by("DELETE FROM tracking_unknowncode WHERE since < now() - %s", [_KEPT_FOR])
