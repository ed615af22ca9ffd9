"""Stage 2, render: the exact text that each person will get, with its length and parts.

Merge fields filled (merge_texts), the store's introduction where it is the first contact (first_contact), addresses as
short links (shorten_links), and what cannot go as it is (text_problems). A thousand wishes: as many queries as one.
"""

from collections.abc import Mapping, Sequence

from accounts.models import Store
from messaging.domain.compose import Recipient, Wish
from messaging.domain.first_contact import Kind, introduction_of, strangers_among
from messaging.domain.merge_texts import MergedText, Part, language_of, merged_texts
from messaging.domain.render_problems import (
    Targets,
    address_problems,
    introduction_problems,
    link_problems,
    merge_problems,
    wanting_problems,
)
from messaging.domain.rendering import Introduction, Rendered, Rendering
from messaging.domain.shorten_links import TextLink, Untracked, ValueSpan, shortened, typed_addresses
from messaging.domain.text_problems import TextCheck
from messaging.gateways.contract import Capabilities
from messaging.models import Reason, RecipientCode
from messaging.queries.merge_fields import ADDRESSES
from messaging.queries.sending_settings import sending_settings
from messaging.text import domestic_count, trimmed
from templates_app.queries.compiling import Compilation, compilations
from tracking.links import Found
from tracking.queries.short_base import own_hosts, short_base

__all__ = ["Introduction", "Rendered", "Rendering", "TextLink", "render", "render_as_written"]


def render_as_written(wish: Wish, *, newline_weight: int) -> list[Rendering]:
    """One rendering for each recipient of a text that we wrote ourselves: no fields, no links. Raises nothing."""
    count = domestic_count(wish.body, newline_weight=newline_weight)
    return [Rendering(recipient, wish.body, count) for recipient in wish.recipients]


def render(*, store: Store, wishes: Sequence[Wish], capabilities: Capabilities | None) -> list[Rendered]:
    """Beside each wish what came of it. In the store's scope; nothing is written."""
    settings = sending_settings()
    words = introduction_of(settings)
    strangers = strangers_among(store, wishes) if words else [frozenset[str]()] * len(wishes)
    own_names = {name for wish in wishes for recipient in wish.recipients for name in recipient.values}
    made = compilations(store, {wish.body for wish in wishes} | {words}, own_names)
    texts = _Texts(wishes, strangers, made, words)
    texts.merge(store, in_front=settings.introduction == Kind.IN_FRONT)
    texts.shorten(store)
    check, targets = TextCheck(store, capabilities), Targets(lambda: own_hosts(store))
    rendered = []
    for wish, people in zip(wishes, texts.people, strict=True):
        renderings = [_rendering(person, check) for person in people]
        problems = merge_problems(made[wish.body]) or wanting_problems(wish, renderings, check)
        problems += introduction_problems(made[words]) + link_problems(wish, targets)
        problems += address_problems(wish, [person.found for person in people], targets)
        rendered.append(Rendered(renderings, problems))
    return rendered


class _Person:
    """One recipient's text on its way."""

    __slots__ = (
        "codes",
        "found",
        "introduction",
        "is_empty",
        "links",
        "missing",
        "recipient",
        "spans",
        "text",
        "values",
    )

    def __init__(self, recipient: Recipient, body: str) -> None:
        self.recipient = recipient
        self.text = body
        self.spans: tuple[ValueSpan, ...] = ()
        self.missing: tuple[str, ...] = ()
        self.values: Mapping[str, str] = {}
        self.codes: Mapping[RecipientCode.Kind, str] = {}
        self.found: tuple[Found, ...] = ()
        self.links: tuple[TextLink, ...] = ()
        self.introduction = ""
        self.is_empty = not body


