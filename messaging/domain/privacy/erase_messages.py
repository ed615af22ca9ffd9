"""Erasing what messaging holds on a person, in the erasure's transaction."""

from accounts.models import Actor
from accounts.tenancy.scope import current_store_id
from accounts.tenancy.statements import changed_by
from customers.queries.privacy.traces import patterns_sought
from customers.registries.personal_data import Whom
from messaging.domain.lock import lock_messages
from messaging.domain.privacy.empty_messages import empty_messages
from messaging.models import Reason, State, origins_of
from messaging.queries.personal_data import report_ids_of, tests_about, texts_of

_CANCEL = """
UPDATE messaging_message SET state = 'cancelled', reason = %s, closed_at = now()
WHERE store_id = %s AND id = ANY(%s) AND state = ANY(%s)
"""


def erase_messages(actor: Actor, whom: Whom) -> int:
    """What waits is cancelled; then number, name and text go, and the reports that named them. How many rows.

    A message that is being handed over right now goes out; whatever becomes of it, it is not handed over again.
    """
    store_id = current_store_id()
    ids = sorted({*texts_of(whom).values_list("message_id", flat=True), *tests_about(whom)})
    reports = report_ids_of(whom)
    lock_messages(ids)
    changed_by(_CANCEL, [Reason.BY_PERSON.value, store_id, ids, origins_of(State.CANCELLED)])
    patterns = patterns_sought(whom.phones, whom.names)
    emptied = empty_messages(store_id=store_id, message_ids=ids, patterns=patterns)
    return emptied + changed_by("DELETE FROM messaging_report WHERE id = ANY(%s)", [reports])
