"""A shop's own file from the upload to the last corrected row, in Chromium, taken in by a real worker."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.chromium import chromium, strict_page
from tests.stack import Stack
from tests.test_main_job import check_page, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("stack")]

HEAD = ["お客様番号", "お名前", "フリガナ", "携帯", "ひとこと", "担当"]
GOOD, BAD = 240, 60
PREFIX = "取込"
REASONS = "取り込めなかった理由"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def written(folder: Path) -> Path:
    """A file as a shop's old system writes it: Shift_JIS, a title and an empty line on top, and dirt."""
    rows = [
        [f"{PREFIX}-{n:04}", f"髙橋　{n}郎", "ﾀｶﾊｼ", f"０９０-{1000 + n}-{5000 + n}", "=SUM(A1)", ""]
        for n in range(GOOD)
    ]
    rows[20][3] = "+8180" + "12345678"
    rows += [[f"{PREFIX}-9{n:03}", f"市外局番{n}", "", f"03-1234-{5000 + n}", "", ""] for n in range(BAD - 2)]
    rows += [["", "番号なし", "", "", "", ""], [f"{PREFIX}-9999", "担当不明", "", "", "", "誰か"]]
    rows.append(rows[0])
    path = folder / f"顧客 {PREFIX}.csv"
    with path.open("w", encoding="cp932", newline="") as file:
        csv.writer(file).writerows([["顧客台帳（2026年）"], [], HEAD, *rows])
    return path


def figures(page: Page) -> list[int]:
    """New, changed, the same, repeated, refused, all."""
    shown = page.locator(".totals-table td").all_text_contents()
    return [int("".join(filter(str.isdigit, cell))) for cell in shown]


def step(page: Page, name: str) -> Locator:
    return page.locator(f"button[name=step][value={name}]")


def test_a_file_is_mapped_checked_watched_imported_corrected_and_uploaded_again_until_all_is_in(
    stack: Stack, browser: Browser, tmp_path: Path
) -> None:
    stack.start("web")
    with strict_page(browser) as page:

        def look(name: str) -> None:
            """At both widths; the pictures stay in pytest's folder for people to look at."""
            for width in (390, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                check_page(page, f"{name} {width}", width=width, language="ja")
                page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)

        sign_in(page, stack, "manager@sakura-auto.example")
        page.goto(f"{stack.web}/stores/sakura-auto/imports/")
        look("1-list-before")
        page.locator("a[href$='/imports/new/']").first.click()
        look("2-upload")
        page.locator("input[type=file]").set_input_files(written(tmp_path))
        page.locator("form[data-upload] button[type=submit]").click()

        page.wait_for_url("**/columns/")
        chosen = [page.locator(f"#id_column-{n}").input_value() for n in range(len(HEAD))]
        assert chosen == ["number", "name", "kana", "mobile", "", "staff"]
        # Said beside the select while it is chosen, and gone when it is put right.
        page.locator("#id_column-4").select_option("name")
        expect(page.locator("#id_column-4_error .field-error")).to_be_visible()
        look("3-columns-refused")
        page.locator("#id_column-4").select_option("notes")
        expect(page.locator("#id_column-4_error .field-error")).to_have_count(0)
        look("4-columns")
        step(page, "check").click()

        # No worker yet: it waits, and can be left and found again.
        expect(page.locator("progress")).to_have_attribute("value", "0")
        page.goto(f"{stack.web}/stores/sakura-auto/imports/")
        page.locator("main tbody a").first.click()
        look("5-waiting")
        page.evaluate("window.notReloaded = true")
        stack.start("worker-upkeep")
        expect(page.locator(".totals-table")).to_be_visible(timeout=60_000)
        assert page.evaluate("window.notReloaded") is True
        assert figures(page) == [GOOD, 0, 0, 1, BAD, GOOD + BAD + 1]
        look("6-checked")

        page.locator("form[action$='/start/'] button").click()
        expect(page.locator("a[href$='/customers/'].btn")).to_be_visible(timeout=60_000)
        assert figures(page) == [GOOD, 0, 0, 1, BAD, GOOD + BAD + 1]
        look("7-imported")
        with page.expect_download() as download:
            page.locator("a[href$='rejected.csv']").click()
        refused = tmp_path / "refused.csv"
        download.value.save_as(refused)

        corrected = corrected_file(refused)
        page.goto(f"{stack.web}/stores/sakura-auto/imports/new/")
        page.locator("input[type=file]").set_input_files(corrected)
        page.locator("form[data-upload] button[type=submit]").click()
        page.wait_for_url("**/columns/")
        # Remembered, and the column of reasons is passed over.
        again = [page.locator(f"#id_column-{n}").input_value() for n in range(len(HEAD) + 1)]
        assert again == ["number", "name", "kana", "mobile", "notes", "staff", ""]
        look("8-columns-again")
        step(page, "import").click()
        expect(page.locator("a[href$='/customers/'].btn")).to_be_visible(timeout=60_000)
        assert figures(page) == [BAD, 0, 0, 0, 0, BAD]
        look("9-all-in")
        page.goto(f"{stack.web}/stores/sakura-auto/imports/")
        look("10-list-after")
    assert stack.rows(
        "SELECT count(*), count(mobile), count(*) FILTER (WHERE notes = '=SUM(A1)') FROM customers_customer "
        "WHERE number LIKE %s",
        f"{PREFIX}-%",
    ) == [(GOOD + BAD, GOOD + BAD - 2, GOOD)]


def corrected_file(path: Path) -> Path:
    """What somebody at a desk makes of the refused rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == [*HEAD, REASONS]
    assert len(rows) == BAD
    for number, row in enumerate(rows):
        assert row[-1]
        row[0] = row[0] or f"{PREFIX}-0900"
        row[3] = f"'+81 70 {2000 + number} 0000" if row[3] else ""
        row[5] = ""
    corrected = path.with_name(f"直した {PREFIX}.csv")
    with corrected.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return corrected
