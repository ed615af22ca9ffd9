"""What a file is, and each way in which it cannot be one of customers: a clear sentence, and nothing is half done."""

import io
import zipfile
from collections.abc import Callable
from operator import methodcaller
from pathlib import Path

import pytest
import xlsxwriter
from django.utils.translation import override

from customers.domain.imports.lease import FIRST_LEASE_SECONDS, LEASE_SECONDS
from customers.import_words import refusal_words
from customers.sheets import xlsx_file
from customers.sheets.layout import Layout, Reading, SheetRefused, SheetRow
from customers.sheets.rows import read_layout, read_rows
from customers.sheets.xlsx_child import cells_without_value
from tests.customers.imports.taking import csv_of, xlsx_of

Keep = Callable[[bytes], Path]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
HEADER = ["氏名", "携帯電話"]
ROW = ["佐藤", "090-1234-5678"]


@pytest.fixture
def kept(tmp_path: Path) -> Keep:
    def keep(content: bytes) -> Path:
        path = tmp_path / "given"
        path.write_bytes(content)
        return path

    return keep


def refusal(path: Path) -> str:
    with pytest.raises(SheetRefused) as refused:
        read_layout(path)
    with override("en"):
        return refusal_words(refused.value)


@pytest.mark.parametrize(
    ("content", "encoding", "delimiter"),
    [
        (csv_of(HEADER, ROW), "utf-8", ","),
        (csv_of(HEADER, ROW, encoding="utf-8-sig"), "utf-8-sig", ","),
        (csv_of(HEADER, ROW, encoding="cp932"), "cp932", ","),
        (csv_of(HEADER, ROW, encoding="cp932").replace(b",", b"\t"), "cp932", "\t"),
        (csv_of(HEADER, ROW).replace(b",", b";"), "utf-8", ";"),
        (csv_of(HEADER, ROW, encoding="utf-16").replace(b",", b"\t"), "utf-16", "\t"),
        (csv_of(["name", "mobile"], ["Sato", "09012345678"]), "utf-8", ","),
    ],
)
def test_encoding_and_delimiter_are_found_out(
    kept: Keep, content: bytes, encoding: str, delimiter: str
) -> None:
    layout = read_layout(kept(content))
    assert (layout.encoding, layout.delimiter) == (encoding, delimiter)
    assert (layout.header_row, layout.rows, len(layout.headers)) == (1, 1, 2)
    assert not layout.doubtful


def test_a_utf_8_file_with_one_broken_character_is_no_cp932_file(kept: Keep) -> None:
    content = csv_of(HEADER, *[ROW] * 50) + "佐藤".encode()[:-1] + b",09012345678\n"
    layout = read_layout(kept(content))
    assert (layout.encoding, layout.rows, layout.doubtful) == ("utf-8", 51, True)


@pytest.mark.parametrize("make", [csv_of, xlsx_of])
def test_the_header_is_found_below_twenty_empty_lines_and_a_title(
    kept: Keep, make: Callable[..., bytes]
) -> None:
    path = kept(make(*[["", ""]] * 18, ["顧客名簿", ""], ["", ""], HEADER, ["", ""], ROW))
    layout = read_layout(path)
    assert (layout.header_row, layout.headers, layout.rows) == (21, HEADER, 1)
    assert list(read_rows(path, layout)) == [SheetRow(23, ROW)]
    assert layout.sample == [{"row": 23, "cells": ROW}]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(kept: Keep) -> None:
    path = kept(csv_of(HEADER, ["two\r\nlines", "1"], ["", ""], ["next", "2"]))
    assert [row.row for row in read_rows(path, read_layout(path))] == [2, 4]


def test_cells_of_a_workbook_are_read_as_people_see_them(kept: Keep) -> None:
    path = kept(xlsx_of(HEADER, ["佐藤", 9012345678], [True, 1.5], ["a\nb", "=A1"]))
    layout = read_layout(path)
    assert (layout.format, layout.sheet, layout.sheets, layout.rows) == ("xlsx", "顧客", ["顧客"], 3)
    assert [row.cells for row in read_rows(path, layout)] == [
        ["佐藤", "9012345678"],
        ["TRUE", "1.5"],
        ["a\nb", "\0"],
    ]


def test_a_person_may_say_how_the_file_is_written(kept: Keep) -> None:
    path = kept(csv_of(["Liste", "2026"], HEADER, ROW))
    found = read_layout(path, Reading(encoding="utf-8", delimiter=",", header_row=2))
    assert (found.header_row, found.headers, found.rows) == (2, HEADER, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is nothing in this file."),
        (b"\xef\xbb\xbf\r\n\r\n", "There is nothing in this file."),
        (b"%PDF-1.7\n1 0 obj", "This is not a spreadsheet."),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "This is not a spreadsheet."),
        (b"<html><body><table><tr><td>090", "This is not a spreadsheet."),
        (bytes(range(256)) * 4, "This is not a spreadsheet."),
        (OLE, "This is an old Excel file (.xls)."),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "This workbook is protected by a password."),
        (b"PK\x03\x04" + b"x" * 200, "This file is damaged and cannot be read."),
        (csv_of(HEADER), "There are names of columns, but no rows below them."),
        (csv_of(["氏名", "携帯", "氏名"], ["a", "b", "c"]), "Two columns have the same name: “氏名” (A and C)."),
        (csv_of(HEADER, ROW) + b"\0,1\n", "There are characters in line 3 that no text has (NUL)."),
        (
            csv_of(HEADER, ["two\nlines", "1"]) + '"佐藤,2\r\n鈴木,3\r\n'.encode(),
            'A quotation mark (") in line 4 is opened, but not closed',
        ),
        (
            csv_of(HEADER) + '佐藤,"2\r\n"鈴木",3\r\n'.encode(),
            'A quotation mark (") in line 2 is opened, but not closed',
        ),
        (csv_of([f"column {n}" for n in range(301)], ["1"] * 301), "There are too many columns. Up to 300"),
        (b"\n" * 25 + b"a,b\n1,2\n", "No names of columns were found in the first 20 lines."),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_sentence(kept: Keep, content: bytes, sentence: str) -> None:
    assert refusal(kept(content)).startswith(sentence)


