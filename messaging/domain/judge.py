"""Stage 3, judge: may this go to this number now? One answer, one reason.

Asked when a send is planned and again at the moment of hand-off. When in doubt the answer is no.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Store
from customers.queries.consents import consent_answers
from customers.queries.suppressions import StandingStop, standing_stops
from messaging.models import Dispatch, Purpose, Reason
from messaging.queries.test_numbers import proved_numbers

# What keeps messages of a purpose from a number.
_Stops = dict[tuple[str, Purpose], StandingStop]


@dataclass(frozen=True, slots=True)
class Asked:
    """A number (E.164) of one store, what for, and what kind of send asks; None where nothing is being sent."""

    phone: str
    purpose: Purpose
    source: Dispatch.Source | None = None


def judge(*, store: Store, asked: Sequence[Asked]) -> list[Reason | None]:
    """For each in order: None (it may go), or the first reason why it may not.

    Queries: one a purpose, and one for what was said of all purposes; in trial one more.
    """
    if store.status == Store.Status.SUSPENDED:
        return [Reason.STORE_SUSPENDED] * len(asked)
    closed = _closed_to(store, asked)
    stops, said = _stops(store, asked), _said(store, asked)
    return [
        Reason.STORE_IN_TRIAL
        if one in closed
        else _verdict(one, stops, said.get((one.phone, one.purpose.value)))
        for one in asked
    ]


def _closed_to(store: Store, asked: Sequence[Asked]) -> set[Asked]:
    """In trial nothing goes but to the team's own proved numbers, and the codes that prove them (mission.md I4)."""
    if store.status != Store.Status.TRIAL:
        return set()
    proved = proved_numbers(store, {one.phone for one in asked})
    return {one for one in asked if one.phone not in proved and one.source != Dispatch.Source.NUMBER_CHECK}


def _stops(store: Store, asked: Sequence[Asked]) -> _Stops:
    phones: dict[Purpose, set[str]] = defaultdict(set)
    for one in asked:
        phones[one.purpose].add(one.phone)
    return {
        (phone, purpose): stop
        for purpose, numbers in phones.items()
        for phone, stop in standing_stops(store=store, phones=numbers, purpose=purpose).items()
    }


def _said(store: Store, asked: Sequence[Asked]) -> dict[tuple[str, str], bool]:
    return consent_answers(
        store=store,
        phones={one.phone for one in asked},
        purposes={one.purpose.value for one in asked},
    )


def _verdict(one: Asked, stops: _Stops, granted: bool | None) -> Reason | None:
    """`granted` is None where the number's owner has said nothing of this purpose."""
    stop = stops.get((one.phone, one.purpose))
    if stop is not None:
        return Reason.PAUSED if stop.is_pause else Reason.SUPPRESSED
    if granted is False:
        return Reason.CONSENT_WITHDRAWN
    if one.purpose is Purpose.PROMOTION and granted is None:
        return Reason.NO_CONSENT
    return None
