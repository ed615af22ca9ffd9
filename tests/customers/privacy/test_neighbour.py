"""Two stores that know the same person: each finds, counts and drops its own rows."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.tenancy.scope import store_scope
from customers.domain.privacy.apply_retention import apply_retention
from customers.domain.privacy.export_person import held_on
from customers.models import Asset, RetentionPeriod
from customers.queries.privacy.people import holders_of, whom_to_find
from customers.queries.privacy.periods import due_rows, periods_of_store
from tests.customers.privacy.conftest import PHONE, Known, known_in
from tests.customers.privacy.dumps import dumped
from tests.shops import Shops


def found_in(shops: Shops) -> dict[str, list[Any]]:
    """Rows by table, and the names of files."""
    with store_scope(shops.sakura.pk):
        held = [one for _source, one in held_on(whom_to_find(PHONE, holders_of(PHONE)))]
    tables = {table.slug: list(table.rows) for one in held for table in one.tables}
    return tables | {"files": [file.name for one in held for file in one.files]}


def test_what_is_found_of_a_person_is_the_same_when_the_neighbour_knows_them_too(
    shops: Shops, known: Known
) -> None:
    alone = found_in(shops)
    assert {"refused_rows", "searches", "import_files", "files"} < set(alone)
    known_in(shops.midori_owner)
    assert found_in(shops) == alone


def test_what_is_old_is_counted_and_dropped_of_ones_own_only(shops: Shops) -> None:
    for owner in (shops.midori_owner, shops.sakura_owner):
        known_in(owner)
        with store_scope(owner.store_id):
            Asset.objects.update(archived_at=timezone.now())
            for kind in ("customers", "assets"):
                RetentionPeriod.objects.create(kind=kind, days=400)
    midori = dumped(shops.midori)
    long_after = timezone.now() + timedelta(days=4000)
    with store_scope(shops.sakura.pk):
        told = {due.kind.slug: due.going for due in due_rows(periods_of_store(), now=long_after)}
    # Of the person and of the stranger; the texts that still wait and the number that withdrew stay, and the file of
    # an import counts beside its rows.
    assert told == {
        "message_texts": 1, "consents": 1, "customers": 2, "appointments": 2, "assets": 2, "complaints": 2,
        "imports": 3, "number_checks": 2, "drafts": 2, "link_hits": 0,
    }  # fmt: skip
    # Assets and appointments go with their customers.
    assert apply_retention(store=shops.sakura, now=long_after) == told | {"appointments": 0, "assets": 0}
    assert dumped(shops.midori) == midori
