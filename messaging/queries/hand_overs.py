"""When messages were handed to the provider, for tracking/registries/hand_overs.py."""

from collections.abc import Collection
from datetime import datetime

from accounts.tenancy.statements import rows_of


def hand_overs(message_ids: Collection[int]) -> dict[int, datetime]:
    """By message, of any stores; without those that no provider is known to have taken. One query."""
    found = rows_of(
        "SELECT id, accepted_at FROM messaging_message WHERE id = ANY(%s) AND accepted_at IS NOT NULL",
        [list(message_ids)],
    )
    return {row[0]: row[1] for row in found}