def test_a_million_and_one_rows_are_refused(kept: Keep) -> None:
    path = kept(b"number,name\n" + b"1,a\n" * 1_000_001)
    assert refusal(path) == "There are more than 1,000,000 rows. Please divide the file."


def test_an_endless_row_is_refused_before_it_is_held(kept: Keep) -> None:
    header = csv_of(HEADER, ROW)
    word = "The row that begins in line 3 is longer than 1,000,000 characters."
    assert refusal(kept(header + b"," * 1_000_001)).startswith(word)
    # Of many lines, none of them long: cells of quoted text with line breaks.
    cell = b'"' + b"x\n" * 40_000 + b'",'
    assert refusal(kept(header + cell * 13 + b"\n")).startswith(word)
    assert refusal(kept(b"," * 1_000_001)).startswith("The row that begins in line 1 is longer")


def test_more_cells_than_a_spreadsheet_has_columns_are_refused(kept: Keep) -> None:
    path = kept(csv_of(HEADER, ROW) + b"," * 16_384 + b"\n")
    assert refusal(path).startswith("There are more than 16,384 cells in line 3.")
    assert read_layout(kept(csv_of(HEADER, ROW) + b"," * 16_383 + b"\n")).rows == 1


def padded(content: bytes, sheet: Callable[[bytes], bytes]) -> bytes:
    """The workbook with another text of its sheet."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            text = given.read(name)
            made.writestr(name, sheet(text) if name.endswith("sheet1.xml") else text)
    return out.getvalue()


def test_formulas_are_found_on_either_side_of_padding(kept: Keep) -> None:
    book = xlsx_of(HEADER, ["=A1", "1"], ["=B1", "2"])
    for end in (b"</row>", b"</c>"):
        path = kept(padded(book, methodcaller("replace", end, end + b" " * 3_000_000)))
        assert cells_without_value(path, "顧客") == {2: {0: ""}, 3: {0: ""}}


def test_a_cell_without_an_end_is_refused(kept: Keep) -> None:
    book = padded(xlsx_of(HEADER, ROW), lambda text: text.replace(b"<c ", b"<c " + b" " * 3_000_000, 1))
    with pytest.raises(SheetRefused, match="unreadable"):
        cells_without_value(kept(book), "顧客")


def test_a_workbook_that_gives_no_row_in_time_is_refused(kept: Keep, monkeypatch: pytest.MonkeyPatch) -> None:
    path = kept(xlsx_of(HEADER, ROW))
    layout = read_layout(path)
    monkeypatch.setattr(xlsx_file, "FIRST_ROW_SECONDS", 0.0)
    with pytest.raises(SheetRefused, match="too_heavy"):
        list(read_rows(path, layout))


def test_a_workbook_is_waited_for_less_long_than_an_import_is_leased() -> None:
    assert xlsx_file.FIRST_ROW_SECONDS < FIRST_LEASE_SECONDS
    assert xlsx_file.NEXT_ROW_SECONDS < LEASE_SECONDS


def test_merged_cells_in_the_header_are_named(kept: Keep) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        sheet = workbook.add_worksheet()
        sheet.merge_range("A1:D1", "顧客名簿")
        sheet.write_row("A2", ["氏名", "携帯"])
        sheet.merge_range("C2:D2", "住所")
        sheet.write_row("A3", ROW)
    assert refusal(kept(out.getvalue())) == (
        "Cells in the line with the names of the columns (line 2) are merged: C2:D2. Please unmerge them."
    )


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_another_kind_of_zip_is_no_spreadsheet(kept: Keep) -> None:
    path = kept(zipped(word__document=b"<xml/>"))
    assert refusal(path).startswith("This is not a spreadsheet.")


def test_a_file_that_would_unpack_without_end_is_not_opened(kept: Keep) -> None:
    bomb = zipped(**{"xl__workbook.xml": b"<x/>", "xl__worksheets__sheet1.xml": bytes(200 << 20)})
    assert len(bomb) < 1_000_000
    assert refusal(kept(bomb)).startswith("This file would unpack to far more")


def test_a_workbook_that_asks_for_all_memory_ends_its_reader_only(kept: Keep) -> None:
    """Two cells, one in each far corner: the reader wants room for all between them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row("A1", HEADER)
        sheet.write_row("A2", ROW)
        sheet.write("XFD1048576", "far away")
    assert refusal(kept(out.getvalue())).startswith("Reading this file took too much memory or time.")


def test_a_layout_comes_back_from_json_as_it_was(kept: Keep) -> None:
    layout = read_layout(kept(csv_of(HEADER, ROW)))
    assert Layout(**layout.as_json()) == layout
