"""What went to the same numbers a short while ago."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.models import Actor
from messaging.domain.compose import Wish
from messaging.domain.render import Rendering
from messaging.preflight import Finding
from messaging.queries.recent_texts import Apart, sent_already, sent_lately

SAME_TEXT_WITHIN = timedelta(hours=24)
# So many messages to one number in this time read like a chat.
_CHAT_WITHIN, _CHAT_FROM = timedelta(hours=1), 3


class History:
    """Of all numbers of a batch. Two queries."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._texts: set[tuple[str, str]] = set()
        self._keys: set[uuid.UUID] = set()
        self._replaced: set[int] = set()
        self._same: dict[tuple[str, str], datetime] = {}
        self._lately: dict[str, int] = {}

    def leave_out(self, wish: Wish) -> None:
        """What this wish was already, or takes the place of, is no repetition."""
        self._keys.add(wish.key)
        if wish.replaces is not None:
            self._replaced.add(wish.replaces)

    def add(self, rendering: Rendering) -> None:
        self._texts.add((rendering.recipient.phone, rendering.text))

    def fetch(self) -> None:
        apart = Apart(frozenset(self._keys), frozenset(self._replaced))
        self._same = sent_already(self._actor, self._texts, within=SAME_TEXT_WITHIN, apart=apart)
        phones = {phone for phone, _ in self._texts}
        self._lately = sent_lately(self._actor, phones, within=_CHAT_WITHIN, apart=apart)

    def of_number(self, phone: str) -> list[Finding]:
        count = self._lately.get(phone, 0)
        return [Finding("chat_like", (), {"messages": count})] if count >= _CHAT_FROM else []

    def repeats(self, going: Sequence[tuple[int, Rendering]]) -> dict[int, datetime]:
        """Places of those who got the very text, each with the time when it was ordered last."""
        return {
            index: at
            for index, one in going
            if (at := self._same.get((one.recipient.phone, one.text))) is not None
        }
