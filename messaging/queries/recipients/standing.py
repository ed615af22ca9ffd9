"""What still comes to a number, as its owner may read it."""

from dataclasses import dataclass
from datetime import datetime

from customers.models import ConsentPurpose, Suppression
from customers.queries.suppressions import standing_of_number
from messaging.queries.recipients.bearer import Bearer
from messaging.queries.recipients.choice import NOT_NOTICES, Choice

_ALL = Suppression.Purpose.ALL.value
# In the order of the page: the lightest first, but for what ends it all.
_ORDER = (Choice.NOTICES_ONLY, Choice.PAUSE, Choice.STOP, Choice.WRONG_PERSON)


@dataclass(frozen=True, slots=True)
class Standing:
    """stopped: nothing comes any more; wrong_person: since its owner said so. paused_until: nothing comes until then.
    notices_only: beside that, or when it is over, neither reminders nor promotion.
    """

    stopped: bool
    wrong_person: bool
    paused_until: datetime | None
    notices_only: bool

    @property
    def choices(self) -> list[Choice]:
        """What can still be chosen: nothing that holds already, and nothing that a stronger word has settled."""
        settled: set[Choice] = set()
        if self.notices_only:
            settled.add(Choice.NOTICES_ONLY)
        if self.paused_until:
            settled.add(Choice.PAUSE)
        if self.stopped:
            settled |= {Choice.NOTICES_ONLY, Choice.PAUSE, Choice.STOP}
        if self.wrong_person:
            settled.add(Choice.WRONG_PERSON)
        return [choice for choice in _ORDER if choice not in settled]


def standing_of(bearer: Bearer) -> Standing:
    """As the gates of sending would judge it now, consents apart. One query."""
    found = standing_of_number(store=bearer.store, phone=bearer.phone)
    for_good = {purpose: stop for purpose, stop in found.items() if not stop.is_pause}
    every = for_good.get(_ALL)
    whole = found.get(_ALL)
    return Standing(
        stopped=every is not None or for_good.keys() >= set(ConsentPurpose.values),
        wrong_person=every is not None and every.reason == Suppression.Reason.WRONG_PERSON,
        paused_until=whole.ends_at if whole else None,
        notices_only=for_good.keys() >= {purpose.value for purpose in NOT_NOTICES},
    )
