"""Row by row, in the order of the file: who is it, and what becomes of the row. Nothing is written here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from customers.domain.imports.people import (
    OwnAsset,
    Person,
    asset_key,
    changes_of,
    is_named,
    merged_attributes,
    new_person,
)
from customers.domain.imports.taken import new_asset_key
from customers.domain.imports.terms import Order
from customers.intake.convert import Reason, Refused, Taken, kept_cells, reason


class _RowRefused(Exception):
    def __init__(self, why: Reason) -> None:
        super().__init__(why["code"])
        self.why = why


@dataclass(slots=True)
class Fault:
    """A row that is not taken in, and why."""

    row: int
    cells: list[str]
    reasons: list[Reason]
    is_duplicate: bool = False


@dataclass(slots=True)
class Outcome:
    """What becomes of a chunk. `given`: whose first row is in it; `new` and `changed` are among them.

    `said`: every row that is taken and speaks of consent, with whom it is about.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    rejected: int = 0
    given: list[Person] = field(default_factory=list)
    new: list[Person] = field(default_factory=list)
    changed: list[Person] = field(default_factory=list)
    assets: list[tuple[Person, OwnAsset, Taken]] = field(default_factory=list)
    said: list[tuple[Person, Taken]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.created + self.updated + self.unchanged + self.duplicates + self.rejected


class Decider:
    """`people`: everybody on record whom the rows may mean, `row` set for whom an earlier row gave.

    by_number and by_mobile lead to them; `new_assets`: rows of assets that a dry run would have made, by key.
    `columns`: positions by target, to point at.
    """

    def __init__(
        self,
        order: Order,
        *,
        by_number: dict[str, Person],
        by_mobile: dict[str, list[Person]],
        new_assets: Mapping[str, Sequence[int]],
        columns: Mapping[str, int],
    ) -> None:
        self._order = order
        self._by_number = by_number
        self._by_mobile = by_mobile
        self._new_assets = new_assets
        self._columns = columns
        self.outcome = Outcome()

    def decide(self, rows: Iterable[Taken | Refused]) -> Outcome:
        for row in rows:
            if isinstance(row, Refused):
                self.outcome.rejected += 1
                self.outcome.faults.append(Fault(row.row, row.cells, row.reasons))
                continue
            try:
                self._take(row)
            except _RowRefused as refused:
                self.outcome.rejected += 1
                self.outcome.faults.append(Fault(row.row, kept_cells(row.cells), [refused.why]))
        return self.outcome

    def _take(self, taken: Taken) -> None:
        person = self._person_of(taken)
        if person is None:
            self._create(taken)
        elif person.row is None:
            self._update(person, taken)
        elif taken.asset is None:
            self._duplicate(taken, person.row)
        else:
            # One line for each of a customer's assets; what it says of the customer was said by the first, except for
            # consent: each line may tell of another day.
            self._take_further(person, taken)

    def _person_of(self, taken: Taken) -> Person | None:
        number = taken.values.get("number")
        if number:
            return self._by_number.get(number)
        holders = self._by_mobile.get(taken.values["mobile"], ())
        if len(holders) > 1:
            raise _RowRefused(reason("several_customers", self._columns.get("mobile"), count=len(holders)))
        return holders[0] if holders else None

    def _create(self, taken: Taken) -> None:
        person = new_person(taken, flag=self._order.customer_flag)
        self._check(person.record, taken)
        if taken.asset is not None:
            self._take_asset(person, taken)
        if person.record["number"]:
            self._by_number[person.record["number"]] = person
        self._hold(person, person.record["mobile"])
        self.outcome.new.append(person)
        self.outcome.given.append(person)
        self._note_said(person, taken)
        self.outcome.created += 1

    def _update(self, person: Person, taken: Taken) -> None:
        changes = changes_of(person.record, taken)
        self._check(person.record | changes, taken)
        asset_changed = taken.asset is not None and self._take_asset(person, taken) != "same"
        if changes:
            if "mobile" in changes:
                person.moved = True
                self._let_go(person, person.record["mobile"])
                self._hold(person, changes["mobile"])
            person.record = person.record | changes
            person.changed = True
            self.outcome.changed.append(person)
        person.row, person.given = taken.row, taken
        self.outcome.given.append(person)
        self._note_said(person, taken)
        if changes or asset_changed:
            self.outcome.updated += 1
        else:
            self.outcome.unchanged += 1

    def _check(self, record: dict[str, Any], taken: Taken) -> None:
        if not is_named(record):
            target = "company_name" if record["kind"] == "company" else "name"
            raise _RowRefused(reason("name_missing", self._columns.get(target)))
        self._check_consents(record["mobile"], taken)

    def _check_consents(self, mobile: str | None, taken: Taken) -> None:
        if taken.consents and not mobile:
            raise _RowRefused(reason("consent_needs_mobile", self._columns.get("mobile")))

    def _note_said(self, person: Person, taken: Taken) -> None:
        if taken.consents:
            self.outcome.said.append((person, taken))

    def _take_further(self, person: Person, taken: Taken) -> None:
        # Of one whom an earlier chunk of a dry run would have made, only the key is known.
        mobile = taken.values.get("mobile") or person.record.get("mobile", "unknown")
        self._check_consents(mobile, taken)
        self._check_same_person(person, taken)
        match self._take_asset(person, taken):
            case "duplicate":
                return
            case "same":
                self.outcome.unchanged += 1
            case _:
                self.outcome.updated += 1
        self._note_said(person, taken)

    def _check_same_person(self, person: Person, taken: Taken) -> None:
        """A line for another vehicle that names somebody else: one of the two customer numbers is a mistake, and what
        it says of the person would be lost without a word.
        """
        for target in ("name", "company_name", "mobile"):
            said, known = taken.values.get(target), person.record.get(target)
            if said and known and said != known:
                raise _RowRefused(reason("other_person", self._columns.get(target), row=person.row))

    def _take_asset(self, person: Person, taken: Taken) -> str:
        """What became of the row's asset: new, changed, same, or duplicate, which is counted here."""
        if taken.asset is None:
            return "same"
        key, value = asset_key(taken.asset)
        found = [one for one in person.assets if one.record[key] == value]
        if len(found) > 1:
            raise _RowRefused(reason("several_assets", self._columns.get(f"asset_{key}"), count=len(found)))
        earlier = found[0].row if found else None
        if earlier is None and not found and self._order.dry_run:
            earlier = next(iter(self._new_assets.get(new_asset_key(taken), ())), None)
        if earlier is not None:
            # Only a person whom an earlier row gave can have an asset that one gave.
            self._duplicate(taken, earlier)
            return "duplicate"
        asset = found[0] if found else _new_asset(taken, self._order)
        if found:
            _change_asset(asset, taken)
        else:
            person.assets.append(asset)
        asset.row = taken.row
        self.outcome.assets.append((person, asset, taken))
        if not found:
            return "new"
        return "changed" if asset.changed or asset.dues_changed else "same"

    def _duplicate(self, taken: Taken, earlier: int) -> None:
        self.outcome.duplicates += 1
        self.outcome.faults.append(
            Fault(taken.row, kept_cells(taken.cells), [reason("duplicate", row=earlier)], is_duplicate=True)
        )

    def _hold(self, person: Person, mobile: str | None) -> None:
        if mobile:
            self._by_mobile.setdefault(mobile, []).append(person)

    def _let_go(self, person: Person, mobile: str | None) -> None:
        if mobile in self._by_mobile:
            self._by_mobile[mobile] = [one for one in self._by_mobile[mobile] if one is not person]


def _new_asset(taken: Taken, order: Order) -> OwnAsset:
    if taken.asset is None:
        raise ValueError(f"row {taken.row} has no asset")
    blank: dict[str, Any] = {"label": "", "number": "", "notes": "", "sms_flag": order.asset_flag}
    record = blank | taken.asset.values
    record["label"] = record["label"] or record["number"]
    record["attributes"] = merged_attributes({}, taken.asset.attributes)
    dues = {kind: day for kind, day in taken.asset.dues.items() if day}
    return OwnAsset(record, dues=dues, changed=True, dues_changed=bool(dues))


def _change_asset(asset: OwnAsset, taken: Taken) -> None:
    if taken.asset is None:
        return
    merged = asset.record | taken.asset.values
    merged["attributes"] = merged_attributes(asset.record["attributes"], taken.asset.attributes)
    dues = {kind: day for kind, day in (asset.dues | taken.asset.dues).items() if day}
    asset.changed, asset.dues_changed = merged != asset.record, dues != asset.dues
    asset.record, asset.dues = merged, dues
