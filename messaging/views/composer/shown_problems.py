"""What is wrong with a text, or worth a look, as the composer and the confirm page show it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messaging.domain.problems import Level, Problem
from messaging.domain.send import Preview

# Of what a problem means so many places are quoted; what is longer, a whole line, shows itself.
_MOST_QUOTED, _LONGEST_QUOTED = 5, 24
_WORDS: dict[Level, tuple[str | Promise, str, str]] = {
    Level.ERROR: (_("Cannot be sent"), "danger", "x-circle-fill"),
    Level.WARNING: (_("Please check"), "warning", "exclamation-triangle-fill"),
    Level.HINT: (_("Hint"), "info", "lightbulb"),
}


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """`quotes`: the characters that are meant. `people`: how many it concerns, 0 where that is everybody.

    is_acknowledged: its box is ticked. is_waiting: somebody pressed the button without ticking it.
    """

    code: str
    word: str
    tone: str
    icon: str
    message: str
    quotes: tuple[str, ...]
    people: int
    is_acknowledged: bool = False
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `tone` of a problem that means it, empty for none."""

    text: str
    tone: str = ""


def shown_problems(
    ahead: Preview,
    level: Level | None = None,
    *,
    typed: Mapping[str, str],
    left_out: Collection[str] = (),
    acknowledged: Collection[str] = (),
    pressed: bool = False,
) -> list[ShownProblem]:
    """Of one level, or all with the gravest first. `typed`: the form's fields, as far as problems quote them."""
    found = [
        problem
        for problem in ahead.problems
        if problem.code not in left_out and (level is None or problem.level is level)
    ]
    everybody = len(ahead.renderings)
    return [
        _shown(problem, ahead, typed, everybody, acknowledged, pressed)
        for problem in sorted(found, key=lambda problem: problem.level.rank)
    ]


def _shown(
    problem: Problem,
    ahead: Preview,
    typed: Mapping[str, str],
    everybody: int,
    acknowledged: Collection[str],
    pressed: bool,
) -> ShownProblem:
    word, tone, icon = _WORDS[problem.level]
    ticked = problem.code in acknowledged
    return ShownProblem(
        code=problem.code,
        word=str(word),
        tone=tone,
        icon=icon,
        message=problem.message,
        quotes=_quotes(problem, ahead, typed),
        people=problem.people if problem.people < everybody else 0,
        is_acknowledged=ticked,
        is_waiting=pressed and not ticked,
    )


def _quotes(problem: Problem, ahead: Preview, typed: Mapping[str, str]) -> tuple[str, ...]:
    text = (
        typed.get(problem.field, "") if problem.shown_in is None else ahead.renderings[problem.shown_in].text
    )
    found = dict.fromkeys(text[start:end].strip() for start, end in problem.spans)
    return tuple(quote for quote in found if 0 < len(quote) <= _LONGEST_QUOTED)[:_MOST_QUOTED]


def pieces_of(text: str, problems: Iterable[Problem], index: int) -> list[Piece]:
    """The text of a rendering cut where errors and warnings mean something of it, the graver where two meet."""
    tones: list[str] = [""] * len(text)
    for problem in sorted(problems, key=lambda one: one.level.rank, reverse=True):
        if problem.shown_in == index and problem.level is not Level.HINT:
            for start, end in problem.spans:
                tones[start:end] = [_WORDS[problem.level][1]] * (min(end, len(text)) - start)
    pieces: list[Piece] = []
    for character, tone in zip(text, tones, strict=True):
        if pieces and pieces[-1].tone == tone:
            pieces[-1] = Piece(pieces[-1].text + character, tone)
        else:
            pieces.append(Piece(character, tone))
    return pieces
