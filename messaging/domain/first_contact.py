"""Numbers that the store has never written to, and how it introduces itself to them (mission.md A12)."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.utils import timezone

from accounts.models import Store
from accounts.tenancy.statements import rows_of
from messaging.domain.compose import Wish
from messaging.models import Dispatch, SendingSettings, State
from messaging.queries.recent_texts import Apart
from messaging.text import composed_kana, plain_newlines, trimmed

Kind = SendingSettings.Introduction

# What comes as a message of its own comes so much earlier than the text.
AHEAD = timedelta(minutes=1)

# A code, a test to one's own handset: nobody is introduced by them.
_UNINTRODUCED = frozenset({Dispatch.Source.NUMBER_CHECK, Dispatch.Source.TEST})
# Of these it is known that nothing has reached anybody, nor will.
_NOT_GONE = [state.value for state in (State.WITHHELD, State.CANCELLED, State.FAILED)]

# What waits of a send that is prepared again is taken back, and a form that was sent is not sent anew: by neither is
# anybody known yet.
_WRITTEN_TO = """
SELECT sought.phone FROM unnest(%(phones)s::text[]) AS sought (phone)
WHERE EXISTS (
    SELECT FROM messaging_messagetext AS text JOIN messaging_message AS message ON message.id = text.message_id
    WHERE text.store_id = %(store)s AND text.phone = sought.phone AND NOT message.state = ANY(%(not_gone)s)
      AND text.dispatch_id NOT IN (
          SELECT id FROM messaging_dispatch
          WHERE store_id = %(store)s AND (id = ANY(%(dispatches)s::bigint[]) OR key = ANY(%(keys)s::uuid[]))
      )
)
"""


def introduction_of(settings: SendingSettings) -> str:
    """The store's words; empty where it wants none."""
    if settings.introduction == Kind.OFF:
        return ""
    return trimmed(composed_kana(plain_newlines(settings.introduction_text)))


def is_hasty(wish: Wish) -> bool:
    """Whether the text would be too late for its own expiry if an introduction went ahead: it goes in front then."""
    if wish.expires_at is None:
        return False
    now = timezone.now()
    # As long again to leave.
    return wish.expires_at <= max(now, wish.send_at or now) + 2 * AHEAD


def strangers_among(store: Store, wishes: Sequence[Wish]) -> list[frozenset[str]]:
    """Beside each wish, those of its numbers that this store has never written to, nor is about to.

    Whoever is in several wishes is a stranger in the first alone. What these wishes were already, or replace, does not
    count. One query.
    """
    introduced = [wish for wish in wishes if wish.source not in _UNINTRODUCED]
    asked = {recipient.phone for wish in introduced for recipient in wish.recipients}
    apart = Apart(
        frozenset(wish.key for wish in introduced),
        frozenset(wish.replaces for wish in introduced if wish.replaces is not None),
    )
    left = asked - _written_to(store, asked, apart)
    found = []
    for wish in wishes:
        own: frozenset[str] = frozenset()
        if wish.source not in _UNINTRODUCED:
            own = frozenset(left.intersection(recipient.phone for recipient in wish.recipients))
        left = left - own
        found.append(own)
    return found


def _written_to(store: Store, phones: Collection[str], apart: Apart) -> set[str]:
    if not phones:
        return set()
    values = {
        "phones": list(phones),
        "store": store.pk,
        "not_gone": _NOT_GONE,
        "dispatches": list(apart.dispatches),
        "keys": list(apart.keys),
    }
    return {row[0] for row in rows_of(_WRITTEN_TO, values)}
