"""What messaging drops when a store's periods have passed."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.tenancy.scope import current_store_id
from accounts.tenancy.statements import changed_by, rows_of
from customers.domain.consents.chain import locked_chain
from customers.domain.consents.erase import erase_records
from messaging.domain.privacy.empty_messages import empty_messages

# As they came from a provider, of all its stores: kept to look into a doubtful result.
REPORTS_KEPT_FOR = timedelta(days=90)
_REPORTS_AT_ONCE = 5000
# Each number takes a link of its own in the chain.
_NUMBERS_AT_ONCE = 200

# What is still under way keeps its text, however old.
_OLD_TEXTS = """
FROM messaging_messagetext AS text JOIN messaging_message AS message ON message.id = text.message_id
WHERE text.store_id = %(store)s AND text.phone > '' AND message.store_id = %(store)s
  AND message.created_at < %(before)s AND NOT message.is_open
"""

# The proof of a consent is kept for as long as somebody could ask for it: from the last promotion on, or any other
# message where nobody knows better any more; from the last entry where nothing was ever sent. What a number's owner has
# withdrawn is kept: without it nobody would know that they do not want it.
_OLD_CONSENTS = """
FROM (
    SELECT record.phone, max(greatest(record.given_at, link.at)) AS last
    FROM customers_consentrecord AS record
    JOIN customers_consentlink AS link ON link.store_id = record.store_id AND link.position = record.position
    WHERE record.store_id = %(store)s GROUP BY record.phone
) AS held
WHERE held.last < %(before)s
AND NOT EXISTS (
    SELECT 1 FROM customers_consentstate AS state
    WHERE state.store_id = %(store)s AND state.phone = held.phone AND NOT state.granted
)
AND NOT EXISTS (
    SELECT 1 FROM messaging_messagetext AS text
    JOIN messaging_message AS message ON message.id = text.message_id
    JOIN messaging_dispatch AS dispatch ON dispatch.id = text.dispatch_id
    WHERE text.store_id = %(store)s AND text.phone = held.phone AND dispatch.purpose = 'promotion'
      AND (message.accepted_at >= %(before)s OR message.is_open)
)
AND NOT EXISTS (
    SELECT 1 FROM customers_customer AS customer
    JOIN customers_contact AS contact
      ON contact.store_id = customer.store_id AND contact.customer_id = customer.id
    WHERE customer.store_id = %(store)s AND customer.mobile = held.phone AND contact.last_texted_at >= %(before)s
)
"""


def count_old_texts(before: datetime) -> int:
    return _count(_OLD_TEXTS, before)


@transaction.atomic
def drop_old_texts(before: datetime, limit: int) -> int:
    """Empty up to `limit` messages ordered before this moment (domain/privacy/empty_messages.py)."""
    store_id = current_store_id()
    found = rows_of(
        f"SELECT text.message_id {_OLD_TEXTS} LIMIT %(limit)s",
        {"store": store_id, "before": before, "limit": limit},
    )
    return empty_messages(store_id=store_id, message_ids=[row[0] for row in found])


def count_old_consents(before: datetime) -> int:
    """Numbers, not entries."""
    return _count(_OLD_CONSENTS, before)


@transaction.atomic
def drop_old_consents(before: datetime, limit: int) -> int:
    """Erase all entries of up to `limit` numbers; nothing counts as granted for them afterwards."""
    wanted = {"store": current_store_id(), "before": before, "limit": min(limit, _NUMBERS_AT_ONCE)}
    found = rows_of(f"SELECT held.phone {_OLD_CONSENTS} ORDER BY held.phone LIMIT %(limit)s", wanted)
    if not found:
        return 0
    # Whoever withdraws at this moment is heard: once the chain is held, it is decided again.
    locked_chain()
    still = rows_of(
        f"SELECT held.phone {_OLD_CONSENTS} AND held.phone = ANY(%(phones)s::text[]) ORDER BY held.phone",
        wanted | {"phones": [phone for (phone,) in found]},
    )
    for (phone,) in still:
        erase_records(actor=None, phone=phone)
    return len(still)


def forget_reports() -> int:
    """Delete applied reports older than REPORTS_KEPT_FOR, a batch at a time, each in its own transaction."""
    forgotten = 0
    while True:
        gone = changed_by(
            "DELETE FROM messaging_report WHERE id = ANY(ARRAY(SELECT id FROM ("
            "SELECT id, received_at, applied_at FROM messaging_report ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED"
            ") AS oldest WHERE received_at < now() - %s AND applied_at IS NOT NULL))",
            [_REPORTS_AT_ONCE, REPORTS_KEPT_FOR],
        )
        forgotten += gone
        if gone < _REPORTS_AT_ONCE:
            return forgotten


def _count(rows: str, before: datetime) -> int:
    ((found,),) = rows_of(f"SELECT count(*) {rows}", {"store": current_store_id(), "before": before})
    return int(found)
