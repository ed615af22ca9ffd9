"""Periodic work never overlaps itself, in however many processes beat's bell is heard."""

from collections.abc import Iterator
from contextlib import contextmanager

from accounts.tenancy.statements import rows_of


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """False where the same work is under way elsewhere. PostgreSQL forgets it with the connection."""
    ((taken,),) = rows_of("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
    try:
        yield bool(taken)
    finally:
        if taken:
            rows_of("SELECT pg_advisory_unlock(hashtext(%s))", [name])
