"""What the rules look at, and what they say: texts as they leave, times of the store's zone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from messaging.preflight.calendar import DayMention, TimeMention, days_in, times_in
from messaging.preflight.plain import plain_text
from tracking.links import Found, addresses_in

# Code points of a text: the first, and the one after the last.
Span = tuple[int, int]
Said = str | int | date | datetime | Decimal
# Each is looked at with its whole sentence; a text of nothing but times would take a third of a second.
_MOST_MENTIONS = 20


@dataclass(frozen=True)
class Content:
    """A rendered text. `spans`: where values of merge fields stand (start, end, field); `counted`: short links."""

    text: str
    spans: tuple[tuple[int, int, str], ...] = ()
    counted: tuple[Span, ...] = ()

    @cached_property
    def plain(self) -> str:
        """The text with one width of letters, digits and signs; places are those of the text."""
        return plain_text(self.text)

    @cached_property
    def characters(self) -> frozenset[str]:
        """Those of `plain`, each once: what a rule looks for first, since most texts have nothing of it."""
        return frozenset(self.plain)

    @cached_property
    def days(self) -> list[DayMention]:
        """The first of them."""
        return days_in(self.prose)[:_MOST_MENTIONS]

    @cached_property
    def times(self) -> list[TimeMention]:
        """The first of them."""
        return times_in(self.prose)[:_MOST_MENTIONS]

    @cached_property
    def addresses(self) -> list[Found]:
        """Of pages, as a handset makes them links."""
        return addresses_in(self.text) if "http" in self.plain or "HTTP" in self.plain else []

    @cached_property
    def prose(self) -> str:
        """`plain` with blanks in place of addresses: what stands there is no date and no amount."""
        found = self.plain
        for address in self.addresses:
            found = found[: address.start] + " " * (address.end - address.start) + found[address.end :]
        return found

    def is_typed(self, start: int, end: int) -> bool:
        """Whether somebody wrote this piece: none of it comes from a merge field."""
        return not any(first < end and start < last for first, last, _ in self.spans)


@dataclass(frozen=True, slots=True)
class Sending:
    """What all texts of one send have in common.

    purpose: notice, reminder or promotion. leaves_at, now: local times of the store. telephones: the store's own
    numbers, as digits dialled at home. own_hosts: of the installation and the store's short links.
    """

    purpose: str
    shop_names: tuple[str, ...]
    now: datetime
    leaves_at: datetime
    telephones: frozenset[str] = frozenset()
    own_hosts: frozenset[str] = frozenset()
    tracks_links: bool = False
    can_be_replied_to: bool = False
    newline_weight: int = 1

    @property
    def is_scheduled(self) -> bool:
        """For another day than that on which it is written."""
        return self.leaves_at.date() != self.now.date()


@dataclass(frozen=True, slots=True)
class Due:
    """What falls due for something that a person has: 車検, of プリウス 白, on a day."""

    kind: str
    of: str
    on: date


@dataclass(frozen=True, slots=True)
class Booked:
    """An appointment: local time of the store."""

    starts: datetime
    minutes: int

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Person:
    """What is on record of the one who gets a text. `names` in every writing that is known.

    dues, booked: those the text may be about; where the send names a vehicle or an appointment, these alone.
    other_days: days that are right as well, though the text is not about them.
    """

    names: tuple[str, ...] = ()
    dues: tuple[Due, ...] = ()
    booked: tuple[Booked, ...] = ()
    other_days: frozenset[date] = frozenset()
    amounts: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule has found: its code, where in the text, and what the sentence about it names."""

    code: str
    spans: tuple[Span, ...] = ()
    said: Mapping[str, Said] = field(default_factory=dict)


TextRule = Callable[[Content, Sending], Iterable[Finding]]
PersonRule = Callable[[Content, Sending, Person], Iterable[Finding]]
