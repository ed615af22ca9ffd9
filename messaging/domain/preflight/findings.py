"""Every check over every rendered text of a send, said once for each code."""

from collections.abc import Mapping, Sequence

from accounts.models import Actor
from messaging.domain.compose import Wish
from messaging.domain.preflight.checks import levels_for_programs, levels_in_force
from messaging.domain.preflight.history import History
from messaging.domain.preflight.people import People
from messaging.domain.preflight.senders import Senders
from messaging.domain.preflight.tally import ByCode, Tally, by_code
from messaging.domain.problems import Level, Problem
from messaging.domain.render import Rendering
from messaging.gateways.contract import Capabilities
from messaging.models import Dispatch
from messaging.preflight import Content, Sending, found_for_person, found_in_text, speaks_of_records
from messaging.queries.sending_settings import chosen_levels

Pair = tuple[Wish, Sequence[Rendering]]
# Renderings with their places among those of their wish.
Going = list[tuple[int, Rendering]]

# Of these nobody could acknowledge anything; what a test send would show, its composer has shown.
_UNASKED = frozenset({Dispatch.Source.NUMBER_CHECK, Dispatch.Source.APPOINTMENT, Dispatch.Source.TEST})

_PROGRAMS = frozenset({Dispatch.Source.API, Dispatch.Source.COMMAND_LINE})


def findings_of(
    *, actor: Actor, pairs: Sequence[Pair], capabilities: Capabilities | None
) -> list[list[Problem]]:
    """For each wish what its texts ask attention for, errors first. The same number of queries for any number.

    One Problem a code: `spans` stand in the text of the first rendering that has it (`shown_in`), `people` says how
    many have it. What cannot go as it is (`wanting`) is not looked at.
    """
    asked = [(wish, _going(wish, renderings)) for wish, renderings in pairs]
    if not any(going for _, going in asked):
        return [[] for _ in pairs]
    look = _Look(actor, capabilities)
    for wish, going in asked:
        look.read(wish, going)
    look.fetch()
    return [look.problems(wish, going) if going else [] for wish, going in asked]


def _going(wish: Wish, renderings: Sequence[Rendering]) -> Going:
    if wish.source in _UNASKED:
        return []
    return [(index, one) for index, one in enumerate(renderings) if one.wanting is None]


class _Look:
    """One look over all texts of a batch: each distinct text is read once, and records are fetched once."""

    def __init__(self, actor: Actor, capabilities: Capabilities | None) -> None:
        self._senders = Senders(actor.store, capabilities)
        chosen = chosen_levels()
        self._levels = levels_in_force(chosen)
        self._programs_levels = levels_for_programs(chosen)
        self._people = People(actor)
        self._history = History(actor)
        self._texts: dict[tuple[object, ...], _Text] = {}

    def read(self, wish: Wish, going: Going) -> None:
        sending = self._senders.sending_of(wish)
        self._history.leave_out(wish)
        for _, rendering in going:
            if self._text(rendering, sending).speaks_of_records:
                self._people.add(rendering.recipient)
            self._history.add(rendering)

    def fetch(self) -> None:
        self._people.fetch()
        self._history.fetch()

    def problems(self, wish: Wish, going: Going) -> list[Problem]:
        sending, tally = self._senders.sending_of(wish), Tally(self._levels_of(wish))
        for index, rendering in going:
            text = self._text(rendering, sending)
            tally.add(index, text.found)
            if text.speaks_of_records:
                person = self._people.person(rendering)
                tally.add(index, by_code(found_for_person(text.content, sending, person)))
            tally.add(index, by_code(self._history.of_number(rendering.recipient.phone)))
        tally.add_repeats(self._history.repeats(going), of=len(going), zone=self._senders.zone)
        return tally.problems()

    def _levels_of(self, wish: Wish) -> Mapping[str, Level]:
        return self._programs_levels if wish.source in _PROGRAMS else self._levels

    def _text(self, rendering: Rendering, sending: Sending) -> "_Text":
        links = tuple((link.start, link.end) for link in rendering.links)
        # A batch has one Sending object for all wishes that share it.
        key = (rendering.text, rendering.spans, links, id(sending))
        known = self._texts.get(key)
        if known is None:
            known = self._texts[key] = _Text(Content(rendering.text, rendering.spans, links), sending)
        return known


class _Text:
    """What is the same for everybody who gets this text."""

    __slots__ = ("content", "found", "speaks_of_records")

    def __init__(self, content: Content, sending: Sending) -> None:
        self.content = content
        self.speaks_of_records = speaks_of_records(content)
        self.found: ByCode = by_code(found_in_text(content, sending))
