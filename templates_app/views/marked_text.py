"""Places of a text at which something is wrong, to be shown and to be gone to."""

from collections.abc import Iterable
from dataclasses import dataclass

from templates_app.queries.compiling import TextProblem

_AROUND = 12


@dataclass(frozen=True, slots=True)
class MarkedPlace:
    """`before`, `marked`, `after`: the place with a little of the text around it, on one line."""

    problem: TextProblem
    before: str
    marked: str
    after: str


def marked_places(text: str, problems: Iterable[TextProblem]) -> list[MarkedPlace]:
    """In their order. The positions are those in the text."""
    return [
        MarkedPlace(
            problem,
            before=("…" if problem.start > _AROUND else "")
            + _line(text[max(problem.start - _AROUND, 0) : problem.start]),
            marked=_line(text[problem.start : problem.end]),
            after=_line(text[problem.end : problem.end + _AROUND])
            + ("…" if problem.end + _AROUND < len(text) else ""),
        )
        for problem in problems
    ]


def _line(piece: str) -> str:
    return piece.replace("\n", " ⏎ ")
