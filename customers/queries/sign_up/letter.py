"""What a person has agreed to, for the letter that the shop hands over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from customers.models import ConsentPurpose, ConsentRecord, ConsentWording
from customers.queries.consents import consent_states, consents_of
from customers.queries.sign_up.words import PURPOSE_WORDS


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """`granted` is None, and the rest empty, where nothing was said of this purpose. `how` in words."""

    purpose: str
    granted: bool | None = None
    given_at: datetime | None = None
    how: str = ""
    wording: ConsentWording | None = None


def agreed_by(phone: str, purposes: Sequence[ConsentPurpose]) -> list[AgreedLine]:
    """A line for each purpose, as it holds now for the number (E.164) in the store in scope. Two queries."""
    states = consent_states(phones=[phone], purposes=[purpose.value for purpose in purposes])
    positions = [state.position for state in states.values()]
    records: dict[int, ConsentRecord] = {
        record.position: record for record in consents_of(phone).filter(position__in=positions)
    }
    lines = []
    for purpose in purposes:
        state = states.get((phone, purpose.value))
        record = records.get(state.position) if state else None
        lines.append(
            AgreedLine(
                purpose=str(PURPOSE_WORDS[purpose.value]),
                granted=state.granted if state else None,
                given_at=state.given_at if state else None,
                how=str(record.get_source_display()) if record else "",
                wording=record.wording if record else None,
            )
        )
    return lines
