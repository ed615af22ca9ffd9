"""One order for everybody who moves several messages at once."""

from collections.abc import Sequence

from accounts.tenancy.statements import rows_of


def lock_messages(message_ids: Sequence[int]) -> None:
    """Lock these rows by id until the transaction ends.

    The answer to a request and the receipts of the same messages are written at about the same time by two
    processes; taking the rows in one order keeps them from waiting for each other (a deadlock would lose an
    outcome).
    """
    rows_of("SELECT id FROM messaging_message WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(message_ids)])
