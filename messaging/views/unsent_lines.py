"""Lines of a paste that could not be used: kept in the person's session until they are corrected and sent.

They never were messages, so no table of messages has them; what was held back is recorded there.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from accounts.web.request import StoreRequest
from customers.phone import Refusal
from customers.phone_words import REFUSAL_WORDS
from messaging.domain.paste import Totals, totals_of
from messaging.domain.recipients import RecognisedLine
from messaging.models import Dispatch

_KEY = "unsent_lines"
# Of so many sends of one person; each may hold a thousand lines.
_KEPT_SENDS = 5
# Of a line so many characters: enough to know it by and to correct it.
_KEPT_OF_LINE = 200


@dataclass(frozen=True, slots=True)
class UnsentLine:
    number: int
    typed: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Unsent:
    """`subject` as it was typed: the dispatch's own may be the time of sending."""

    lines: list[UnsentLine]
    totals: Totals
    subject: str

    @property
    def text(self) -> str:
        return "\n".join(line.typed for line in self.lines)

    @property
    def numbers(self) -> str:
        """Of the lines, as the form of the next composer takes them."""
        return ",".join(str(line.number) for line in self.lines)


def keep_unsent(
    request: StoreRequest, dispatch: Dispatch, lines: Sequence[RecognisedLine], *, subject: str
) -> None:
    """Remember what of a paste did not become a message of this dispatch."""
    judged = [known.line for known in lines]
    kept: dict[str, Any] = request.session.get(_KEY, {})
    kept.pop(str(dispatch.pk), None)
    kept[str(dispatch.pk)] = {
        "lines": [
            [line.number, line.typed[:_KEPT_OF_LINE], line.refusal]
            for line in judged
            if line.refusal is not None
        ],
        "totals": asdict(totals_of(judged)),
        "subject": subject,
    }
    request.session[_KEY] = dict(list(kept.items())[-_KEPT_SENDS:])


def unsent_of(request: StoreRequest, dispatch: Dispatch) -> Unsent | None:
    """What was kept for this dispatch; None in another session, or after several further sends."""
    kept = request.session.get(_KEY, {}).get(str(dispatch.pk))
    if kept is None:
        return None
    lines = [
        UnsentLine(number, typed, str(REFUSAL_WORDS[Refusal(refusal)]))
        for number, typed, refusal in kept["lines"]
    ]
    return Unsent(lines, Totals(**kept["totals"]), kept["subject"])
