"""The texts of a batch on their way from what was typed to what each person gets; render.py says in which order."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from accounts.models import Store
from messaging.domain.compose import Recipient, Wish
from messaging.domain.first_contact import is_hasty
from messaging.domain.merge_texts import MergedText, Part, language_of, merged_texts
from messaging.domain.shorten_links import TextLink, Untracked, shortened
from messaging.models import Dispatch, RecipientCode
from messaging.queries.merge_fields import LINK
from messaging.text import trimmed
from templates_app.merge import Compiled
from templates_app.queries.compiling import Compilation
from tracking.links import Found, ValueSpan, typed_addresses
from tracking.queries.short_base import short_base

_SUBJECT_LIMIT: int = Dispatch._meta.get_field("subject").max_length or 0


class PersonText:
    """What one recipient gets; attributes as of Rendering (rendering.py).

    found: the addresses that the sender has typed. is_empty: nothing is left of the sender's own words.
    introduction: what goes before it as a message of its own, if anything.
    """

    __slots__ = (
        *("codes", "found", "introduction", "is_empty", "links"),
        *("missing", "recipient", "spans", "text", "values"),
    )

    def __init__(self, recipient: Recipient, body: str) -> None:
        self.recipient = recipient
        self.text = body
        self.is_empty = not body
        self.spans: tuple[ValueSpan, ...] = ()
        self.missing: tuple[str, ...] = ()
        self.values: Mapping[str, str] = {}
        self.codes: Mapping[RecipientCode.Kind, str] = {}
        self.found: tuple[Found, ...] = ()
        self.links: tuple[TextLink, ...] = ()
        self.introduction = ""

    def fill(self, text: MergedText) -> None:
        """The body with the person's values."""
        self.text, self.spans = _trimmed(text.merged.text, text.merged.spans)
        self.is_empty = not self.text
        self.missing = text.merged.missing
        self.values = text.values
        self.codes = text.codes

    def introduce(self, text: MergedText, *, in_front: bool) -> None:
        """The store's introduction; after fill."""
        words, spans = _trimmed(text.merged.text, text.merged.spans)
        self.missing = tuple(dict.fromkeys((*text.merged.missing, *self.missing)))
        self.values = {**text.values, **self.values}
        self.codes = {**text.codes, **self.codes}
        if not in_front:
            self.introduction = words
        elif words:
            ahead = len(words) + 1
            self.text = f"{words}\n{self.text}"
            moved = ((start + ahead, end + ahead, name) for start, end, name in self.spans)
            self.spans = (*spans, *moved)


class WishTexts:
    """`people`: beside the wishes, each one's recipients in order. `subjects`: the wishes', with fields filled where
    the send is to one person. `made` has every body and subject.
    """

    def __init__(self, wishes: Sequence[Wish], made: Mapping[str, Compilation]) -> None:
        self._wishes = wishes
        self._made = made
        self.people = [[PersonText(recipient, wish.body) for recipient in wish.recipients] for wish in wishes]
        self.subjects = [wish.subject for wish in wishes]

    def merge(
        self,
        store: Store,
        introduction: Compiled | None,
        strangers: Sequence[frozenset[str]],
        *,
        in_front: bool,
    ) -> None:
        """Values into every text, and the introduction before it or in front of it."""
        parts: list[Part] = []
        takers: list[Callable[[MergedText], None]] = []
        for index, wish in enumerate(self._wishes):
            compiled, language = self._made[wish.body].compiled, language_of(wish.body)
            if compiled is None:
                continue
            left = set(strangers[index]) if introduction is not None and wish.body else set()
            for person in self.people[index]:
                recipient = person.recipient
                parts.append(Part(wish.key, wish.link, recipient, compiled, language))
                takers.append(person.fill)
                if introduction is not None and recipient.phone in left:
                    left.remove(recipient.phone)
                    parts.append(Part(wish.key, wish.link, recipient, introduction, language))
                    takers.append(partial(person.introduce, in_front=in_front or is_hasty(wish)))
            subject = self._made[wish.subject].compiled
            if subject is not None and subject.fields and len(wish.recipients) == 1:
                parts.append(Part(wish.key, wish.link, wish.recipients[0], subject, language))
                takers.append(partial(self._name, index))
        for taker, text in zip(takers, merged_texts(store=store, parts=parts), strict=True):
            taker(text)

    def shorten(self, store: Store) -> None:
        """Finds the addresses that were typed, and makes short links of the first two where they are tracked."""
        tracked: list[PersonText] = []
        untracked: list[Untracked] = []
        # Without values in it a text is the same for all of its wish: looked through once.
        known: dict[str, tuple[Found, ...]] = {}
        for wish, people in zip(self._wishes, self.people, strict=True):
            for person in people:
                if person.spans:
                    person.found = typed_addresses(person.text, person.spans, link_field=LINK)
                elif (found := known.get(person.text)) is not None:
                    person.found = found
                else:
                    person.found = known[person.text] = typed_addresses(person.text, (), link_field=LINK)
                if person.found and wish.track_links:
                    tracked.append(person)
                    untracked.append(_untracked(wish, person))
        if not tracked:
            return
        for person, short in zip(tracked, shortened(untracked, base=short_base(store)), strict=True):
            person.text, person.spans, person.links = short.text, short.spans, short.links

    def _name(self, index: int, text: MergedText) -> None:
        self.subjects[index] = text.merged.text.strip()[:_SUBJECT_LIMIT]


def _untracked(wish: Wish, person: PersonText) -> Untracked:
    return Untracked(
        text=person.text,
        spans=person.spans,
        found=person.found,
        key=wish.key,
        whose=(person.recipient.phone, person.recipient.topic),
        is_own=wish.has_own_links,
        parameters=wish.link_parameters,
    )


def _trimmed(text: str, spans: tuple[ValueSpan, ...]) -> tuple[str, tuple[ValueSpan, ...]]:
    """A value that is empty leaves blanks at an end."""
    bare = trimmed(text)
    if len(bare) == len(text):
        return text, spans
    by = text.index(bare) if bare else 0
    kept = ((max(start - by, 0), min(end - by, len(bare)), name) for start, end, name in spans)
    return bare, tuple(span for span in kept if span[0] < span[1])
