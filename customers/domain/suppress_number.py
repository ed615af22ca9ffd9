"""Stopping all messages to a number."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Actor, Membership, Permission
from accounts.queries.memberships import require
from customers.domain.consents.append import append_entries, check_said
from customers.domain.consents.chain import locked_chain
from customers.domain.consents.given import Given
from customers.domain.standing_stops import audit_stop, end_pause, kept, standing_row, tell_stop
from customers.models import ConsentPurpose, ConsentSource, Suppression
from customers.queries.consents import consent_states

# A stop that is the person's word, and how it came where nobody says it. The others are found out by the system, and
# say nothing of what the person wants.
_SAID_THROUGH: dict[str, ConsentSource] = {
    Suppression.Reason.AT_REQUEST: ConsentSource.COUNTER,
    Suppression.Reason.COMPLAINT: ConsentSource.COUNTER,
    Suppression.Reason.WRONG_PERSON: ConsentSource.CALL,
    Suppression.Reason.OPT_OUT_PAGE: ConsentSource.OPT_OUT_PAGE,
    Suppression.Reason.REPLY_WORD: ConsentSource.REPLY,
}


def suppress_number(
    *,
    actor: Actor | None,
    phone: str,
    reason: str,
    note: str = "",
    purpose: str = Suppression.Purpose.ALL,
    source: str = "",
    said_at: datetime | None = None,
) -> Suppression:
    """The stop in force for this number (E.164) and purpose in the store in scope: a new one, or that already there.

    Without an actor nobody of the store did it (opt-out page, reply, receipt). A new stop is told by
    customers.signals.number_suppressed, in its own transaction, for every store of the legal entity. Where it is the
    person's word, consents given before are withdrawn in this store's ledger: `source` and `said_at` say how and when
    that was said. A stop that stands takes up the person's word where the system had found it out; consents given
    since then are withdrawn too. A pause gives way to a stop that is the
    person's word. To what was found out (permanent_failure, provider_list) only once it is over: until then the pause
    comes back, and nothing is recorded. Raises PermissionDenied, ValidationError for a time to
    come, and ValueError for a reason or purpose that there is none of.
    """
    if actor is not None:
        require(actor, Permission.SUPPRESSIONS_ADD)
    if said_at is not None:
        check_said(said_at, field="said_at")
    stop = Suppression(
        phone=phone,
        purpose=Suppression.Purpose(purpose),
        reason=Suppression.Reason(reason),
        note=note,
        recorded_by=actor if isinstance(actor, Membership) else None,
    )
    with transaction.atomic():
        if stop.reason in _SAID_THROUGH:
            # The chain before the stop's row, as an erasure does: neither waits for the other in a circle.
            locked_chain()
        standing = standing_row(stop)
        if standing is not None and (standing.is_over or (standing.ends_at and stop.reason in _SAID_THROUGH)):
            # What the system finds may be lifted again at any time, a person's word not: nothing leaves before the
            # pause is over, and what is true of the number is found again with the first message afterwards.
            end_pause(standing)
            standing = None
        standing = standing or kept(stop)
        if standing is None:
            audit_stop(stop, actor)
            tell_stop(stop)
        else:
            _take_up(standing, stop, actor)
        _withdraw(stop, actor, source, said_at)
    return standing or stop


def _take_up(standing: Suppression, said: Suppression, actor: Actor | None) -> None:
    """A person's word outlasts what the system found: that may be lifted once the number is reached again.

    Who first said no more than "stop" on the opt-out page, then that they are somebody else, has told what the store
    must know.
    """
    is_more = (standing.reason, said.reason) == (
        Suppression.Reason.OPT_OUT_PAGE,
        Suppression.Reason.WRONG_PERSON,
    )
    if said.reason not in _SAID_THROUGH or (standing.reason in _SAID_THROUGH and not is_more):
        return
    found = standing.reason
    standing.reason, standing.recorded_by = said.reason, said.recorded_by
    standing.note = said.note or standing.note
    standing.save(update_fields=["reason", "recorded_by", "note"])
    audit_stop(standing, actor, instead_of=found)


def purposes_of(stop: Suppression) -> list[ConsentPurpose]:
    """Those that a stop covers."""
    if stop.purpose == Suppression.Purpose.ALL:
        return list(ConsentPurpose)
    return [ConsentPurpose(stop.purpose)]


def _withdraw(stop: Suppression, actor: Actor | None, source: str, said_at: datetime | None) -> None:
    """What was granted is granted no more: the ledger tells it as well."""
    usual = _SAID_THROUGH.get(stop.reason)
    if usual is None:
        return
    states = consent_states(phones=[stop.phone], purposes=[purpose.value for purpose in purposes_of(stop)])
    append_entries(
        actor=actor,
        given=[
            Given(
                phone=stop.phone,
                purpose=state.purpose,
                granted=False,
                # A consent with a later date would go on counting.
                given_at=max(said_at or timezone.now(), state.given_at),
                source=source or usual.value,
                note=f"stop: {stop.reason}",
            )
            for state in states.values()
            if state.granted
        ],
    )
