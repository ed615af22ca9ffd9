"""Spreadsheets of made-up customers, the same people for the same number."""

import csv
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from customers.demo.names import FAMILY_NAMES, GIVEN_NAMES

_HEADER = [
    "顧客番号",
    "氏名",
    "フリガナ",
    "携帯電話",
    "固定電話",
    "郵便番号",
    "住所",
    "メールアドレス",
    "備考",
]


def people(n: int) -> Iterator[list[str]]:
    """Rows below the header."""
    for index in range(n):
        family = FAMILY_NAMES[index * 7 % len(FAMILY_NAMES)]
        given = GIVEN_NAMES[index * 11 % len(GIVEN_NAMES)]
        yield [
            f"C{index:07}",
            f"{family[0]} {given[0]}",
            f"{family[1]} {given[1]}",
            f"090-{1000 + index // 10000:04}-{index % 10000:04}",
            f"03-{3000 + index % 5000}-{index % 10000:04}" if index % 3 == 0 else "",
            f"{100 + index % 800}-{index % 10000:04}",
            f"東京都千代田区丸の内{index % 9 + 1}-{index % 20 + 1}-{index % 30 + 1}",
            f"customer{index}@example.jp",
            "" if index % 10 else "車検 3月",
        ]


def write_csv(path: Path, n: int) -> None:
    with path.open("w", encoding="cp932", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        writer.writerows(people(n))


def write_workbook(path: Path, n: int) -> None:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("顧客")
        sheet.write_row(0, 0, _HEADER)
        for row, cells in enumerate(people(n), 1):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
