"""Numbers that the store has never written to, and how it introduces itself to them (mission.md A12)."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from accounts.models import Store
from accounts.tenancy.statements import rows_of
from messaging.domain.compose import Wish
from messaging.models import Dispatch, SendingSettings, State
from messaging.text import composed_kana, plain_newlines, trimmed

Kind = SendingSettings.Introduction

# What comes as a message of its own comes so much earlier than the text.
AHEAD = timedelta(minutes=1)

# A code, a test to one's own handset: nobody is introduced by them.
_UNINTRODUCED = frozenset({Dispatch.Source.NUMBER_CHECK, Dispatch.Source.TEST})
# Of these it is known that nothing has reached anybody, nor will.
_NOT_GONE = [state.value for state in (State.WITHHELD, State.CANCELLED, State.FAILED)]

_WRITTEN_TO = """
SELECT sought.phone FROM unnest(%s::text[]) AS sought (phone)
WHERE EXISTS (
    SELECT FROM messaging_messagetext AS text JOIN messaging_message AS message ON message.id = text.message_id
    WHERE text.store_id = %s AND text.phone = sought.phone AND NOT message.state = ANY(%s)
)
"""


def introduction_of(settings: SendingSettings) -> str:
    """The store's words; empty where it wants none."""
    if settings.introduction == Kind.OFF:
        return ""
    return trimmed(composed_kana(plain_newlines(settings.introduction_text)))


def strangers_among(store: Store, wishes: Sequence[Wish]) -> list[frozenset[str]]:
    """Beside each wish, those of its numbers that this store has never written to, nor is about to.

    Whoever is in several wishes is a stranger in the first alone. One query.
    """
    introduced = [wish for wish in wishes if wish.source not in _UNINTRODUCED]
    asked = {recipient.phone for wish in introduced for recipient in wish.recipients}
    left = asked - _written_to(store, asked)
    found = []
    for wish in wishes:
        own: frozenset[str] = frozenset()
        if wish.source not in _UNINTRODUCED:
            own = frozenset(left.intersection(recipient.phone for recipient in wish.recipients))
        left = left - own
        found.append(own)
    return found


def _written_to(store: Store, phones: Collection[str]) -> set[str]:
    if not phones:
        return set()
    return {row[0] for row in rows_of(_WRITTEN_TO, [list(phones), store.pk, _NOT_GONE])}