class _Texts:
    """The texts of a batch, by wish and recipient."""

    def __init__(
        self,
        wishes: Sequence[Wish],
        strangers: Sequence[frozenset[str]],
        made: Mapping[str, Compilation],
        words: str,
    ) -> None:
        self._wishes = wishes
        self._strangers = strangers
        self._made = made
        self._words = words
        self.people = [[_Person(recipient, wish.body) for recipient in wish.recipients] for wish in wishes]

    def merge(self, store: Store, *, in_front: bool) -> None:
        """Values into every text, and the introduction before it or in front of it."""
        owners: list[tuple[_Person, bool]] = []
        parts: list[Part] = []
        introduction = self._made[self._words].compiled if self._words else None
        for wish, people, strangers in zip(self._wishes, self.people, self._strangers, strict=True):
            compiled, language = self._made[wish.body].compiled, language_of(wish.body)
            if compiled is None:
                continue
            left = set(strangers) if introduction is not None and wish.body else set()
            for person in people:
                recipient = person.recipient
                parts.append(Part(wish.key, wish.link, recipient, compiled, language))
                owners.append((person, False))
                if introduction is not None and recipient.phone in left:
                    left.remove(recipient.phone)
                    parts.append(Part(wish.key, wish.link, recipient, introduction, language))
                    owners.append((person, True))
        for (person, is_introduction), text in zip(
            owners, merged_texts(store=store, parts=parts), strict=True
        ):
            if is_introduction:
                _introduce(person, text, in_front=in_front)
            else:
                _fill(person, text)

    def shorten(self, store: Store) -> None:
        """Finds the addresses that were typed, and makes short links of the first two where they are tracked."""
        tracked: list[tuple[_Person, Untracked]] = []
        for wish, people in zip(self._wishes, self.people, strict=True):
            for person in people:
                person.found = typed_addresses(person.text, person.spans)
                if person.found and wish.track_links:
                    whose = (person.recipient.phone, person.recipient.topic) if wish.has_own_links else ()
                    untracked = Untracked(
                        person.text, person.spans, person.found, wish.key, whose, wish.link_parameters
                    )
                    tracked.append((person, untracked))
        if not tracked:
            return
        base = short_base(store)
        for (person, _), short in zip(
            tracked, shortened([one for _, one in tracked], base=base), strict=True
        ):
            person.text, person.spans, person.links = short.text, short.spans, short.links


def _fill(person: _Person, text: MergedText) -> None:
    merged = text.merged
    person.text, person.spans = _trimmed(merged.text, merged.spans)
    person.missing = merged.missing
    person.values = text.values
    person.codes = text.codes
    person.is_empty = not person.text


def _introduce(person: _Person, text: MergedText, *, in_front: bool) -> None:
    words, spans = _trimmed(text.merged.text, text.merged.spans)
    person.missing = tuple(dict.fromkeys((*text.merged.missing, *person.missing)))
    person.values = {**text.values, **person.values}
    person.codes = {**text.codes, **person.codes}
    if not in_front:
        person.introduction = words
    elif words:
        ahead = len(words) + 1
        person.text = f"{words}\n{person.text}"
        person.spans = spans + tuple((start + ahead, end + ahead, name) for start, end, name in person.spans)


def _trimmed(text: str, spans: tuple[ValueSpan, ...]) -> tuple[str, tuple[ValueSpan, ...]]:
    """A value that is empty leaves blanks at an end."""
    bare = trimmed(text)
    if len(bare) == len(text):
        return text, spans
    by = text.index(bare) if bare else 0
    kept = ((max(start - by, 0), min(end - by, len(bare)), name) for start, end, name in spans)
    return bare, tuple(span for span in kept if span[0] < span[1])


def _rendering(person: _Person, check: TextCheck) -> Rendering:
    count = check.count(person.text)
    introduction = None
    wanting = check.wanting(person.text, count)
    if person.introduction:
        introduction = Introduction(person.introduction, check.count(person.introduction))
        wanting = wanting or check.wanting(introduction.text, introduction.count)
    if person.is_empty:
        wanting = Reason.EMPTY_TEXT
    elif person.missing:
        wanting = Reason.MISSING_VALUE
    values = person.values
    if not ADDRESSES.isdisjoint(values):
        values = {name: value for name, value in values.items() if name not in ADDRESSES}
    return Rendering(
        recipient=person.recipient,
        text=person.text,
        count=count,
        values=values,
        spans=person.spans,
        links=person.links,
        wanting=wanting,
        missing=person.missing,
        introduction=introduction,
        codes=person.codes,
    )
