"""What is wrong with a wish to send, said in the person's language next to the field it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

NO_LINE = _("This store has no line to send by. Ask the store's owner.")


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """`field` is the form's field; `code` is for programs, `message` for people and says what to do."""

    field: str
    code: str
    message: str
    level: Level = Level.ERROR


class Refused(Exception):
    """Nothing was made. Carries every error, so that all can be mended at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = list(problems)
