"""What a person is told about a file, a mapping or a row that could not be used."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from customers.phone import Refusal
from customers.phone_words import REFUSAL_WORDS
from customers.sheets.layout import SheetRefused

# The whole file: nothing of it was taken in.
_FILES: dict[str, str | Promise] = {
    "empty_file": _("There is nothing in this file."),
    "not_spreadsheet": _("This is not a spreadsheet. CSV and Excel files (.xlsx) can be imported."),
    "old_excel": _("This is an old Excel file (.xls). Please save it as .xlsx or CSV, and upload that."),
    "encrypted": _("This workbook is protected by a password. Please save it without one, and upload that."),
    "unreadable": _("This file is damaged and cannot be read. Please save it anew, and upload that."),
    "zip_bomb": _("This file would unpack to far more than a list of customers can be. It was not opened."),
    "too_heavy": _("Reading this file took too much memory or time. Please divide it, or save it as CSV."),
    "no_header": _("No names of columns were found in the first %(most)s lines."),
    "no_rows": _("There are names of columns, but no rows below them."),
    "same_name": _(
        "Two columns have the same name: “%(name)s” (%(first)s and %(second)s). Please rename one of them."
    ),
    "too_many_columns": _("There are too many columns. Up to %(most)s can be read."),
    "too_many_rows": _("There are more than %(most)s rows. Please divide the file."),
    "merged_header": _(
        "Cells in the line with the names of the columns (line %(row)s) are merged: %(cells)s. Please unmerge them."
    ),
    "nul_bytes": _(
        "There are characters in line %(line)s that no text has (NUL). Please save the file anew as CSV."
    ),
    "open_quote": _(
        'A quotation mark (") in line %(line)s is opened, but not closed where its cell ends. Please correct that line.'
    ),
    "row_too_long": _(
        "The row that begins in line %(line)s is longer than %(most)s characters. "
        "Please save the file anew, with a line for each row."
    ),
    "too_many_cells_in_row": _(
        "There are more than %(most)s cells in line %(line)s. Please delete the empty columns behind the last one."
    ),
    "given_up": _(
        "The import was begun several times and did not get on. What was taken in until then stays. Please divide the "
        "file, or save it as CSV."
    ),
    "unknown_encoding": _("The characters of this file cannot be read. Please save it as CSV UTF-8."),
    "header_is_data": _(
        "There is a phone number in the first line (%(cell)s). Please put the names of the columns above it."
    ),
    "unexpected": _(
        "Something went wrong on our side. What was taken in until then stays; please try again."
    ),
    "file_gone": _("The file is not kept any more. Please upload it again."),
}
# The mapping of columns.
_MAPPINGS: dict[str, str | Promise] = {
    "no_key_column": _(
        "Choose the column with the customer number or the mobile number: customers are told apart by it."
    ),
    "no_such_column": _("There is no such column."),
    "no_such_target": _("This choice does not exist any more."),
    "target_twice": _("“%(target)s” is chosen for two columns."),
    "asset_kind_missing": _("Choose which kind of vehicle, contract and the like the file holds."),
    "other_kind": _("This belongs to another kind than the one that is chosen."),
    "asset_unnamed_column": _(
        "Choose the column with its name, or with its registration or contract number."
    ),
    "no_such_list": _("This list does not exist any more. Please choose another."),
    "unknown_source": _(
        "This is no known way of giving consent: at the counter, paper, web form, telephone call."
    ),
    "consent_without_source": _(
        "Consent needs to be known how it was given: a column for it, or one answer for all."
    ),
    "consent_without_date": _("Consent needs its date: a column for it, or one date for all."),
    "future_date": _("This day has not come yet."),
}
# A row.
_ROWS: dict[str, str | Promise] = {
    "no_key": _("There is neither a customer number nor a mobile number."),
    "too_many_cells": _("There are more cells than columns. A comma too many may have shifted them."),
    "cell_error": _("The spreadsheet shows an error here: %(shown)s"),
    "formula_without_value": _(
        "There is a formula without a value here. Please put the value itself into the cell."
    ),
    "undecodable": _("There are characters here that could not be read."),
    "bad_character": _("There are characters here that no text has."),
    "too_long": _("This is longer than %(most)s characters."),
    "not_an_email": _("This is no complete e-mail address."),
    "not_a_date": _("This is no date. Please write it like 2026-01-31."),
    "not_a_number": _("This is no number."),
    "too_many_digits": _("This number has more than %(most)s digits."),
    "not_a_choice": _("This is none of the choices: %(choices)s"),
    "not_yes_or_no": _("Please write yes or no (1 or 0)."),
    "unknown_kind": _("Please write person or company."),
    "unknown_language": _("Please write Japanese or English."),
    "unknown_staff": _("Nobody of the store has this name or e-mail address."),
    "several_staff": _("Several people of the store have this name. Please write the e-mail address."),
    "asset_unnamed": _("Its name, or its registration or contract number, is missing."),
    "several_customers": _(
        "This mobile number belongs to %(count)s customers. Please add the customer number, to tell whose row it is."
    ),
    "several_assets": _("The customer has %(count)s of this name or number. Please correct that first."),
    "name_missing": _("This would be a new customer, and the name is missing."),
    "consent_needs_mobile": _("Consent belongs to a mobile number, and there is none."),
    "other_person": _(
        "Row %(row)s names another person with the same customer number. Please correct one of the two."
    ),
    "duplicate": _("The same customer stands in row %(row)s, which was taken."),
}
_WORDS = {**_FILES, **_MAPPINGS, **_ROWS}
_PHONE = "phone_"


def fault_words(code: str, params: Mapping[str, Any]) -> str:
    """A sentence in the language that is active, for a code of a file, a mapping or a row."""
    if code.startswith(_PHONE):
        return str(REFUSAL_WORDS[Refusal(code.removeprefix(_PHONE))])
    words = _WORDS.get(code)
    if words is None:
        return gettext("This row could not be read (%(code)s).") % {"code": code}
    shown = {name: f"{value:,}" if _is_count(name, value) else value for name, value in params.items()}
    return str(words) % shown if shown else str(words)


def refusal_words(refused: SheetRefused) -> str:
    return fault_words(refused.code, refused.params)


def _is_count(name: str, value: Any) -> bool:
    return name in {"most", "count"} and isinstance(value, int)
