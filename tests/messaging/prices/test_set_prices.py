from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import AuditEntry
from accounts.tenancy.scope import platform_scope, store_scope
from messaging.domain.set_prices import NewPrices, set_prices, withdraw_prices
from messaging.models import Dispatch, GatewayAccount, Price, PriceTable
from messaging.queries.prices import price_day, price_table_for, price_tables_for
from messaging.text import Carrier
from tests.messaging.factories import make_message
from tests.messaging.prices.priced import new_prices, own_account, prices_of
from tests.shops import Shops

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def refusals(account: GatewayAccount, prices: NewPrices) -> dict[str, list[str]]:
    """Codes by field; nothing may have changed."""
    before = list(PriceTable.objects.values()), list(Price.objects.values())
    with pytest.raises(ValidationError) as refused:
        set_prices(actor=None, account=account, prices=prices)
    assert (list(PriceTable.objects.values()), list(Price.objects.values())) == before
    return {field: [str(one.code) for one in errors] for field, errors in refused.value.error_dict.items()}


def test_the_prices_in_force_are_those_of_the_newest_version_up_to_the_day(shops: Shops) -> None:
    today = price_day()
    assert price_table_for(shops.account, today) is None
    first = prices_of(shops.account, today, "3.3")
    second = prices_of(shops.account, today + 10 * DAY, "4")
    found = price_tables_for(shops.account, [today - DAY, today, today + 9 * DAY, today + 10 * DAY])
    assert {day: prices.table_id if prices else None for day, prices in found.items()} == {
        today - DAY: None,
        today: first.pk,
        today + 9 * DAY: first.pk,
        today + 10 * DAY: second.pk,
    }
    assert {day: price_table_for(shops.account, day) for day in found} == found
    in_force = found[today]
    assert in_force is not None
    assert in_force.amounts[Carrier.DOCOMO] == tuple(Decimal("3.3") * parts for parts in range(1, 11))
    assert (in_force.currency, in_force.tax, in_force.valid_from) == ("JPY", "excluded", today)
    assert price_table_for(own_account(shops.sakura), today) is None


def test_the_day_of_an_installation_begins_at_its_own_midnight(shops: Shops) -> None:
    assert price_day(datetime(2026, 11, 30, 14, 59, tzinfo=UTC)) == date(2026, 11, 30)
    assert price_day(datetime(2026, 11, 30, 15, 0, tzinfo=UTC)) == date(2026, 12, 1)


def test_what_is_in_force_is_never_changed_and_what_comes_may_be(shops: Shops) -> None:
    today = price_day()
    prices_of(shops.account, today)
    assert refusals(shops.account, new_prices(today, "5")) == {"valid_from": ["in_force"]}
    assert refusals(shops.account, new_prices(today - DAY, "5")) == {"valid_from": ["past"]}
    prices_of(shops.account, today + DAY, "4")
    prices_of(shops.account, today + DAY, "4.5")
    tomorrow = price_table_for(shops.account, today + DAY)
    assert tomorrow is not None
    assert tomorrow.amount(Carrier.SOFTBANK, 1) == Decimal("4.5")
    assert PriceTable.objects.count() == 2


def test_a_first_version_may_begin_in_the_past(shops: Shops) -> None:
    prices_of(shops.account, price_day() - 40 * DAY)
    assert price_table_for(shops.account, price_day()) is not None


def test_a_version_that_a_waiting_message_was_prepared_with_stays_whichever_stores_it_is(
    shops: Shops,
) -> None:
    today = price_day()
    prices_of(shops.account, today)
    coming = prices_of(shops.account, today + DAY, "4")
    message = make_message(shops.midori_staff)
    with store_scope(shops.midori.pk):
        Dispatch.objects.filter(pk=message.dispatch_id).update(price_table=coming)
    with store_scope(shops.sakura.pk):
        assert refusals(shops.account, new_prices(today + DAY, "5")) == {"valid_from": ["in_use"]}
        with pytest.raises(ValidationError):
            withdraw_prices(actor=shops.sakura_owner, account=shops.account, valid_from=today + DAY)
    assert PriceTable.objects.filter(pk=coming.pk).exists()


def test_everything_that_is_no_price_is_said_at_its_place(shops: Shops) -> None:
    amounts = {
        Carrier.DOCOMO: {1: Decimal("3.33333"), 2: Decimal(-1)},
        Carrier.AU: {2: Decimal(6)},
        Carrier.RAKUTEN: {1: Decimal("NaN")},
        Carrier.SOFTBANK: {1: Decimal(100_000)},
    }
    assert refusals(shops.account, NewPrices(price_day(), "yen", "some", amounts)) == {
        "currency": ["invalid"],
        "tax": ["invalid"],
        "docomo_1": ["invalid"],
        "docomo_2": ["invalid"],
        "au_1": ["required"],
        "rakuten_1": ["invalid"],
        "softbank_1": ["invalid"],
    }


def test_only_whoever_defines_prices_sets_them_and_every_store_of_the_account_is_told(shops: Shops) -> None:
    for member in (shops.sakura_staff, shops.sakura_manager):
        with store_scope(shops.sakura.pk), pytest.raises(PermissionDenied):
            set_prices(actor=member, account=shops.account, prices=new_prices(price_day()))
    with store_scope(shops.sakura.pk):
        table = set_prices(actor=shops.sakura_owner, account=shops.account, prices=new_prices(price_day()))
    with platform_scope("a look into both logs"):
        told = list(
            AuditEntry.objects.order_by("store_id").values_list(
                "store__slug", "actor_id", "action", "object_id"
            )
        )
        others = AuditEntry.objects.get(store=shops.midori).details
    assert told == [
        ("sakura-auto", shops.sakura_owner.pk, "prices.set", str(table.pk)),
        ("midori-estate", None, "prices.set", str(table.pk)),
    ]
    assert (others["store"], others["by"]) == ("さくら自動車", shops.sakura_owner.shown_name)


def test_a_version_is_taken_back_before_its_day_and_only_then(shops: Shops) -> None:
    today = price_day()
    prices_of(shops.account, today)
    prices_of(shops.account, today + DAY, "4")
    with store_scope(shops.sakura.pk):
        assert withdraw_prices(actor=shops.sakura_owner, account=shops.account, valid_from=today + DAY)
        assert not withdraw_prices(actor=shops.sakura_owner, account=shops.account, valid_from=today + DAY)
        with pytest.raises(ValidationError):
            withdraw_prices(actor=shops.sakura_owner, account=shops.account, valid_from=today)
        with pytest.raises(PermissionDenied):
            withdraw_prices(actor=shops.sakura_manager, account=shops.account, valid_from=today)
    assert [table.valid_from for table in PriceTable.objects.all()] == [today]


@pytest.mark.parametrize("amount", ["1e999999", "-1e999999", "sNaN", "Infinity"])
def test_what_cannot_be_reckoned_with_is_refused_as_an_amount(shops: Shops, amount: str) -> None:
    assert refusals(shops.account, new_prices(price_day(), amount)) == {
        f"{carrier}_1": ["invalid"] for carrier in Carrier
    }
