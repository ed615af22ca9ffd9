"""An import moves under its own lease only: one that was slow finds that another has it, and stops without a word."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.tenancy.scope import store_scope
from customers.domain.imports import lease as leases
from customers.domain.imports import run as running
from customers.domain.imports.cancel import cancel_import
from customers.domain.imports.chunk import Chunk, take_chunk
from customers.domain.imports.lease import LeaseLost, hold_lease, take_lease
from customers.domain.imports.start import start_import
from customers.models import Customer, Import
from tests.customers.imports.taking import csv_of, prepared
from tests.shops import Shops

ROWS = [[f"A{number}", f"客 {number}"] for number in range(8)]


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK", 3)


def started(shops: Shops) -> Import:
    draft = prepared(shops.sakura_manager, csv_of(["顧客番号", "氏名"], *ROWS))
    with store_scope(shops.sakura.pk):
        return start_import(actor=shops.sakura_manager, spreadsheet=draft, dry_run=False)


def overtake(shops: Shops, spreadsheet: Import) -> None:
    """The lease ends, and another worker takes the import."""
    Import.objects.filter(pk=spreadsheet.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert take_lease(spreadsheet.pk) is not None


def cancel(shops: Shops, spreadsheet: Import) -> None:
    assert cancel_import(actor=shops.sakura_manager, spreadsheet=spreadsheet)


@pytest.mark.parametrize("befalls", [overtake, cancel])
@pytest.mark.parametrize(("after", "taken"), [(1, 3), (3, 8)])
def test_who_has_lost_the_lease_takes_no_row_more_and_ends_nothing(
    shops: Shops,
    monkeypatch: pytest.MonkeyPatch,
    befalls: Callable[[Shops, Import], None],
    after: int,
    taken: int,
) -> None:
    spreadsheet, calls = started(shops), []
    left: dict[str, Any] = {}

    def taking(chunk: Chunk, *, lease: datetime) -> datetime:
        until = take_chunk(chunk, lease=lease)
        calls.append(until)
        if len(calls) == after:
            befalls(shops, spreadsheet)
            left.update(Import.objects.values().get(pk=spreadsheet.pk))
        return until

    monkeypatch.setattr(running, "take_chunk", taking)
    assert running.run_import(spreadsheet.pk)
    with store_scope(shops.sakura.pk):
        assert Import.objects.values().get(pk=spreadsheet.pk) == left
        assert (len(calls), Customer.objects.count(), left["rows"]) == (after, taken, taken)
        assert not AuditEntry.objects.filter(action__in=["import.finished", "import.failed"]).exists()


def test_an_old_lease_holds_nothing_while_the_new_one_does(shops: Shops) -> None:
    spreadsheet = started(shops)
    _store_id, old = take_lease(spreadsheet.pk) or (0, timezone.now())
    assert take_lease(spreadsheet.pk) is None
    with store_scope(shops.sakura.pk):
        overtake(shops, spreadsheet)
        new = Import.objects.get(pk=spreadsheet.pk).lease_until
    wanted: dict[str, Any] = {"store_id": shops.sakura.pk, "import_id": spreadsheet.pk}
    for foreign in ({"until": old}, {"until": new, "store_id": shops.midori.pk}):
        with pytest.raises(LeaseLost):
            hold_lease(**wanted | foreign)
    hold_lease(**wanted, until=new)


def test_a_stores_second_import_waits_for_its_first_and_another_stores_does_not(shops: Shops) -> None:
    first, second = started(shops), started(shops)
    neighbour = prepared(shops.midori_manager, csv_of(["顧客番号", "氏名"], *ROWS))
    with store_scope(shops.midori.pk):
        start_import(actor=shops.midori_manager, spreadsheet=neighbour, dry_run=False)
    assert take_lease(first.pk) is not None
    assert take_lease(second.pk) is None
    assert take_lease(neighbour.pk) is not None
    with store_scope(shops.sakura.pk):
        cancel(shops, first)
    assert take_lease(second.pk) is not None


def test_no_more_imports_run_at_once_than_leave_room_for_receipts(
    shops: Shops, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "MOST_AT_ONCE", 1)
    first = started(shops)
    neighbour = prepared(shops.midori_manager, csv_of(["顧客番号", "氏名"], *ROWS))
    with store_scope(shops.midori.pk):
        start_import(actor=shops.midori_manager, spreadsheet=neighbour, dry_run=False)
    assert take_lease(first.pk) is not None
    assert take_lease(neighbour.pk) is None
