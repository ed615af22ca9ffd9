"""The real command, killed with SIGKILL while it imports, and started again."""

import json
import signal
import subprocess
import sys
import uuid
from collections import Counter
from pathlib import Path

import pytest

from tests.customers.imports.dirt import Dirt, write_dirty_file
from tests.stack import ROOT, Stack

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]

COUNTERS = ("rows", "created", "updated", "unchanged", "duplicates", "rejected")


def opened_store(stack: Stack) -> tuple[str, int]:
    slug = f"import-{uuid.uuid4().hex[:8]}"
    made = stack.manage("create_store", slug, "--name", slug, "--formal-name", slug, "--json")
    return slug, int(json.loads(made)["id"])


def imported(stack: Stack, slug: str, file: Path) -> dict[str, int]:
    found = json.loads(stack.manage("import_customers", slug, str(file), "--json"))
    assert found["status"] == "finished"
    return {counter: found[counter] for counter in COUNTERS}


def people(stack: Stack, store: int) -> dict[str, tuple[str, str]]:
    rows = stack.rows("SELECT number, name, mobile FROM customers_customer WHERE store_id = %s", store)
    return {str(number): (str(name), str(mobile)) for number, name, mobile in rows}


def position(stack: Stack, store: int) -> int:
    rows = stack.rows("SELECT position FROM customers_import WHERE store_id = %s", store)
    return int(str(rows[0][0])) if rows else 0


def kill_half_way(stack: Stack, slug: str, store: int, file: Path, dirt: Dirt) -> None:
    """Whoever is about to add the same customer number keeps the command waiting in the midst of a chunk."""
    waited_for = list(dirt.people)[len(dirt.people) * 3 // 5]
    with stack.connect() as other, other.transaction():
        other.execute(
            "INSERT INTO customers_customer (store_id, number, kind, name, kana, company_name, postal_code, "
            "address, email, language, attributes, notes, sms_flag, created_at, updated_at, sort_key, search_text, "
            "search_grams, search_number, mobile_reversed, landline_reversed) "
            "VALUES (%s, %s, 'person', 'x', '', '', '', '', '', 'ja', '{}', '', false, now(), now(), '', '', '{}', "
            "'', '', '')",
            (store, waited_for),
        )
        running = subprocess.Popen(
            [sys.executable, "manage.py", "import_customers", slug, str(file), "--json"],
            cwd=ROOT,
            env=stack.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        waits = "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND wait_event = 'transactionid'"
        stack.wait_for(lambda: stack.rows(waits, stack.name), "the command to wait", seconds=300.0)
        running.send_signal(signal.SIGKILL)
        running.wait(timeout=30)
        other.execute("ROLLBACK")
    assert 0 < position(stack, store) < dirt.rows
    # As if the dead process's minute were over.
    stack.rows("UPDATE customers_import SET lease_until = now() WHERE store_id = %s RETURNING id", store)


def walk(stack: Stack, tmp_path: Path, rows: int) -> None:
    file = tmp_path / "customers.csv"
    dirt = write_dirty_file(file, rows)
    slug, store = opened_store(stack)
    kill_half_way(stack, slug, store, file, dirt)

    assert imported(stack, slug, file) == dirt.totals
    assert people(stack, store) == dirt.people
    faults = stack.rows(
        "SELECT row, reasons->0->>'code', is_duplicate, (reasons->0->'params'->>'row')::int FROM customers_importfault "
        "WHERE store_id = %s",
        store,
    )
    assert {row: code for row, code, is_duplicate, _ in faults if not is_duplicate} == dirt.rejected
    assert {row: earlier for row, _, is_duplicate, earlier in faults if is_duplicate} == dirt.duplicates

    assert imported(stack, slug, file) == dirt.totals_again
    assert people(stack, store) == dirt.people
    assert Counter(dirt.codes.keys()) == Counter(
        [
            "phone_invalid",
            "phone_not_mobile",
            "phone_damaged",
            "name_missing",
            "too_many_cells",
            "no_key",
            "undecodable",
        ]
    )


def test_a_dirty_file_killed_half_way_ends_with_the_same_totals_and_again_changes_nothing(
    stack: Stack, tmp_path: Path
) -> None:
    walk(stack, tmp_path, 5_000)


@pytest.mark.slow
def test_the_same_holds_for_a_hundred_thousand_rows(stack: Stack, tmp_path: Path) -> None:
    walk(stack, tmp_path, 100_000)
