"""Stage 3, judge: may this go to this number now? One answer, one reason.

Asked when a send is planned and again at the moment of hand-off. When in doubt the answer is no.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Store
from customers.queries.suppressions import suppressed_phones
from messaging.models import Purpose, Reason


@dataclass(frozen=True, slots=True)
class Asked:
    """A number (E.164) of one store, and what for."""

    phone: str
    purpose: Purpose


def judge(*, store: Store, asked: Sequence[Asked]) -> list[Reason | None]:
    """For each in order: None (it may go), or the first reason why it may not. Queries: one a purpose."""
    closed = _closed(store)
    if closed is not None:
        return [closed] * len(asked)
    stopped = _stopped(store, asked)
    return [_verdict(one, stopped) for one in asked]


def _closed(store: Store) -> Reason | None:
    if store.status == Store.Status.SUSPENDED:
        return Reason.STORE_SUSPENDED
    if store.status == Store.Status.TRIAL:
        # No number of the team has been verified yet, so nothing may go (mission.md I4).
        return Reason.STORE_IN_TRIAL
    return None


def _stopped(store: Store, asked: Sequence[Asked]) -> set[Asked]:
    phones: dict[Purpose, set[str]] = defaultdict(set)
    for one in asked:
        phones[one.purpose].add(one.phone)
    return {
        Asked(phone, purpose)
        for purpose, numbers in phones.items()
        for phone in suppressed_phones(store=store, phones=numbers, purpose=purpose)
    }


def _verdict(one: Asked, stopped: set[Asked]) -> Reason | None:
    if one in stopped:
        return Reason.SUPPRESSED
    if one.purpose is not Purpose.NOTICE:
        # Reminders and promotion need a consent that nothing records yet: nobody has given it.
        return Reason.NO_CONSENT
    return None
