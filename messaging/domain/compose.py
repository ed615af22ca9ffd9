"""Stage 1, compose: what somebody wants to send, to whom; complete, checked, not yet anything."""

import hashlib
import json
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Store
from messaging.domain.problems import Level, Problem, Refused
from messaging.gateways.contract import Capabilities
from messaging.models import Dispatch, Lane, Purpose
from messaging.text import (
    CharacterProblem,
    ProblemCode,
    character_problems,
    composed_kana,
    domestic_count,
    plain_newlines,
    trimmed,
)

# Up to so many people a send is a notice at the counter; more must not stand before one (mission.md D5).
URGENT_UP_TO = 10
MOST_RECIPIENTS = 1000
# A text that is longer by far is not looked through for single characters: each found one is kept.
_LONGEST_LOOKED_THROUGH = 5000


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person at one number (E.164)."""

    phone: str
    name: str = ""
    customer_id: int | None = None
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to send. `key` is the form's one-time key: one key, one decision."""

    key: uuid.UUID
    source: Dispatch.Source
    purpose: Purpose
    body: str
    recipients: tuple[Recipient, ...]
    subject: str = ""
    memo: str = ""

    @property
    def lane(self) -> Lane:
        return Lane.URGENT if len(self.recipients) <= URGENT_UP_TO else Lane.BULK

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all that was asked for, but the key."""
        people = [[r.phone, r.name, r.customer_id, r.topic] for r in self.recipients]
        asked = [self.source, self.purpose, self.body, self.subject, self.memo, people]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def compose(
    *,
    key: uuid.UUID,
    source: Dispatch.Source,
    purpose: Purpose,
    body: str,
    recipients: tuple[Recipient, ...],
    subject: str = "",
    memo: str = "",
) -> Wish:
    """The wish in the form in which it is kept: newlines as \\n, kana marks composed, blanks at the ends off."""
    return Wish(
        key=key,
        source=source,
        purpose=purpose,
        body=trimmed(composed_kana(plain_newlines(body))),
        recipients=recipients,
        subject=subject.strip(),
        memo=memo.strip(),
    )


def problems_of(wish: Wish, *, store: Store, capabilities: Capabilities | None) -> list[Problem]:
    """Everything wrong or risky with a wish. `capabilities` of the store's gateway; None where it has none."""
    found = []
    if capabilities is None:
        found.append(
            Problem("__all__", "no_gateway", _("This store has no line to send by. Ask the store's owner."))
        )
    if not wish.recipients:
        found.append(Problem("recipients", "no_recipients", _("There is nobody to send to yet.")))
    if len(wish.recipients) > MOST_RECIPIENTS:
        found.append(
            Problem(
                "recipients",
                "too_many_recipients",
                _("Up to %(most)s people at once. Split the list, please.")
                % {"most": f"{MOST_RECIPIENTS:,}"},
            )
        )
    return found + body_problems(wish.body, store=store, capabilities=capabilities)


def body_problems(body: str, *, store: Store, capabilities: Capabilities | None) -> list[Problem]:
    """Everything wrong or risky with a text as it would be sent."""
    if not body:
        return [Problem("body", "empty_body", _("Write the text of the message, please."))]
    weight = capabilities.newline_weight if capabilities else 1
    characters = domestic_count(body, newline_weight=weight).characters
    found = []
    if characters > store.body_limit:
        found.append(
            Problem(
                "body",
                "body_too_long",
                ngettext(
                    "The text has %(count)s characters, one more than the %(limit)s that may be sent.",
                    "The text has %(count)s characters, %(over)s more than the %(limit)s that may be sent.",
                    characters - store.body_limit,
                )
                % {"count": characters, "over": characters - store.body_limit, "limit": store.body_limit},
            )
        )
    if len(body) > _LONGEST_LOOKED_THROUGH:
        return found
    emoji_pass = capabilities is not None and capabilities.takes_outside_bmp
    return found + _character_problems(character_problems(body), emoji_pass=emoji_pass)


def _character_problems(problems: list[CharacterProblem], *, emoji_pass: bool) -> list[Problem]:
    refused: list[CharacterProblem] = []
    risky: list[CharacterProblem] = []
    for problem in problems:
        passes = problem.code in {ProblemCode.NOT_SHIFT_JIS, ProblemCode.PRIVATE_USE}
        if problem.code is ProblemCode.OUTSIDE_BMP and emoji_pass:
            continue
        (risky if passes else refused).append(problem)
    found = []
    if refused:
        found.append(
            Problem(
                "body",
                "unsendable_character",
                _("These characters cannot be sent by SMS; take them out, please: %(characters)s")
                % {"characters": _named(refused)},
            )
        )
    if risky:
        found.append(
            Problem(
                "body",
                "risky_character",
                _("Some handsets show these characters wrongly: %(characters)s")
                % {"characters": _named(risky)},
                Level.WARNING,
            )
        )
    return found


def _named(problems: list[CharacterProblem]) -> str:
    """The very characters, each once."""
    return " ".join(list(dict.fromkeys(problem.label for problem in problems))[:20])


def refuse_errors(problems: list[Problem]) -> None:
    """Raises Refused when one of them is an error; warnings pass."""
    errors = [problem for problem in problems if problem.level is Level.ERROR]
    if errors:
        raise Refused(errors)
