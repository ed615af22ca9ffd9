"""One order for everybody who moves several messages at once."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import OperationalError
from psycopg.errors import DeadlockDetected

from accounts.tenancy.statements import rows_of

logger = logging.getLogger(__name__)

Done = TypeVar("Done")
_TRIES = 5


def lock_messages(message_ids: Sequence[int]) -> None:
    """Lock these rows by id until the transaction ends.

    The answer to a request and the receipts of the same messages are written at about the same time by two
    processes; taking the rows in one order keeps them from waiting for each other (a deadlock would lose an
    outcome).
    """
    rows_of("SELECT id FROM messaging_message WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(message_ids)])


def again_after_deadlock(work: Callable[[], Done]) -> Done:
    """`work` is a whole transaction. Where two wait for each other PostgreSQL ends one of them: it begins anew."""
    for tries in range(1, _TRIES + 1):
        try:
            return work()
        except OperationalError as error:
            if tries == _TRIES or not isinstance(error.__cause__, DeadlockDetected):
                raise
            logger.warning("begun again after a deadlock")
    raise AssertionError("done or raised")
