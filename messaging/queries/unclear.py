"""Messages of which nobody knows whether the provider has them, as staff decide about them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Now
from django.db.models.lookups import GreaterThan
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Permission
from accounts.queries.memberships import require
from messaging.models import Attempt, Dispatch, GatewayAccount, Message, State
from messaging.queries.access_history import messages_to_view
from messaging.queries.gateways import UnusableAccount, gateway_of
from messaging.queries.message_rows import HistoryRow, row_of

PAGE_SIZE = 50

_NO_ANSWER = _("The provider did not answer, or not in full. It may have taken the message.")
_STOPPED = _("Our program stopped while it handed the message over. It may have left before.")


@dataclass(frozen=True, slots=True)
class UnclearMessage:
    """`mark` names the message and the attempt that was looked at. `line`: the gateway account.

    asked_until: while the provider is still asked by itself; None where only a person can decide.
    asked_before: it has been asked for as long as makes sense, and could not say.
    """

    row: HistoryRow
    mark: str
    dispatch_id: int
    line: str
    why: Promise
    handed_over_at: datetime | None
    asked_until: datetime | None
    asked_before: bool


@dataclass(frozen=True, slots=True)
class UnclearPage:
    """The newest first. `newer` and `older` are the ids to page from, None at either end."""

    rows: list[UnclearMessage]
    newer: int | None
    older: int | None


def unclear_count(membership: Membership, dispatch: Dispatch | None = None) -> int:
    """How many of the store, or of one dispatch, wait for a decision. Few by nature. Raises PermissionDenied."""
    return _unclear(membership, dispatch).count()


def still_asked(found: QuerySet[Message], *, asked_for: timedelta) -> frozenset[int]:
    """Ids of those of which the provider is still asked by itself. Two queries; one where there is none."""
    account_of = dict(_young(found, asked_for).values_list("pk", "account_id"))
    can_be_asked = _accounts_to_ask(account_of.values())
    return frozenset(pk for pk, account_id in account_of.items() if account_id in can_be_asked)


def is_still_asked(message: Message, *, asked_for: timedelta) -> bool:
    """Whether it is unclear, and its provider is still asked by itself. No query where it is not unclear."""
    if message.state != State.UNKNOWN:
        return False
    return bool(still_asked(Message.objects.filter(pk=message.pk), asked_for=asked_for))


def unclear_still_asked(membership: Membership, *, asked_for: timedelta) -> int:
    """Of how many of the store's the provider is still asked by itself. Two queries. Raises PermissionDenied."""
    young = _young(_unclear(membership, None).select_related(None), asked_for)
    counted = dict(young.values_list("account_id").annotate(Count("pk")))
    return sum(counted[account_id] for account_id in _accounts_to_ask(counted))


def unclear_page(
    membership: Membership,
    *,
    asked_for: timedelta,
    dispatch: Dispatch | None = None,
    below: int | None = None,
    above: int | None = None,
) -> UnclearPage:
    """One page of the store's, or of one dispatch's; `asked_for`: how long providers are asked.

    Two or three queries. Raises PermissionDenied.
    """
    found = _unclear(membership, dispatch)
    upwards = above is not None
    if below is not None:
        found = found.filter(pk__lt=below)
    if above is not None:
        found = found.filter(pk__gt=above)
    messages = list(_with_attempt(found, asked_for).order_by("pk" if upwards else "-pk")[: PAGE_SIZE + 1])
    more = len(messages) > PAGE_SIZE
    messages = sorted(messages[:PAGE_SIZE], key=lambda message: -message.pk)
    rows = _shown(messages, membership)
    has_newer = (
        more
        if upwards
        else below is not None and _unclear(membership, dispatch).filter(pk__gte=below).exists()
    )
    has_older = upwards or more
    return UnclearPage(
        rows,
        newer=rows[0].row.id if rows and has_newer else None,
        older=rows[-1].row.id if rows and has_older else None,
    )


def unclear_of_dispatch(
    membership: Membership, dispatch: Dispatch, *, asked_for: timedelta, limit: int
) -> list[UnclearMessage]:
    """The dispatch's, the newest first. Raises PermissionDenied."""
    return _shown(
        list(_with_attempt(_unclear(membership, dispatch), asked_for).order_by("-pk")[:limit]), membership
    )


def unclear_to_decide(
    membership: Membership, message_ids: Collection[int], *, asked_for: timedelta
) -> list[UnclearMessage]:
    """Those of the ids that are still unclear, the newest first.

    Raises PermissionDenied; Http404 when one of them is no message of this store.
    """
    require(membership, Permission.MESSAGES_SEND)
    wanted = set(message_ids)
    if messages_to_view(membership).filter(pk__in=wanted).count() != len(wanted):
        raise Http404
    found = _with_attempt(_unclear(membership, None).filter(pk__in=wanted), asked_for)
    return _shown(list(found.order_by("-pk")), membership)


def _unclear(membership: Membership, dispatch: Dispatch | None) -> QuerySet[Message]:
    found = messages_to_view(membership).filter(ending=State.UNKNOWN)
    return found if dispatch is None else found.filter(dispatch_id=dispatch.pk)


def _young(found: QuerySet[Message], asked_for: timedelta) -> QuerySet[Message]:
    """The unclear ones whose attempt is not older than providers are asked about."""
    handed_over = _with_attempt(found.filter(ending=State.UNKNOWN), asked_for)
    return handed_over.filter(GreaterThan(F("asked_until"), Now())).order_by()


def _accounts_to_ask(account_ids: Iterable[int | None]) -> set[int]:
    """Those of the accounts whose provider can be asked. One query; none without accounts."""
    accounts = GatewayAccount.objects.filter(pk__in=set(account_ids) - {None})
    return {account.pk for account in accounts if _can_be_asked(account)}


def _with_attempt(found: QuerySet[Message], asked_for: timedelta) -> QuerySet[Message]:
    """With what is known of the newest attempt, by PostgreSQL's clock."""
    newest = Attempt.objects.filter(message_id=OuterRef("pk"), number=OuterRef("attempts"))
    return found.select_related("text", "dispatch__author__user", "account").annotate(
        handed_over_at=Subquery(newest.values("submitted_at")[:1]),
        outcome=Subquery(newest.values("outcome")[:1]),
        asked_until=F("handed_over_at") + asked_for,
        checked_at=Now(),
    )


def _shown(messages: list[Message], membership: Membership) -> list[UnclearMessage]:
    accounts = {message.account_id: message.account for message in messages}
    asked = {pk: account is not None and _can_be_asked(account) for pk, account in accounts.items()}
    return [_one(message, membership, asked[message.account_id]) for message in messages]


def _can_be_asked(account: GatewayAccount) -> bool:
    """Whether the provider can be asked by our reference: finding it there always counts."""
    try:
        return gateway_of(account).capabilities.looks_up
    except UnusableAccount:
        return False


def _one(message: Message, membership: Membership, can_be_asked: bool) -> UnclearMessage:
    known = vars(message)
    until: datetime | None = known["asked_until"] if can_be_asked else None
    over = until is not None and until <= known["checked_at"]
    return UnclearMessage(
        row=row_of(message, membership),
        mark=f"{message.pk}.{message.attempts}",
        dispatch_id=message.dispatch_id,
        line=message.account.name if message.account else "",
        why=_STOPPED if known["outcome"] == Attempt.Outcome.OPEN else _NO_ANSWER,
        handed_over_at=known["handed_over_at"],
        asked_until=None if over else until,
        asked_before=over,
    )
