"""The last message to a number, for lists of lower apps (customers.registries.last_reminders)."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import Actor, Permission
from accounts.tenancy.statements import rows_of
from customers.registries.last_reminders import LastReminder
from messaging.queries.results import result_of

# For each number backwards along (store, phone, message). Promotion reminds nobody of what falls due.
_LAST = """
SELECT asked.phone, newest.created_at, newest.state, newest.reason
FROM unnest(%s::text[]) AS asked(phone)
CROSS JOIN LATERAL (
    SELECT message.created_at, message.state, message.reason
    FROM messaging_messagetext AS text
    JOIN messaging_message AS message ON message.id = text.message_id
    JOIN messaging_dispatch AS dispatch ON dispatch.id = text.dispatch_id
    WHERE text.store_id = %s AND text.phone = asked.phone AND dispatch.purpose IN ('notice', 'reminder')
    ORDER BY text.message_id DESC LIMIT 1
) AS newest
"""


@dataclass(frozen=True, slots=True)
class _Stands:
    state: str
    reason: str


def last_messages(actor: Actor, phones: Collection[str]) -> dict[str, LastReminder]:
    """The newest notice or reminder to each number (E.164) and what became of it. One query.

    Nothing to whom may not see messages.
    """
    if not phones or not actor.may(Permission.MESSAGES_VIEW):
        return {}
    found = {}
    for phone, at, state, reason in rows_of(_LAST, [sorted(phones), actor.store_id]):
        result = result_of(_Stands(state, reason))
        found[phone] = LastReminder(at, result.word, result.tone, result.icon)
    return found
