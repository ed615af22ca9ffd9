"""Pages of what was found, whether the keys of all are sorted here or the list is walked in its order."""

from collections.abc import Callable

import pytest
from django.db.models import QuerySet

from accounts.tenancy.scope import store_scope
from customers.models import Asset, AssetKind, Customer
from customers.queries.searches import result_page as paging
from customers.queries.searches.result_page import ResultPage, all_found, result_page
from tests.customers.entered import entered
from tests.shops import Shops


@pytest.fixture(params=[3, 10_000], ids=["walked", "sorted"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    found: int = request.param
    monkeypatch.setattr(paging, "FEW", found)
    return found


def planted(shops: Shops) -> None:
    """Seven customers of which four share their kana, entered in another order; with two assets each."""
    for letter in "エアイイウイイ":
        customer = entered(shops.sakura, f"客 {letter}", kana=letter * 3)
        with store_scope(shops.sakura.pk):
            kind, _ = AssetKind.objects.get_or_create(name="車両")
            for label in "AB":
                Asset.objects.create(customer=customer, kind=kind, label=label)
    entered(shops.midori, "みどりの客", kana="イイイ")


def customers() -> QuerySet[Customer]:
    found: QuerySet[Customer] = Customer.objects.all()
    return found


def assets() -> QuerySet[Asset]:
    found: QuerySet[Asset] = Asset.objects.select_related("customer")
    return found


def in_order(rows: list[Customer] | list[Asset]) -> list[int]:
    def key(row: Customer | Asset) -> tuple[str, int, int]:
        customer = row.customer if isinstance(row, Asset) else row
        return customer.sort_key, customer.pk, row.pk

    return [row.pk for row in sorted(rows, key=key)]


@pytest.mark.parametrize(("found", "count"), [(customers, 7), (assets, 14)])
def test_forwards_and_backwards_each_row_stands_once_and_in_order(
    shops: Shops, few: int, found: Callable[[], QuerySet[Customer]], count: int
) -> None:
    planted(shops)

    def shown(page: ResultPage[Customer]) -> list[int]:
        return [row.pk for row in page.rows]

    with store_scope(shops.sakura.pk):
        order = in_order(list(found()))
        pages = [result_page(found(), size=3)]
        while pages[-1].after is not None:
            pages.append(result_page(found(), after=pages[-1].after, size=3))
        forwards = [shown(page) for page in pages]
        assert forwards == [order[start : start + 3] for start in range(0, count, 3)]
        assert {page.count for page in pages} == {count if few > count else None}
        assert pages[0].before is None
        back = [pages[-1]]
        while back[-1].before is not None:
            back.append(result_page(found(), before=back[-1].before, size=3))
        assert [shown(page) for page in back] == forwards[::-1]
        assert [[row.pk for row in batch] for batch in all_found(found(), size=3)] == forwards
