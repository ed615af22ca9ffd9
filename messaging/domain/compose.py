"""Stage 1, compose: what somebody wants to send, to whom; complete, not yet anything."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from messaging.models import Dispatch, Lane, Purpose
from messaging.text import composed_kana, plain_newlines, trimmed

# Up to so many people a send is a notice at the counter; more must not stand before one (mission.md D5).
URGENT_UP_TO = 10
MOST_RECIPIENTS = 1000


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person at one number (E.164), and what of theirs the text is about.

    customer_id: whose history the message joins. values_of: the customer whose record gives the merge fields their
    values; None where it is not sure whose number it is. typed_name: what was typed beside the number where that is
    not the record's name.
    topic: keeps two messages of one dispatch to the same number apart (two cars). values: what stands for merge
    fields that only the sender knows (a program's `fields`), by the field's name; they come before the record's.
    """

    phone: str
    name: str = ""
    customer_id: int | None = None
    topic: str = ""
    values_of: int | None = None
    typed_name: str = ""
    asset_id: int | None = None
    appointment_id: int | None = None
    due_kind_id: int | None = None
    values: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to send. `key` is the form's one-time key: one key, one decision.

    body: as typed, with its merge fields; template_version_id: what it was taken from, if it was, and may since have
    been changed. link: the address that [[URL]] stands for. track_links: the first two addresses of each text become
    short links, `unique_links` of each recipient's own; link_parameters: a query (utm_source=sms) for their targets.
    send_at: None for at once. expires_at: what has not left by then stays; None for no such time.
    reference: a program's own name for it. acknowledged: codes of the warnings that the sender has seen and accepts.
    replaces: the dispatch that is taken back as this one is planned.
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
    template_version_id: int | None = None
    link: str = ""
    track_links: bool = False
    unique_links: bool = False
    link_parameters: str = ""
    replaces: int | None = None

    @property
    def is_test(self) -> bool:
        """It goes to the sender's own handset, filled for somebody else."""
        return self.source == Dispatch.Source.TEST

    @property
    def has_own_links(self) -> bool:
        """Whether each recipient gets short links of their own. One alone does anyway: who taps is known."""
        return self.track_links and (self.unique_links or len(self.recipients) == 1)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all that was asked for, but the key and what was acknowledged."""
        people = [
            [
                r.phone,
                r.name,
                r.customer_id,
                r.topic,
                r.values_of,
                r.typed_name,
                r.asset_id,
                r.appointment_id,
                r.due_kind_id,
            ]
            + sorted(r.values.items())
            for r in self.recipients
        ]
        times = [moment and moment.isoformat() for moment in (self.send_at, self.expires_at)]
        links = [self.link, self.track_links, self.unique_links, self.link_parameters]
        words = [self.body, self.subject, self.memo, self.reference]
        asked = [
            self.source,
            self.purpose,
            words,
            times,
            people,
            links,
            self.template_version_id,
            self.replaces,
        ]
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
    template_version_id: int | None = None,
    link: str = "",
    track_links: bool = False,
    unique_links: bool = False,
    link_parameters: str = "",
    replaces: int | None = None,
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
        template_version_id=template_version_id,
        link=link.strip(),
        track_links=track_links,
        unique_links=unique_links,
        link_parameters=link_parameters.strip().lstrip("?&"),
        replaces=replaces,
    )


def lane_of(people: int) -> Lane:
    """Of so many people who are sent to at once."""
    return Lane.URGENT if people <= URGENT_UP_TO else Lane.BULK
