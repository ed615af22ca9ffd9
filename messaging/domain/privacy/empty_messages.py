"""The least that is left of a message: when, what became of it, how many parts. For totals and bills."""

from collections.abc import Sequence

from accounts.tenancy.statements import changed_by, rows_of
from customers.queries.privacy.traces import RUN_TOGETHER
from messaging.domain.privacy.empty_links import empty_links

# No number, so that nothing can go there any more (domain/last_gate.py); the topic keeps the rows of one dispatch
# apart, which the numbers did (messaging_text_once_per_person).
_TEXTS = """
UPDATE messaging_messagetext
SET customer_id = NULL, values_of_id = NULL, phone = '', recipient_name = '', body = '', merge_values = NULL,
    topic = 'erased ' || message_id
WHERE store_id = %s AND message_id = ANY(%s)
RETURNING dispatch_id
"""

# Pages that a recipient came to without signing in: they were about this person.
_CODES = "DELETE FROM messaging_recipientcode WHERE store_id = %s AND message_id = ANY(%s)"

# Providers quote the number in their words.
_WORDS = """
UPDATE messaging_attempt SET detail = '' WHERE store_id = %s AND message_id = ANY(%s) AND detail <> ''
"""

# A dispatch of which nobody is left keeps nothing that was written for them.
_DISPATCHES = """
UPDATE messaging_dispatch AS dispatch
SET subject = '', memo = '', body = '', reference = '', link_parameters = '', acknowledged = '[]'
WHERE dispatch.store_id = %s AND dispatch.id = ANY(%s) AND NOT EXISTS (
    SELECT 1 FROM messaging_messagetext AS text
    WHERE text.store_id = dispatch.store_id AND text.dispatch_id = dispatch.id AND text.phone > ''
)
"""

# What warnings said names people and what is on record of them; which ones were accepted stays.
_ACCEPTED = """
UPDATE messaging_dispatch AS dispatch SET acknowledged = (
    SELECT jsonb_agg(jsonb_build_object('code', warning -> 'code', 'message', '') ORDER BY place)
    FROM jsonb_array_elements(dispatch.acknowledged) WITH ORDINALITY AS accepted (warning, place)
)
WHERE store_id = %s AND id = ANY(%s) AND acknowledged <> '[]'
"""

_NAMED_IN = "EXISTS (SELECT 1 FROM unnest(%s::text[]) AS sought(pattern) WHERE {} ~ sought.pattern)"


def empty_messages(*, store_id: int, message_ids: Sequence[int], patterns: Sequence[str] = ()) -> int:
    """Take number, name, text, the link to the customer and what their short links led to from these messages of a
    store; how many there were.

    `patterns` (customers/queries/privacy/traces.py): what must not stay in subject, memo or text of their dispatches
    either, where those were written to others as well. Call it in a transaction.
    """
    ids = sorted(message_ids)
    if not ids:
        return 0
    dispatch_ids = [row[0] for row in rows_of(_TEXTS, [store_id, ids])]
    changed_by(_CODES, [store_id, ids])
    changed_by(_WORDS, [store_id, ids])
    touched = sorted(set(dispatch_ids))
    changed_by(_DISPATCHES, [store_id, touched])
    changed_by(_ACCEPTED, [store_id, touched])
    empty_links(store_id=store_id, message_ids=ids, dispatch_ids=touched)
    if patterns:
        for column in ("subject", "memo", "body", "reference", "link_parameters"):
            named = _NAMED_IN.format(RUN_TOGETHER % column)
            changed_by(
                f"UPDATE messaging_dispatch SET {column} = '' WHERE store_id = %s AND id = ANY(%s) AND {named}",
                [store_id, touched, list(patterns)],
            )
    return len(dispatch_ids)
