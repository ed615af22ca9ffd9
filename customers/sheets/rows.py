"""A spreadsheet's layout and rows, whatever it is written in."""

from collections.abc import Iterator
from pathlib import Path

from customers.sheets.csv_file import csv_layout, csv_rows
from customers.sheets.kind import kind_of
from customers.sheets.layout import AS_FOUND, Layout, Reading, SheetRow
from customers.sheets.xlsx_file import xlsx_layout, xlsx_rows


def read_layout(path: Path, reading: Reading = AS_FOUND) -> Layout:
    """By what is in the file, and what a person has said about it; reads all of it once. Raises SheetRefused."""
    return xlsx_layout(path, reading) if kind_of(path) == "xlsx" else csv_layout(path, reading)


def read_rows(path: Path, layout: Layout) -> Iterator[SheetRow]:
    """The data rows, one after another; memory does not grow with the file. Raises SheetRefused."""
    return xlsx_rows(path, layout) if layout.format == "xlsx" else csv_rows(path, layout)
