"""What is held on a person, as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from customers.domain.privacy.export_person import shown_cell
from customers.registries.personal_data import Held, Source

# Shown of a table; the export has them all.
MOST_ROWS = 10


@dataclass(frozen=True, slots=True)
class ShownTable:
    """`rows`: the newest, each as pairs of label and text where there is something; `more`: how many are not shown."""

    slug: str
    label: str
    fate: str
    stays: bool
    count: int
    rows: list[list[tuple[str, str]]]
    more: int


@dataclass(frozen=True, slots=True)
class ShownSource:
    label: str
    tables: list[ShownTable]
    files: int


def shown_sources(found: Sequence[tuple[Source, Held]], zone: ZoneInfo) -> list[ShownSource]:
    return [
        ShownSource(str(source.label), [_shown(table, zone) for table in held.tables], len(held.files))
        for source, held in found
    ]


def _shown(table: Any, zone: ZoneInfo) -> ShownTable:
    labels = [str(label) for _key, label in table.columns]
    rows = [
        [(label, text) for label, cell in zip(labels, row, strict=True) if (text := shown_cell(cell, zone))]
        for row in reversed(list(table.rows)[-MOST_ROWS:])
    ]
    return ShownTable(
        table.slug,
        str(table.label),
        str(table.fate),
        table.stays,
        len(table.rows),
        rows,
        max(0, len(table.rows) - MOST_ROWS),
    )
