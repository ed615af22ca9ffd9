"""One row of a spreadsheet to what it says about a customer, or to everything that is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from customers.intake import cells as read
from customers.intake.cells import Reader, Unreadable
from customers.intake.numbers import NumberReader
from customers.intake.targets import PURPOSES
from customers.phone import PhoneRefused, Refusal
from customers.sheets.layout import LONGEST_CELL, SheetRow, readable
from customers.sheets.text_mark import without_mark

Reason = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AttributeField:
    """An attribute as the store has defined it: `kind` text, number, date or choice."""

    kind: str
    choices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """All that decides how a row is read.

    mapping: target by position. attributes: by id, customers' and assets'. staff: membership's id by name and by
    e-mail address as plain_word gives them, None for a name that several have. countries: of the store, its own first.
    consent_source, consent_date: declared for all rows. now: aware, of the moment at which it is read.
    """

    mapping: Mapping[int, str]
    width: int
    countries: Sequence[str]
    zone: ZoneInfo
    now: datetime
    attributes: Mapping[int, AttributeField] = field(default_factory=dict)
    staff: Mapping[str, int | None] = field(default_factory=dict)
    empty_clears: bool = False
    consent_source: str = ""
    consent_date: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Consent to one purpose, or its withdrawal."""

    purpose: str
    granted: bool
    given_at: datetime
    source: str


@dataclass(slots=True)
class TakenAsset:
    """Values of the asset's columns, its attributes and its dates (ISO, None: no date any more) by id as text."""

    values: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    dues: dict[int, str | None] = field(default_factory=dict)


@dataclass(slots=True)
class Taken:
    """What a row gives; a field that is missing stays as it is. Numbers are E.164 or None, `staff_id` a membership's.

    attributes by the definition's id as text, None: to be emptied.
    """

    row: int
    cells: list[str]
    values: dict[str, Any]
    attributes: dict[str, Any]
    asset: TakenAsset | None = None
    consents: Sequence[Said] = ()


@dataclass(slots=True)
class Refused:
    row: int
    cells: list[str]
    reasons: list[Reason]


def reason(code: str, column: int | None = None, **params: Any) -> Reason:
    """As ImportFault.reasons keeps it."""
    return {"column": column, "code": code, "params": params}


