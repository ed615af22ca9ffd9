"""What one person is to get, exactly: the outcome of stage 2."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from messaging.domain.compose import Recipient
from messaging.domain.problems import Problem
from messaging.domain.shorten_links import TextLink
from messaging.models import Reason, RecipientCode
from messaging.text import Count
from tracking.links import ValueSpan


@dataclass(frozen=True, slots=True)
class Introduction:
    """A message of its own that goes a minute before the text, to a number never written to."""

    text: str
    count: Count


@dataclass(frozen=True, slots=True)
class Rendering:
    """values: what stood for each merge field, but addresses. spans: where values stand in the text.

    links: the text's short links; codes: those of the recipient's own pages in it. wanting: why this person's text
    cannot go as it is; None where it can. missing: fields without a value. introduction: what goes before it, if
    anything does; one that stands in front is part of the text.
    """

    recipient: Recipient
    text: str
    count: Count
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    spans: tuple[ValueSpan, ...] = ()
    links: tuple[TextLink, ...] = ()
    wanting: Reason | None = None
    missing: tuple[str, ...] = ()
    introduction: Introduction | None = None
    codes: Mapping[RecipientCode.Kind, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Rendered:
    """What came of one wish: a rendering for each recipient, in their order, and what keeps all of them from going.

    subject: internal, as it is kept; with its fields filled where the send is to one person.
    """

    renderings: list[Rendering]
    problems: list[Problem]
    subject: str
