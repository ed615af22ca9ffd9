"""What is wrong with a wish to send, or worth a look, said in the person's language next to what it concerns."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

NO_LINE = _("This store has no line to send by. Ask the store's owner.")

# From a character to before another, in code points from 0.
Span = tuple[int, int]


class Level(StrEnum):
    """An error stops the send, a warning waits for an acknowledgement, a hint is only shown."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Problem:
    """`field` is the form's field; `code` is for programs, `message` for people and says what to do.

    spans: the characters that are meant: of the text of the rendering `shown_in` (its index), or, where that is None,
    of the field as it was typed. people: how many recipients it concerns; 0 where it concerns the wish as a whole.
    """

    field: str
    code: str
    message: str
    level: Level = Level.ERROR
    spans: tuple[Span, ...] = ()
    shown_in: int | None = None
    people: int = 0


class Refused(Exception):
    """Nothing was made. Carries every error, so that all can be mended at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = list(problems)


def obstacles(problems: Iterable[Problem], *, acknowledged: Collection[str]) -> list[Problem]:
    """What keeps a wish from being sent: every error, and warnings whose code nobody has acknowledged."""
    return [
        problem
        for problem in problems
        if problem.level is Level.ERROR
        or (problem.level is Level.WARNING and problem.code not in acknowledged)
    ]


def of_level(problems: Iterable[Problem], level: Level) -> list[Problem]:
    return [problem for problem in problems if problem.level is level]
