"""What keeps a text as it would be sent from going: empty, too long, characters that no handset or provider takes."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Store
from messaging.domain.problems import Level, Problem, Span
from messaging.gateways.contract import Capabilities
from messaging.models import Reason
from messaging.text import CharacterProblem, Count, ProblemCode, character_problems, domestic_count

# A text that is longer by far is not looked through for single characters: a batch may bring millions.
_LONGEST_LOOKED_THROUGH = 1000
# Typed, before fields are filled and addresses shortened: two addresses may have 2,000 characters each.
LONGEST_TYPED = 10_000
_MOST_NAMED = 20
# Where every text is another, remembering them helps nobody.
_MOST_REMEMBERED = 1000
# Every route takes these; some handsets show them wrongly, which is advice and not an error.
_PASSES = frozenset({ProblemCode.NOT_SHIFT_JIS, ProblemCode.PRIVATE_USE})


class TextCheck:
    """The texts of one batch against what its store and its gateway let through."""

    def __init__(self, store: Store, capabilities: Capabilities | None) -> None:
        self._limit = store.body_limit
        self._passes = set(_PASSES)
        if capabilities is not None and capabilities.takes_outside_bmp:
            self._passes.add(ProblemCode.OUTSIDE_BMP)
        self._weight = capabilities.newline_weight if capabilities else 1
        self._weighed: dict[str, tuple[Count, Reason | None]] = {}

    def weighed(self, text: str) -> tuple[Count, Reason | None]:
        """Its length and parts, and why it cannot go; None for most. A text that many get is looked at once."""
        known = self._weighed.get(text)
        if known is None:
            count = domestic_count(text, newline_weight=self._weight)
            known = count, self._wanting(text, count)
            if len(self._weighed) < _MOST_REMEMBERED:
                self._weighed[text] = known
        return known

    def _wanting(self, text: str, count: Count) -> Reason | None:
        if not text:
            return Reason.EMPTY_TEXT
        if count.characters > self._limit:
            return Reason.TEXT_TOO_LONG
        return Reason.UNSENDABLE_TEXT if self._refused(text) else None

    def problems(self, text: str) -> list[Problem]:
        """All that keeps this text from going, in words, and where it stands."""
        if not text:
            return [Problem("body", "empty_body", _("Write the text of the message, please."))]
        found = []
        count, _reason = self.weighed(text)
        if count.characters > self._limit:
            found.append(self._too_long(count))
        if len(text) <= _LONGEST_LOOKED_THROUGH and (refused := self._refused(text)):
            words = _("These characters cannot be sent by SMS; take them out, please: %(characters)s")
            message = words % {"characters": _named(refused)}
            found.append(Problem("body", "unsendable_character", message, spans=_spans(refused)))
        return found

    def _refused(self, text: str) -> list[CharacterProblem]:
        return [problem for problem in character_problems(text) if problem.code not in self._passes]

    def _too_long(self, count: Count) -> Problem:
        over = count.characters - self._limit
        words = ngettext(
            "The text has %(count)s characters, one more than the %(limit)s that may be sent.",
            "The text has %(count)s characters, %(over)s more than the %(limit)s that may be sent.",
            over,
        )
        said = {"count": count.characters, "over": over, "limit": self._limit}
        return Problem("body", "body_too_long", words % said)


def body_problems(body: str, *, store: Store, capabilities: Capabilities | None) -> list[Problem]:
    """Everything wrong or risky with a text that nobody's values are put into."""
    found = TextCheck(store, capabilities).problems(body)
    return found + (_risky(body) if len(body) <= _LONGEST_LOOKED_THROUGH else [])


def _risky(text: str) -> list[Problem]:
    risky = [problem for problem in character_problems(text) if problem.code in _PASSES]
    if not risky:
        return []
    words = _("Some handsets show these characters wrongly: %(characters)s")
    return [
        Problem(
            "body",
            "risky_character",
            words % {"characters": _named(risky)},
            Level.WARNING,
            spans=_spans(risky),
        )
    ]


def _spans(problems: Iterable[CharacterProblem]) -> tuple[Span, ...]:
    return tuple((problem.position, problem.position + 1) for problem in problems)


def _named(problems: list[CharacterProblem]) -> str:
    """Each once."""
    labels = dict.fromkeys(problem.label for problem in problems)
    return " ".join(list(labels)[:_MOST_NAMED])
