"""What each column of a file is, and how the file is to be taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from customers.import_words import fault_words
from customers.intake.targets import REASONS_COLUMN, Target, is_of_asset
from customers.models import AssetKind, ConsentSource, Import, StaticList
from customers.sheets.layout import column_letters

NOT_IMPORTED = ""
# What can be said of many people at once; the others are noted where they happen.
DECLARABLE = frozenset(
    {
        ConsentSource.COUNTER,
        ConsentSource.PAPER,
        ConsentSource.WEB_FORM,
        ConsentSource.CALL,
        ConsentSource.IMPORT,
    }
)
# Options that have another name as fields.
_FIELDS = {"list": "on_list", "empty_clears": "empty_cells"}
# Of each column, so many values are shown, and of each so many characters.
_SAMPLES, _LONGEST_SAMPLE = 3, 60


class Fault(Protocol):
    """What is wrong with a mapping: `column` by position or `option` by name, or neither."""

    @property
    def code(self) -> str: ...
    @property
    def column(self) -> int | None: ...
    @property
    def option(self) -> str: ...
    @property
    def params(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file beside its field.

    was_guessed: nobody has confirmed what is chosen; was_remembered: it was chosen for an earlier file; is_ours: we
    added it to a file of refused rows.
    """

    letter: str
    name: str
    samples: list[str]
    field: BoundField
    was_guessed: bool
    was_remembered: bool
    is_ours: bool


class MappingForm(forms.Form):
    """`mapping` and `options` as choose_mapping takes them, once it is valid."""

    asset_kind = forms.TypedChoiceField(
        label=_("What the columns of vehicles, contracts and the like are about"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    empty_cells = forms.ChoiceField(
        label=_("Empty cells"),
        choices=[
            ("leave", _("leave what the customer's record has")),
            ("clear", _("empty the field of the record too")),
        ],
        widget=forms.RadioSelect,
        initial="leave",
        required=False,
    )
    on_list = forms.TypedChoiceField(
        label=_("Put everybody in this file on a list"), coerce=int, empty_value=None, required=False
    )
    consent_source = forms.ChoiceField(label=_("How consent was given"), required=False)
    consent_date = forms.DateField(
        label=_("When consent was given"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        spreadsheet: Import,
        offered: Sequence[Target],
        kinds: Sequence[AssetKind],
        lists: Iterable[StaticList],
        remembered: Mapping[str, str],
    ) -> None:
        chosen, options = spreadsheet.mapping, spreadsheet.options
        initial = {_name(position): key for position, key in chosen.items()}
        initial |= {_FIELDS.get(name, name): value for name, value in options.items()}
        initial["empty_cells"] = "clear" if options.get("empty_clears") else "leave"
        super().__init__(data, initial=initial)
        self._spreadsheet = spreadsheet
        self._remembered = remembered
        self._kinds = {target.key: target.asset_kind for target in offered if target.asset_kind}
        headers: Sequence[str] = spreadsheet.layout["headers"]
        choices = _grouped(offered)
        for position, header in enumerate(headers):
            field = forms.ChoiceField(
                label=header or column_letters(position), choices=choices, required=False
            )
            self.fields[_name(position)] = field
        self._only_kind = kinds[0].pk if len(kinds) == 1 else None
        self._choices("asset_kind", _("as the columns say"), [(kind.pk, kind.name) for kind in kinds])
        self._choices("on_list", _("on no list"), [(one.pk, one.name) for one in lists])
        sources = [(source.value, source.label) for source in ConsentSource if source in DECLARABLE]
        self._choices("consent_source", _("a column says it"), sources)

    @property
    def columns(self) -> list[Column]:
        """In the file's order, with the first values of each."""
        sample = [row["cells"] for row in self._spreadsheet.layout.get("sample", ())]
        guessed = self._spreadsheet.mapping if not self.is_bound else {}
        return [
            Column(
                letter=column_letters(position),
                name=header,
                samples=[_shown(cells, position) for cells in sample[:_SAMPLES]],
                field=self[_name(position)],
                was_guessed=bool(guessed.get(str(position))) and header not in self._remembered,
                was_remembered=not self.is_bound and header in self._remembered,
                is_ours=header == REASONS_COLUMN,
            )
            for position, header in enumerate(self._spreadsheet.layout["headers"])
        ]

    @property
    def chosen_columns(self) -> int:
        """How many columns will be imported, as the form stands."""
        return sum(bool(column.field.value()) for column in self.columns)

    @property
    def mapping(self) -> dict[str, str]:
        """{position as text: target's key}, without the columns that are not imported."""
        positions = range(len(self._spreadsheet.layout["headers"]))
        chosen = {str(position): self.cleaned_data.get(_name(position), "") for position in positions}
        return {position: key for position, key in chosen.items() if key != NOT_IMPORTED}

    @property
    def options(self) -> dict[str, Any]:
        given = self.cleaned_data
        day = given.get("consent_date")
        options = {
            "asset_kind": self._asset_kind(),
            "list": given.get("on_list"),
            "consent_source": given.get("consent_source"),
            "consent_date": day.isoformat() if day else None,
        }
        chosen: dict[str, Any] = {name: value for name, value in options.items() if value}
        return chosen | {"empty_clears": given.get("empty_cells") == "clear"}

    def show_faults(self, faults: Iterable[Fault]) -> None:
        """Each beside its field; above the form what concerns it as a whole."""
        for fault in faults:
            name = _FIELDS.get(fault.option, fault.option) if fault.column is None else _name(fault.column)
            self.add_error(name if name in self.fields else None, fault_words(fault.code, fault.params))

    def _choices(self, name: str, none: object, choices: Sequence[Any]) -> None:
        """Behind the word for none of them; a field that would have no other goes."""
        if choices:
            self.fields[name].choices = [("", none), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def _asset_kind(self) -> int | None:
        """As chosen; else what the chosen columns say, or the only one that the store has."""
        given: int | None = self.cleaned_data.get("asset_kind")
        chosen = [key for key in self.mapping.values() if is_of_asset(key)]
        if given or not chosen:
            return given
        named = {self._kinds[key] for key in chosen if key in self._kinds}
        return named.pop() if len(named) == 1 else self._only_kind


def _name(position: int | str) -> str:
    return f"column-{position}"


def _shown(cells: Sequence[str], position: int) -> str:
    cell = cells[position] if position < len(cells) else ""
    return cell if len(cell) <= _LONGEST_SAMPLE else cell[:_LONGEST_SAMPLE] + "…"


def _grouped(offered: Sequence[Target]) -> list[Any]:
    groups = groupby(offered, key=lambda target: str(target.group))
    none = (NOT_IMPORTED, _("– do not import –"))
    return [none, *((group, [(one.key, one.label) for one in targets]) for group, targets in groups)]
