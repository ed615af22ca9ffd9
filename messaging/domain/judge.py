"""Stage 3, judge: may this go to this number now? One answer, one reason.

Asked when a send is planned and again at the moment of hand-off. When in doubt the answer is no.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Store
from customers.queries.consents import consent_answers
from customers.queries.suppressions import suppressed_phones
from messaging.models import Purpose, Reason


@dataclass(frozen=True, slots=True)
class Asked:
    """A number (E.164) of one store, and what for."""

    phone: str
    purpose: Purpose


def judge(*, store: Store, asked: Sequence[Asked]) -> list[Reason | None]:
    """For each in order: None (it may go), or the first reason why it may not.

    Queries: one a purpose, and one for what was said of all purposes.
    """
    closed = _closed(store)
    if closed is not None:
        return [closed] * len(asked)
    stopped, said = _stopped(store, asked), _said(store, asked)
    return [_verdict(one, stopped, said.get((one.phone, one.purpose.value))) for one in asked]


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


def _said(store: Store, asked: Sequence[Asked]) -> dict[tuple[str, str], bool]:
    return consent_answers(
        store=store,
        phones={one.phone for one in asked},
        purposes={one.purpose.value for one in asked},
    )


def _verdict(one: Asked, stopped: set[Asked], granted: bool | None) -> Reason | None:
    """`granted` is None where the number's owner has said nothing of this purpose."""
    if one in stopped:
        return Reason.SUPPRESSED
    if granted is False:
        return Reason.CONSENT_WITHDRAWN
    if one.purpose is Purpose.PROMOTION and granted is None:
        return Reason.NO_CONSENT
    return None
