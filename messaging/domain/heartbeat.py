"""A lane's worker says that it is at work (`/readyz` asks)."""

from accounts.tenancy.statements import changed_by


def note_heartbeat(lane: str) -> None:
    changed_by(
        "INSERT INTO messaging_laneheartbeat (lane, seen_at) VALUES (%s, now()) "
        "ON CONFLICT (lane) DO UPDATE SET seen_at = now()",
        [lane],
    )
