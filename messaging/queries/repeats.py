"""Whether somebody got this very text a short while ago (mission.md A13)."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import F, Max
from django.db.models.functions import Now

from accounts.models import Membership, Permission
from messaging.models import Message, State

# Of these it is known that nothing has reached anybody.
_NOT_GONE = (State.WITHHELD, State.CANCELLED, State.FAILED)


def sent_already(
    membership: Membership, texts: Collection[tuple[str, str]], *, within: timedelta
) -> dict[str, datetime]:
    """Numbers (E.164) that got, or are about to get, the same text within this time, and when it was ordered last.

    texts: pairs of number and text. Who may not see the store's messages is told of their own only. One query.
    """
    found = Message.objects.filter(
        text__store_id=membership.store_id,
        text__phone__in={phone for phone, _ in texts},
        text__body__in={text for _, text in texts},
        created_at__gt=Now() - within,
    ).exclude(state__in=_NOT_GONE)
    if not membership.may(Permission.MESSAGES_VIEW):
        found = found.filter(dispatch__author=membership)
    told = found.order_by().values_list(F("text__phone"), F("text__body")).annotate(Max("created_at"))
    wanted = set(texts)
    return {phone: at for phone, text, at in told if (phone, text) in wanted}