# Characters that no text of people has: what could not be decoded, errors of a workbook (NUL), controls.
_BAD = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
# What a spreadsheet shows in place of a value; a CSV has it as text.
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!"})
_CLEARABLE = {
    "kana": "", "company_name": "", "postal_code": "", "address": "", "email": "", "notes": "",
    "mobile": None, "landline": None, "staff_id": None,
}  # fmt: skip
_TEXTS: dict[str, Reader] = {
    "number": read.plain_line(40),
    "name": read.one_line(100),
    "kana": read.plain_line(100),
    "company_name": read.one_line(100),
    "postal_code": read.postal_code,
    "address": read.one_line(300),
    "email": read.email,
    "notes": read.several_lines(LONGEST_CELL),
    "kind": read.kind,
    "language": read.language,
    "sms_flag": read.yes_or_no,
}
_ASSET_TEXTS: dict[str, Reader] = {
    "asset_label": read.one_line(100),
    "asset_number": read.plain_line(40),
    "asset_notes": read.several_lines(LONGEST_CELL),
    "asset_flag": read.yes_or_no,
}
# Fields of Asset for those targets.
_ASSET_FIELDS = {
    "asset_label": "label", "asset_number": "number", "asset_notes": "notes", "asset_flag": "sms_flag",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a value goes: into which dictionary, under which key; `cleared` is what an empty cell leaves, if it may."""

    position: int
    key: Any
    read: Reader
    part: str = "values"
    cleared: Any = ...


class Converter:
    """Made once for an import, used for each row."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._numbers = NumberReader(terms.countries)
        columns = [self._column(position, key) for position, key in terms.mapping.items() if key]
        self._plain = [
            (column.position, column.key, column.read, column.cleared)
            for column in columns
            if column.part == "values"
        ]
        self._special = [column for column in columns if column.part != "values"]
        self._mapped = {column.position for column in columns}
        self._positions = {key: position for position, key in terms.mapping.items()}
        self._no_key_column = self._positions.get("mobile", self._positions.get("number"))

    def convert(self, row: SheetRow) -> Taken | Refused:
        given, width = row.cells, self._terms.width
        # A comma too many shifts all cells behind it.
        if len(given) > width and any(cell.strip() for cell in given[width:]):
            return Refused(row.row, kept_cells(given), [reason("too_many_cells", width)])
        if len(given) < width:
            given = [*given, *[""] * (width - len(given))]
        joined = "\n".join(given)
        reasons: list[Reason] = []
        if "\n'" in joined or "\n#" in joined or joined[:1] in "'#" or _BAD.search(joined):
            given, reasons = self._mended(given)
        values: dict[str, Any] = {}
        for position, key, reads, cleared in self._plain:
            cell = given[position]
            try:
                value = reads(cell) if cell else None
            except Unreadable as fault:
                reasons.append(reason(fault.code, position, **fault.params))
                continue
            if value is not None and value != "":
                values[key] = value
            elif cleared is not ...:
                values[key] = cleared
        taken = Taken(row.row, row.cells, values, {})
        if self._special:
            self._take_special(taken, given, reasons)
        if not reasons and not values.get("number") and not values.get("mobile"):
            reasons.append(reason("no_key", self._no_key_column))
        return Refused(row.row, kept_cells(row.cells), reasons) if reasons else taken

    def _mended(self, given: list[str]) -> tuple[list[str], list[Reason]]:
        """The cells without the mark of a text, and what is wrong with those that mean something."""
        mended, reasons = list(given), []
        for position, cell in enumerate(given):
            mended[position] = without_mark(cell)
            fault = _bad_cell(cell)
            if fault and position in self._mapped:
                mended[position] = ""
                reasons.append(reason(fault[0], position, **fault[1]))
        return mended, reasons

    def _column(self, position: int, key: str) -> _Column:
        name, _, pk = key.partition(":")
        cleared: Any = None if self._terms.empty_clears else ...
        if name in ("attribute", "asset_attribute"):
            part = "attributes" if name == "attribute" else "asset_attributes"
            return _Column(position, pk, _attribute_reader(self._terms.attributes[int(pk)]), part, cleared)
        if name == "due":
            return _Column(position, int(pk), read.day, "dues", cleared)
        if name == "consent":
            return _Column(position, pk, read.yes_or_no, "consents")
        if name in ("consent_source", "consent_date"):
            reads = read.source if name == "consent_source" else read.day
            return _Column(position, name, reads, "consents")
        if name in _ASSET_FIELDS:
            cleared = "" if self._terms.empty_clears and name == "asset_notes" else ...
            return _Column(position, _ASSET_FIELDS[name], _ASSET_TEXTS[name], "asset", cleared)
        own: dict[str, Reader] = {"mobile": self._mobile, "landline": self._landline, "staff": self._staff}
        field_name = "staff_id" if name == "staff" else name
        cleared = _CLEARABLE.get(field_name, ...) if self._terms.empty_clears else ...
        return _Column(position, field_name, own.get(name) or _TEXTS[name], "values", cleared)

    def _take_special(self, taken: Taken, given: list[str], reasons: list[Reason]) -> None:
        asset = TakenAsset()
        consents: dict[str, Any] = {}
        parts: dict[str, dict[Any, Any]] = {
            "attributes": taken.attributes,
            "asset": asset.values,
            "asset_attributes": asset.attributes,
            "dues": asset.dues,
            "consents": consents,
        }
        has_asset, asset_column = False, None
        for column in self._special:
            cell = given[column.position]
            try:
                value = column.read(cell) if cell else None
            except Unreadable as fault:
                reasons.append(reason(fault.code, column.position, **fault.params))
                continue
            is_given = value is not None and value != ""
            if is_given:
                parts[column.part][column.key] = value
            elif column.cleared is not ...:
                parts[column.part][column.key] = column.cleared
            if is_given and column.part in ("asset", "asset_attributes", "dues"):
                has_asset, asset_column = True, column.position
        if has_asset:
            taken.asset = asset
            if not asset.values.get("label") and not asset.values.get("number"):
                reasons.append(reason("asset_unnamed", asset_column))
        if consents:
            taken.consents = self._said(consents, reasons)

    def _said(self, consents: dict[str, Any], reasons: list[Reason]) -> list[Said]:
        """What the row says about consent; its source and date are its own, or the declared ones."""
        answers = [(purpose, consents[purpose]) for purpose in PURPOSES if purpose in consents]
        if not answers:
            return []
        source = consents.get("consent_source") or self._terms.consent_source
        when = consents.get("consent_date") or self._terms.consent_date
        if not source:
            reasons.append(reason("consent_without_source", self._positions.get("consent_source")))
        if not when:
            reasons.append(reason("consent_without_date", self._positions.get("consent_date")))
        elif when > self._terms.now.astimezone(self._terms.zone).date().isoformat():
            reasons.append(reason("future_date", self._positions.get("consent_date")))
        if not source or not when:
            return []
        begins = datetime.combine(date.fromisoformat(when), time(), self._terms.zone)
        # At which hour is not known: a withdrawal counts against whatever else was said on its day.
        ends = min(
            begins.replace(hour=23, minute=59, second=59), self._terms.now.astimezone(self._terms.zone)
        )
        return [Said(purpose, granted, begins if granted else ends, source) for purpose, granted in answers]

    def _mobile(self, cell: str) -> str | None:
        return _number_or_fault(self._numbers.mobile(cell))

    def _landline(self, cell: str) -> str | None:
        return _number_or_fault(self._numbers.landline(cell))

    def _staff(self, cell: str) -> int | None:
        word = read.plain_word(cell)
        if not word:
            return None
        if word not in self._terms.staff:
            raise Unreadable("unknown_staff")
        found = self._terms.staff[word]
        if found is None:
            raise Unreadable("several_staff")
        return found


def kept_cells(given: Sequence[str]) -> list[str]:
    """As ImportFault keeps them, to be shown and written again."""
    return [readable(cell)[:LONGEST_CELL] for cell in given]


def _number_or_fault(found: str | PhoneRefused) -> str | None:
    if isinstance(found, str):
        return found
    if found.code is Refusal.EMPTY:
        return None
    raise Unreadable(f"phone_{found.code.value}")


def _attribute_reader(attribute: AttributeField) -> Reader:
    match attribute.kind:
        case "number":
            return read.number
        case "date":
            return read.day
        case "choice":
            return read.choice(attribute.choices)
        case _:
            return read.several_lines(read.LONGEST_ATTRIBUTE)


def _bad_cell(cell: str) -> tuple[str, dict[str, Any]] | None:
    if cell in _ERRORS or (cell.startswith("\0") and len(cell) > 1):
        return "cell_error", {"shown": cell.lstrip("\0")[:20]}
    if cell.startswith("\0"):
        return "formula_without_value", {}
    found = _BAD.search(cell)
    if found is None:
        return None
    return ("undecodable" if found[0] >= "\ud800" else "bad_character"), {}
