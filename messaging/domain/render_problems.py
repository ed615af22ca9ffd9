"""What is wrong with a wish's text, said where it was typed: fields, addresses, and what comes of them."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.domain.compose import Wish
from messaging.domain.problems import Problem
from messaging.domain.rendering import Rendering
from messaging.domain.shorten_links import target_of
from messaging.domain.text_problems import TextCheck
from messaging.models import Reason
from messaging.queries.merge_fields import LINK
from templates_app.merge import parsed
from templates_app.queries.compiling import Compilation
from tracking.links import Found, plain_address, target_problem

# Why no link may lead to an address (tracking.links.target_problem).
TARGET_WORDS: dict[str, Promise] = {
    "empty": gettext_lazy("Write the address, please."),
    "too_long": gettext_lazy(
        "The address is too long: up to 2,000 characters, with the parameters for your web statistics."
    ),
    "no_address": gettext_lazy("This is no web address. It begins with https:// and holds no blanks."),
    "scheme": gettext_lazy("Only addresses that begin with https:// or http:// can be sent."),
    "credentials": gettext_lazy("The address holds a user name or password. Take it out, please."),
    "host": gettext_lazy("The address names no website that can be opened. Check it, please."),
    "own": gettext_lazy(
        "This is a short link of another message: who taps it would be counted there. Write the page's own address."
    ),
}


class Targets:
    """What is wrong with addresses as targets, each looked at once. `own_hosts` is asked for when there is one."""

    def __init__(self, own_hosts: Callable[[], Collection[str]]) -> None:
        self._own_hosts = own_hosts
        self._hosts: Collection[str] | None = None
        self._known: dict[str, str | None] = {}

    def problem(self, url: str, wish: Wish) -> str | None:
        """A key of TARGET_WORDS; None for an address that a link of this wish may lead to."""
        if wish.track_links:
            url = target_of(url, wish.link_parameters)
        if url not in self._known:
            if self._hosts is None:
                self._hosts = self._own_hosts()
            self._known[url] = target_problem(url, self._hosts)
        return self._known[url]


def merge_problems(compilation: Compilation) -> list[Problem]:
    """Fields that nobody knows, brackets that are not closed; the spans stand in the body as typed."""
    return [
        Problem("body", problem.code, problem.message, spans=((problem.start, problem.end),))
        for problem in compilation.problems
    ]


def introduction_problems(compilation: Compilation) -> list[Problem]:
    """The store's introduction was right when it was saved; what it names may have gone since."""
    if not compilation.problems:
        return []
    words = _("The store's introduction cannot be used: %(why)s It stands in the settings of sending.")
    return [Problem("__all__", "broken_introduction", words % {"why": compilation.problems[0].message})]


def link_problems(wish: Wish, targets: Targets) -> list[Problem]:
    """Of the address that [[URL]] stands for."""
    code = targets.problem(plain_address(wish.link), wish) if wish.link else None
    return [Problem("link", f"link_{code}", str(TARGET_WORDS[code]))] if code else []


def address_problems(wish: Wish, found: Sequence[Sequence[Found]], targets: Targets) -> list[Problem]:
    """Of the addresses that were typed in the body; `found` beside the renderings, spans in the first one's text.

    What the link's field says is not said twice.
    """
    said: dict[str, Problem] = {}
    people: Counter[str] = Counter()
    own = plain_address(wish.link)
    for index, addresses in enumerate(found):
        for address in addresses:
            code = targets.problem(address.url, wish)
            if code is None or address.url == own:
                continue
            people[code] += 1
            if code not in said:
                words = f"{address.url[:100]}: {TARGET_WORDS[code]}"
                span = ((address.start, address.end),)
                said[code] = Problem("body", f"link_{code}", words, spans=span, shown_in=index)
    return [_concerning(problem, people[code]) for code, problem in said.items()]


def wanting_problems(wish: Wish, renderings: Sequence[Rendering], check: TextCheck) -> list[Problem]:
    """Where nobody's text can go as it is: each reason once, as the first of those people has it.

    Where some can, the others are planned as withheld, each with the reason (plan.py). Without anybody to send to, the
    text as it was typed.
    """
    if not renderings:
        return check.problems(wish.body)
    if any(one.wanting is None for one in renderings):
        return []
    people = Counter(one.wanting for one in renderings)
    first: dict[Reason | None, int] = {}
    for index, one in enumerate(renderings):
        first.setdefault(one.wanting, index)
    found: list[Problem] = []
    for reason, index in first.items():
        for problem in _in_words(wish, renderings[index], check):
            found.append(_concerning(problem, people[reason], index))
    return found


def _in_words(wish: Wish, rendering: Rendering, check: TextCheck) -> list[Problem]:
    match rendering.wanting:
        case Reason.MISSING_VALUE:
            return _missing(rendering)
        case Reason.EMPTY_TEXT if wish.body:
            return [
                Problem("body", "empty_text", _("Nothing is left of the text once its fields are filled."))
            ]
        case Reason.EMPTY_TEXT:
            return check.problems("")
    texts = [rendering.text, rendering.introduction.text if rendering.introduction else ""]
    return next((found for text in texts if text and (found := check.problems(text))), [])


def _missing(rendering: Rendering) -> list[Problem]:
    found = []
    if LINK in rendering.missing:
        words = _("Write the address that [[URL]] stands for, please.")
        found.append(Problem("link", "missing_link", words))
    others = [name for name in rendering.missing if name != LINK]
    if others:
        words = _(
            "There is no value for %(fields)s. Add it to the record, or write what is to stand instead: [[%(first)s|…]]"
        )
        named = " ".join(f"[[{name}]]" for name in others)
        spans = tuple((piece.start, piece.end) for piece in parsed(rendering.text).fields)
        message = words % {"fields": named, "first": others[0]}
        found.append(Problem("body", "missing_value", message, spans=spans))
    return found


def _concerning(problem: Problem, people: int, shown_in: int | None = None) -> Problem:
    return Problem(
        problem.field,
        problem.code,
        problem.message,
        problem.level,
        problem.spans,
        problem.shown_in if shown_in is None else shown_in,
        people,
    )
