"""One fault run: messages are planned, something breaks, everything is mended, and what became of them is judged."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tests.faults.ground import Ground
from tests.faults.numbers import phones_of
from tests.faults.verdict import Verdict, judged

# Only polling tells what arrived: no receipt hides whether the look-up was right.
NO_RECEIPTS: Mapping[str, Any] = {"receipts": "off"}
# Something is still expected of these by itself.
UNDER_WAY = frozenset({"planned", "scheduled", "claimed", "submitting", "accepted"})

_STATES = """
SELECT message.state, count(*) FROM messaging_message AS message
JOIN messaging_dispatch AS dispatch ON dispatch.id = message.dispatch_id
WHERE starts_with(dispatch.subject, %s) GROUP BY message.state
"""
_EACH = """
SELECT text.phone, message.state FROM messaging_message AS message
JOIN messaging_messagetext AS text ON text.message_id = message.id
JOIN messaging_dispatch AS dispatch ON dispatch.id = message.dispatch_id
WHERE starts_with(dispatch.subject, %s)
"""


@dataclass
class Run:
    """`mark`: the subject of what it plans, and the beginning of its parts' subjects. `size`: about how many messages
    it plans in all. `seconds`: how long what is stopped stays stopped. `times`: how often it is done, where a scenario
    does something again and again.
    """

    ground: Ground
    mark: str
    size: int
    seconds: float
    times: int
    planned: list[str] = field(default_factory=list)
    series: int = 0

    def __post_init__(self) -> None:
        self.series = self.series or self.ground.new_series()

    def part(self, name: str, *, size: int, own_series: bool = False) -> "Run":
        """A share of this run that is looked at by itself while it goes on."""
        return replace(self, mark=f"{self.mark}/{name}", size=size, series=0 if own_series else self.series)

    def plan(self, count: int, *, portion: int = 500) -> None:
        """`count` more messages. With a portion of up to ten they go by the lane `urgent`."""
        first = len(self.planned)
        self.ground.planter.plan(
            mark=self.mark, series=self.series, first=first, count=count, portion=portion
        )
        self.planned += phones_of(self.series, first, count)

    def states(self) -> Counter[str]:
        """How many messages are where; nothing while PostgreSQL does not answer."""
        return Counter(dict(self.ground.rows(_STATES, self.mark) or ()))

    def wait_for_state(self, state: str) -> None:
        self.ground.wait_for(lambda: self.states()[state], f"a message that is {state}")

    def wait_until_some_is_not(self, state: str) -> None:
        self.ground.wait_for(lambda: set(self.states()) - {state}, f"a message that is not {state}")

    def wait_until_none_is(self, *states: str) -> None:
        """The pauses that a provider in trouble is given are cut short: thousands would take as many half minutes."""

        def none_is() -> bool:
            self.ground.end_pauses()
            found = self.states()
            return bool(found) and not any(found[state] for state in states)

        self.ground.wait_for(none_is, f"none {', '.join(states)}", 300)

    def wait_for_accepted(self, count: int) -> None:
        """By the simulator: the product may not know yet."""
        self.ground.wait_for(
            lambda: self.ground.accepted(self.series) >= count, f"{count} accepted by the simulator", 300
        )

    def each(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for phone, state in self.ground.rows(_EACH, self.mark) or ():
            found[phone].append(state)
        return found


@dataclass(frozen=True, eq=False)
class Scenario:
    """`act` breaks something and leaves it broken or not: all is mended after it, but for the levers in `lasting`.

    `knowable`: the provider can be asked what it has accepted.
    """

    name: str
    title: str
    act: Callable[[Run], None]
    lasting: Mapping[str, Any] = field(default_factory=dict)
    knowable: bool = True


@dataclass(frozen=True)
class Result:
    scenario: Scenario
    verdict: Verdict
    # From the moment when all was mended until the last message had settled.
    recovery_seconds: float
    # Of a run that could not be made as it was meant.
    problem: str = ""

    @property
    def is_clean(self) -> bool:
        return self.verdict.is_clean and not self.problem


def carried_out(runs: Sequence[tuple[Scenario, Run]], *, patience: float) -> list[Result]:
    """What came of each. Several are broken one after the other, and recover together: their levers must not last.

    Waits up to `patience` seconds for the last message; whatever is still open then counts as lost.
    """
    ground = runs[0][1].ground
    ground.lift()
    ground.forget()
    problems = []
    for scenario, run in runs:
        ground.lift()
        problems.append(_problem_of(scenario, run))
    ground.lift(but=runs[-1][0].lasting)
    mended = time.monotonic()
    seconds = [_settled_after(scenario, run, mended=mended, patience=patience) for scenario, run in runs]
    accepted = ground.acceptances()
    return [
        Result(
            scenario,
            judged(planned=run.planned, states=run.each(), accepted=accepted, knowable=scenario.knowable),
            round(recovery, 1),
            problem,
        )
        for (scenario, run), recovery, problem in zip(runs, seconds, problems, strict=True)
    ]


def _problem_of(scenario: Scenario, run: Run) -> str:
    try:
        scenario.act(run)
    except AssertionError as error:
        # The moment never came. What has become of the messages is told all the same.
        return str(error)
    return ""


def _settled_after(scenario: Scenario, run: Run, *, mended: float, patience: float) -> float:
    open_states = UNDER_WAY | ({"unknown"} if scenario.knowable else frozenset())
    while time.monotonic() - mended < patience:
        found = run.states()
        if found and not any(found[state] for state in open_states):
            break
        time.sleep(0.2)
    return time.monotonic() - mended
