"""Stage 1, compose: what somebody wants to send, to whom; complete, checked, not yet anything."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Store
from messaging.domain.problems import NO_LINE, Level, Problem
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
# Who schedules means at least so far ahead; a moment ago is a clock that runs a little fast.
_CLOCKS_DIFFER = timedelta(minutes=5)
_FURTHEST_AHEAD = timedelta(days=366)
# A text that is longer by far is not looked through for single characters: a batch may bring millions.
_LONGEST_LOOKED_THROUGH = 1000
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person at one number (E.164)."""

    phone: str
    name: str = ""
    customer_id: int | None = None
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to send. `key` is the form's one-time key: one key, one decision.

    send_at: None for at once. expires_at: what has not left by then stays; None for no such time.
    reference: a program's own name for it. acknowledged: codes of the warnings that the sender has seen and accepts.
    """

    key: uuid.UUID
    source: Dispatch.Source
    purpose: Purpose
    body: str
    recipients: tuple[Recipient, ...]
    subject: str = ""
    memo: str = ""
    reference: str = ""
    send_at: datetime | None = None
    expires_at: datetime | None = None
    acknowledged: frozenset[str] = frozenset()

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all that was asked for, but the key."""
        people = [[r.phone, r.name, r.customer_id, r.topic] for r in self.recipients]
        times = [moment and moment.isoformat() for moment in (self.send_at, self.expires_at)]
        asked = [self.source, self.purpose, self.body, self.subject, self.memo, self.reference, times, people]
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
    reference: str = "",
    send_at: datetime | None = None,
    expires_at: datetime | None = None,
    acknowledged: frozenset[str] = frozenset(),
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
        reference=reference.strip(),
        send_at=send_at,
        expires_at=expires_at,
        acknowledged=acknowledged,
    )


def lane_of(people: int) -> Lane:
    """Of so many people who are sent to at once."""
    return Lane.URGENT if people <= URGENT_UP_TO else Lane.BULK


def problems_of(wish: Wish, *, store: Store, capabilities: Capabilities | None) -> list[Problem]:
    """Everything wrong or risky with a wish. `capabilities` of the store's gateway; None where it has none."""
    found = []
    if capabilities is None:
        found.append(Problem("__all__", "no_gateway", str(NO_LINE)))
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
    found += _time_problems(wish)
    return found + body_problems(wish.body, store=store, capabilities=capabilities)


def _time_problems(wish: Wish) -> list[Problem]:
    now = timezone.now()
    found = []
    if wish.send_at is not None and wish.send_at < now - _CLOCKS_DIFFER:
        found.append(
            Problem("send_at", "send_at_past", _("This time has passed. Choose a later one, please."))
        )
    if wish.send_at is not None and wish.send_at > now + _FURTHEST_AHEAD:
        found.append(Problem("send_at", "send_at_too_far", _("Up to one year ahead can be scheduled.")))
    if wish.expires_at is not None and wish.expires_at <= max(now, wish.send_at or now):
        found.append(
            Problem("expires_at", "expires_too_early", _("It would be too late before it could be sent."))
        )
    return found


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
    each_once = "".join(dict.fromkeys(body))
    return found + _character_problems(character_problems(each_once), emoji_pass=emoji_pass)


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
    return " ".join(problem.label for problem in problems[:_MOST_NAMED])


def obstacles(problems: list[Problem], *, acknowledged: frozenset[str]) -> list[Problem]:
    """What keeps the wish from being sent: every error, and warnings that nobody has acknowledged."""
    return [
        problem for problem in problems if problem.level is Level.ERROR or problem.code not in acknowledged
    ]
