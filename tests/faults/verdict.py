"""What became of planned messages, judged from two sides: the product's states and the simulator's evidence. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# Nothing more happens by itself, and staff see it.
_ENDED_WELL = frozenset({"delivered"})


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One row of the simulator's evidence."""

    phone: str
    on_handset: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one fault run. `states`: where the product says its messages are. `examples`: a few numbers of each zero."""

    messages: int
    twice: int
    lost: int
    false_delivered: int
    unknown: int
    # Unknown although the provider could have told.
    unknown_but_knowable: int
    states: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not (self.twice or self.lost or self.false_delivered or self.unknown_but_knowable)


def judged(
    *,
    planned: Sequence[str],
    states: Mapping[str, Sequence[str]],
    accepted: Sequence[Acceptance],
    knowable: bool,
) -> Verdict:
    """`states`: for each number the states of its messages; each planned number is one message.

    Twice: accepted by the provider more than once, whatever the reference, or planned twice. Lost: neither delivered
    nor (that is its own column) unknown. `knowable`: the provider's look-up is authoritative.
    """
    times = Counter(one.phone for one in accepted)
    on_handset = {one.phone for one in accepted if one.on_handset}
    twice = [phone for phone in planned if times[phone] > 1 or len(states.get(phone, ())) > 1]
    unknown = [phone for phone in planned if "unknown" in states.get(phone, ())]
    lost = [phone for phone in planned if not {*states.get(phone, ())} & (_ENDED_WELL | {"unknown"})]
    false = [phone for phone in planned if "delivered" in states.get(phone, ()) and phone not in on_handset]
    found = {"twice": twice, "lost": lost, "false_delivered": false, "unknown": unknown}
    return Verdict(
        messages=len(planned),
        twice=len(twice),
        lost=len(lost),
        false_delivered=len(false),
        unknown=len(unknown),
        unknown_but_knowable=len(unknown) if knowable else 0,
        states=dict(Counter(state for phone in planned for state in states.get(phone, ("not planned",)))),
        examples={name: phones[:5] for name, phones in found.items() if phones},
    )
