"""Where personal data lie, and how long they are kept: every app that keeps some says so here (mission.md B13).

A source finds, for one person, what its tables hold, and erases it. A retention kind drops what is older than a store
wants it kept. Apps add theirs when they start (AppConfig.ready); both work in the open scope of one store.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.functional import Promise

from accounts.models import Actor

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Whom:
    """One person, as far as something can be found of them.

    `phones`: E.164; all that is held on these numbers counts. `customer_ids`: records, and what belongs to them
    whatever its number. `names`: what the persons of these records are called, in kana too, to be found in free text;
    not a company's name, which is others' as well. `customer_numbers`: as the store numbers them.
    """

    phones: tuple[str, ...]
    customer_ids: tuple[int, ...]
    names: tuple[str, ...] = ()
    customer_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coded:
    """A cell that programs read as a code, and people in words."""

    code: str
    label: Words


def coded(choices: type[models.TextChoices], code: str) -> Coded:
    """A code that is none of the choices any more says itself."""
    return Coded(code, choices(code).label if code in choices.values else code)


@dataclass(frozen=True, slots=True)
class Table:
    """What one kind of row holds on a person.

    `slug` is ASCII (a file's name). `columns`: (key for programs, words for people). `rows`: plain values (text,
    numbers, dates, times, None, Coded, dicts and lists of them), in the order of the columns, the newest last.
    `fate`: what an erasure does to them, in words; `stays`: they are not touched by it.
    """

    slug: str
    label: Words
    fate: Words
    columns: Sequence[tuple[str, Words]]
    rows: Sequence[Sequence[Any]]
    stays: bool = False


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that somebody gave about this person alone: its name, and its bytes when they are wanted."""

    name: str
    pieces: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Held:
    """What a source holds on a person; tables without a row are left out."""

    tables: Sequence[Table]
    files: Sequence[HeldFile] = ()


def _no_numbers(customer_ids: Sequence[int]) -> Collection[str]:
    """Of what is not kept by number."""
    return ()


@dataclass(frozen=True, slots=True)
class Source:
    """`erase(actor, whom)` returns how many rows went or were emptied, and writes no audit line: the erasure's own
    names all sources. It runs in the erasure's transaction, sources of higher `position` first.

    `numbers(customer_ids)`: numbers (E.164) under which it holds something of these records and of no other record,
    whatever the records' numbers are now.
    """

    slug: str
    label: Words
    position: int
    found: Callable[[Whom], Held]
    erase: Callable[[Actor, Whom], int]
    numbers: Callable[[Sequence[int]], Collection[str]] = _no_numbers


@dataclass(frozen=True, slots=True)
class RetentionKind:
    """`default_days`: None keeps until somebody deletes; a store may choose another period, never under `least_days`.

    `count(before)`: how many would go that are older than this moment. `drop(before, limit)`: drops up to about
    `limit` of them in a transaction of its own, and returns how many; 0 when none is left.
    """

    slug: str
    label: Words
    about: Words
    position: int
    default_days: int | None
    least_days: int
    count: Callable[[datetime], int]
    drop: Callable[[datetime, int], int]


@dataclass(frozen=True, slots=True)
class FixedPeriod:
    """What is dropped by itself after the same time in every store."""

    label: Words
    period: Words


_sources: dict[str, Source] = {}
_kinds: dict[str, RetentionKind] = {}
_fixed: list[FixedPeriod] = []


def add_source(source: Source) -> None:
    _sources[source.slug] = source


def add_retention_kind(kind: RetentionKind) -> None:
    _kinds[kind.slug] = kind


def add_fixed_period(fixed: FixedPeriod) -> None:
    if fixed not in _fixed:
        _fixed.append(fixed)


def sources() -> list[Source]:
    """In the order in which they are shown."""
    return sorted(_sources.values(), key=lambda source: source.position)


def retention_kinds() -> list[RetentionKind]:
    return sorted(_kinds.values(), key=lambda kind: kind.position)


def fixed_periods() -> list[FixedPeriod]:
    return list(_fixed)
