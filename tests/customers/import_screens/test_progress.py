"""An import from the queue to its end, as the pages tell of it; the check before; the rows that were refused."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.tenancy.scope import store_scope
from customers.domain.imports.cancel import cancel_import
from customers.domain.imports.run import run_import
from customers.domain.imports.start import start_import
from customers.models import Customer, Import, ImportFault, StaticList, StaticListEntry
from tests.customers.import_screens.conftest import HANAKO, HEAD, IMPORTS, TARO, Receive, upload
from tests.shops import Shops

pytestmark = pytest.mark.usefixtures("in_sakura")

# One of each: new, without a number, one that repeats, a formula beside a telephone that is none.
DIRTY = HEAD + TARO + HANAKO + "A-3,=1+1,03-1234-5678\n" + TARO + ",無名,\n"
HEAD_AGAIN = ["顧客番号", "氏名", "携帯電話", "取り込めなかった理由"]


def page_of(made: Import) -> str:
    return f"{IMPORTS}{made.pk}/"


def run(shops: Shops, made: Import, *, dry_run: bool = False) -> Import:
    start_import(actor=shops.sakura_manager, spreadsheet=made, dry_run=dry_run)
    run_import(made.pk)
    made.refresh_from_db()
    return made


def totals(answer: Any) -> list[int]:
    return [total.rows for total in answer.context["totals"]]


def sheet(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_while_it_is_under_way_the_page_asks_every_two_seconds_and_hears_only_what_is_new(
    shops: Shops, manager: Client, receive: Receive
) -> None:
    made = receive(DIRTY)
    start_import(actor=shops.sakura_manager, spreadsheet=made, dry_run=False)
    answer = manager.get(page_of(made))
    assert (
        f'hx-get="{page_of(made)}?seen=queued%2C0%2C0.000" hx-trigger="every 2s"' in answer.content.decode()
    )
    live = {"HX-Request": "true"}
    seen = answer.context["mark"]
    assert manager.get(f"{page_of(made)}?seen={seen}", headers=live).status_code == 204
    Import.objects.filter(pk=made.pk).update(status="running", rows=3, created=2, progress=0.6)
    part = manager.get(f"{page_of(made)}?seen={seen}", headers=live)
    words = part.content.decode()
    assert '<progress value="60" max="100"' in words
    assert ("3 rows" in words, "2 new" in words, "<html" in words) == (True, True, False)


def test_a_check_tells_what_would_become_of_the_rows_and_changes_nothing(
    shops: Shops, manager: Client, receive: Receive
) -> None:
    made = run(shops, receive(DIRTY), dry_run=True)
    answer = manager.get(page_of(made))
    assert totals(answer) == [2, 0, 0, 1, 2, 5]
    words = answer.content.decode()
    assert "2 of 5 rows can be imported." in words
    assert "Nothing has been changed yet." in words
    assert "Import 2 rows now" in words
    assert Customer.objects.count() == 0


def test_from_the_check_it_goes_on_with_the_same_columns(
    shops: Shops, manager: Client, receive: Receive
) -> None:
    made = run(shops, receive(DIRTY), dry_run=True)
    answer = manager.post(f"{page_of(made)}start/")
    assert (answer.status_code, answer["Location"]) == (302, page_of(made))
    run_import(made.pk)
    after = manager.get(page_of(made))
    assert totals(after) == [2, 0, 0, 1, 2, 5]
    assert "2 of 5 rows were imported." in after.content.decode()
    assert sorted(Customer.objects.values_list("number", "name", "mobile")) == [
        ("A-1", "山田 太郎", "+819012345678"),
        ("A-2", "佐藤 花子", "+818012345678"),
    ]
    # Once more is once too often: it has ended.
    manager.post(f"{page_of(made)}start/")
    made.refresh_from_db()
    assert made.status == "finished"


def test_faults_say_the_spreadsheets_row_the_column_the_cell_and_why(
    shops: Shops, manager: Client, receive: Receive
) -> None:
    answer = manager.get(page_of(run(shops, receive(DIRTY))))
    shown = [(f["row"], f["letter"], f["column"], f["cell"]) for f in answer.context["rejected"]]
    assert shown == [(4, "C", "携帯電話", "03-1234-5678"), (6, "C", "携帯電話", "")]
    assert all(fault["words"] for fault in answer.context["rejected"])
    assert [fault["row"] for fault in answer.context["duplicates"]] == [5]


def test_fifty_faults_are_shown_and_the_page_says_that_there_are_more(
    shops: Shops, manager: Client, receive: Receive
) -> None:
    rows = "".join(f"B-{n},客{n},03-0000-0000\n" for n in range(60))
    made = run(shops, receive(HEAD + rows))
    answer = manager.get(page_of(made))
    assert [fault["row"] for fault in answer.context["rejected"]] == list(range(2, 52))
    assert "The first 50 are shown. The file has all of them." in answer.content.decode()
    assert len(sheet(manager.get(f"{page_of(made)}rejected.csv"))) == 61


def test_the_refused_rows_come_back_corrected_and_all_are_in(
    shops: Shops, manager: Client, receive: Receive
) -> None:
    made = run(shops, receive(DIRTY))
    answer = manager.get(f"{page_of(made)}rejected.csv")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "text/csv; charset=utf-8",
        "nosniff",
    )
    name = f"sakura-auto-import-{made.pk}-rejected.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    head, third, nameless = sheet(answer)
    assert head == HEAD_AGAIN
    # What a spreadsheet would run has an apostrophe before it.
    assert third[:3] == ["A-3", "'=1+1", "03-1234-5678"]
    assert third[3].startswith("携帯電話: ")
    assert nameless[:3] == ["", "無名", ""]
    corrected = io.StringIO()
    csv.writer(corrected).writerows(
        [head, [*third[:2], "'+81 70-1234-5678", third[3]], ["A-4", *nameless[1:]]]
    )
    upload(manager, "\ufeff" + corrected.getvalue(), name)
    again = Import.objects.latest("pk")
    assert again.mapping == {"0": "number", "1": "name", "2": "mobile"}
    assert totals(manager.get(page_of(run(shops, again)))) == [2, 0, 0, 0, 0, 2]
    assert sorted(Customer.objects.filter(number__gt="A-2").values_list("number", "name", "mobile")) == [
        ("A-3", "=1+1", "+817012345678"),
        ("A-4", "無名", None),
    ]


def test_a_number_that_a_spreadsheet_would_cut_comes_back_whole(
    shops: Shops, manager: Client, receive: Receive
) -> None:
    made = run(shops, receive(HEAD + "0012,佐藤,03-1234-5678\n"))
    head, row = sheet(manager.get(f"{page_of(made)}rejected.csv"))
    assert row[0] == "'0012"
    corrected = io.StringIO()
    csv.writer(corrected).writerows([head, [*row[:2], "070-1234-5678", row[3]]])
    run(shops, receive(corrected.getvalue()))
    assert Customer.objects.filter(number="0012").exists()


def test_a_file_of_refused_rows_that_is_refused_again_has_one_column_of_reasons(
    shops: Shops, manager: Client, receive: Receive
) -> None:
    made = run(shops, receive(DIRTY))
    first = sheet(manager.get(f"{page_of(made)}rejected.csv"))
    text = io.StringIO()
    csv.writer(text).writerows(first)
    again = run(shops, receive(text.getvalue()))
    assert sheet(manager.get(f"{page_of(again)}rejected.csv")) == first


def test_everybody_in_the_file_is_put_on_the_chosen_list_once(
    shops: Shops, manager: Client, receive: Receive
) -> None:
    made = StaticList.objects.create(name="夏の案内")
    with store_scope(shops.midori.pk):
        theirs = StaticList.objects.create(name="夏の案内")
    for content, on_it in ((HEAD + TARO, 1), (DIRTY, 2)):
        draft = receive(content)
        chosen = {"column-0": "number", "column-1": "name", "column-2": "mobile", "step": "import"}
        foreign = manager.post(f"{page_of(draft)}columns/", chosen | {"on_list": theirs.pk})
        assert list(foreign.context["form"].errors) == ["on_list"]
        checked = chosen | {"on_list": made.pk, "step": "check"}
        manager.post(f"{page_of(draft)}columns/", checked)
        run_import(draft.pk)
        assert StaticListEntry.objects.count() == on_it - 1
        manager.post(f"{page_of(draft)}start/")
        run_import(draft.pk)
        assert StaticListEntry.objects.filter(list=made).count() == on_it


def test_there_is_no_file_of_refused_rows_where_there_are_none(
    shops: Shops, manager: Client, receive: Receive
) -> None:
    made = receive(HEAD + TARO)
    assert manager.get(f"{page_of(made)}rejected.csv").status_code == 404
    run(shops, made)
    assert manager.get(f"{page_of(made)}rejected.csv").status_code == 404


def test_cancelling_asks_first_and_says_what_stays(shops: Shops, manager: Client, receive: Receive) -> None:
    made = receive(DIRTY)
    start_import(actor=shops.sakura_manager, spreadsheet=made, dry_run=False)
    asked = manager.get(f"{page_of(made)}cancel/")
    assert "Cancel the import?" in asked.content.decode()
    made.refresh_from_db()
    assert made.status == "queued"
    manager.post(f"{page_of(made)}cancel/")
    made.refresh_from_db()
    assert made.status == "cancelled"
    assert "Nothing of this file was imported." in manager.get(page_of(made)).content.decode()
    assert manager.get(f"{page_of(made)}cancel/")["Location"] == page_of(made)


def test_a_draft_can_be_put_away(manager: Client, receive: Receive) -> None:
    made = receive(DIRTY)
    assert "Put this file away?" in manager.get(f"{page_of(made)}cancel/").content.decode()
    manager.post(f"{page_of(made)}cancel/")
    made.refresh_from_db()
    assert made.status == "cancelled"


def test_after_a_check_the_columns_can_be_changed(shops: Shops, manager: Client, receive: Receive) -> None:
    made = run(shops, receive(DIRTY), dry_run=True)
    answer = manager.get(f"{page_of(made)}columns/")
    assert [column.samples for column in answer.context["columns"]][0] == ["A-1", "A-2", "A-3"]
    assert answer.status_code == 200


def test_a_file_that_breaks_off_says_why_and_keeps_what_is_in(
    shops: Shops, manager: Client, receive: Receive
) -> None:
    made = receive(DIRTY)
    start_import(actor=shops.sakura_manager, spreadsheet=made, dry_run=False)
    Import.objects.filter(pk=made.pk).update(upload=None)
    run_import(made.pk)
    words = manager.get(page_of(made)).content.decode()
    assert "The file is not kept any more. Please upload it again." in words
    assert "The file could not be read to its end." in words


def test_a_draft_leads_to_its_columns(manager: Client, receive: Receive) -> None:
    made = receive(HEAD + TARO)
    assert manager.get(page_of(made))["Location"] == f"{page_of(made)}columns/"


def test_the_list_has_the_newest_first_with_state_and_figures(
    shops: Shops, manager: Client, receive: Receive
) -> None:
    run(shops, receive(DIRTY, name="一.csv"))
    run(shops, receive(HEAD + TARO, name="二.csv"), dry_run=True)
    cancelled = receive(HEAD + TARO, name="三.csv")
    cancel_import(actor=shops.sakura_manager, spreadsheet=cancelled)
    receive(HEAD + TARO, name="四.csv")
    answer = manager.get(IMPORTS)
    assert [(row["spreadsheet"].file_name, str(row["state"].word)) for row in answer.context["rows"]] == [
        ("四.csv", "Columns not chosen yet"),
        ("三.csv", "Cancelled"),
        ("二.csv", "Checked, not imported yet"),
        ("一.csv", "Imported, but for some rows"),
    ]
    assert "5 rows" in answer.content.decode()


def test_an_empty_list_says_what_to_do_first(manager: Client) -> None:
    assert "Nothing imported yet" in manager.get(IMPORTS).content.decode()


def test_the_list_goes_by_pages_of_twenty_and_asks_as_much_for_three_as_for_one(
    shops: Shops, manager: Client, receive: Receive
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            manager.get(IMPORTS)
        return len(caught)

    receive(HEAD + TARO)
    manager.get(IMPORTS)
    of_one = queries()
    for _ in range(2):
        receive(HEAD + TARO)
    assert queries() == of_one
    Import.objects.bulk_create([Import(file_name=f"{n}.csv") for n in range(30)])
    with store_scope(shops.midori.pk):
        Import.objects.bulk_create([Import(file_name=f"midori {n}.csv") for n in range(30)])
    first = manager.get(IMPORTS)
    older = manager.get(f"{IMPORTS}{first.context['older_url']}")
    newer = manager.get(f"{IMPORTS}{older.context['newer_url']}")
    pages = [[row["spreadsheet"].pk for row in page.context["rows"]] for page in (first, older, newer)]
    assert (len(pages[0]), len(pages[1]), pages[2]) == (20, 13, pages[0])
    own = list(Import.objects.order_by("-pk").values_list("pk", flat=True))
    assert pages[0] + pages[1] == own


def test_faults_of_another_store_are_not_in_the_file(shops: Shops, manager: Client, receive: Receive) -> None:
    theirs = receive(DIRTY, by=shops.midori_manager)
    with store_scope(shops.midori.pk):
        start_import(actor=shops.midori_manager, spreadsheet=theirs, dry_run=False)
    run_import(theirs.pk)
    own = run(shops, receive(HEAD + "A-9,自分,03-1234-5678\n"))
    assert len(sheet(manager.get(f"{page_of(own)}rejected.csv"))) == 2
    assert manager.get(f"{page_of(theirs)}rejected.csv").status_code == 404
    assert ImportFault.objects.count() == 1
