import io
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from messaging.models import PriceTable
from messaging.pricing import PriceRange
from messaging.queries.prices import price_day, price_table_for, range_words
from messaging.text import Carrier
from tests.conftest import SignIn
from tests.messaging.compose.conftest import in_english
from tests.messaging.prices.priced import own_account, prices_of
from tests.shops import Shops

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PAGE = reverse("sending:prices", args=["sakura-auto"])


def typed(day: str, **amounts: str) -> dict[str, str]:
    first = {f"{carrier}_1": "3.3" for carrier in Carrier}
    return {"valid_from": day, "currency": "jpy", "tax": "excluded", "note": "契約 12-345"} | first | amounts


def page(client: Client) -> str:
    return client.get(PAGE, headers={"Accept-Language": "en"}).content.decode()


def test_everybody_who_sends_sees_the_prices_of_the_stores_lines(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(in_english(shops.sakura_staff))
    assert "No prices yet" in page(client)
    prices_of(shops.account, price_day(), "3.3")
    prices_of(own_account(shops.midori), price_day(), "77")
    shown = page(client)
    assert "¥3.3" in shown
    assert "¥33" in shown
    assert "¥77" not in shown
    assert reverse("sending:new_prices", args=["sakura-auto", shops.account.pk]) not in shown


def test_an_account_of_the_installation_or_of_another_company_is_not_ones_own_to_price(
    shops: Shops, sign_in: SignIn
) -> None:
    own, theirs = own_account(shops.sakura), own_account(shops.midori)
    codes = {}
    for role in ("staff", "manager", "owner"):
        client = sign_in(in_english(getattr(shops, f"sakura_{role}")))
        codes[role] = [
            client.get(reverse("sending:new_prices", args=["sakura-auto", account.pk])).status_code
            for account in (own, theirs, shops.account)
        ]
    assert codes == {"staff": [403] * 3, "manager": [403] * 3, "owner": [200, 404, 404]}
    assert reverse("sending:new_prices", args=["sakura-auto", own.pk]) in page(
        sign_in(in_english(shops.sakura_owner))
    )


def test_a_new_version_is_typed_as_people_type_and_taken_back_before_its_day(
    shops: Shops, sign_in: SignIn
) -> None:
    account, client = own_account(shops.sakura), sign_in(in_english(shops.sakura_owner))
    address = reverse("sending:new_prices", args=["sakura-auto", account.pk])
    day = price_day() + 5 * DAY
    answer = client.post(address, typed(day.isoformat(), docomo_1="３．５", docomo_2="1,000.25"))
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    prices = price_table_for(account, day)
    assert prices is not None
    assert (prices.currency, prices.tax) == ("JPY", "excluded")
    assert prices.amounts[Carrier.DOCOMO][:3] == (Decimal("3.5"), Decimal("1000.25"), Decimal("10.5"))
    assert "契約 12-345" in page(client)
    begun = client.get(address).content.decode()
    assert 'value="1000.25"' in begun
    back = reverse("sending:withdraw_prices", args=["sakura-auto", account.pk])
    assert client.post(back, {"valid_from": day.isoformat()}).status_code == 302
    assert client.post(back, {"valid_from": "soon"}).status_code == 404
    assert PriceTable.objects.count() == 0


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    shops: Shops, sign_in: SignIn
) -> None:
    account, client = own_account(shops.sakura), sign_in(in_english(shops.sakura_owner))
    prices_of(account, price_day())
    address = reverse("sending:new_prices", args=["sakura-auto", account.pk])
    answer = client.post(address, typed(price_day().isoformat(), au_3="three", docomo_1=""))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert set(form.errors) == {"au_3", "docomo_1"}
    assert 'value="three"' in answer.content.decode()
    again = client.post(address, typed(price_day().isoformat(), docomo_1=""))
    assert set(again.context["form"].errors) == {"docomo_1"}
    in_force = client.post(address, typed(price_day().isoformat()))
    assert set(in_force.context["form"].errors) == {"valid_from"}
    assert PriceTable.objects.count() == 1


def test_three_lines_with_three_versions_take_as_many_queries_as_one(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(in_english(shops.sakura_owner))
    prices_of(own_account(shops.sakura, "one"), price_day())
    page(client)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page(client)
        return len(caught)

    one = queries()
    for name in ("two", "three"):
        account = own_account(shops.sakura, name)
        for days in (-10, 0, 10):
            prices_of(account, price_day() + days * DAY)
    assert queries() == one


def test_a_range_is_said_with_its_unit_and_its_tax() -> None:
    low, high = Decimal("3.3000"), Decimal(1234)
    with translation.override("en"):
        said = [
            range_words(PriceRange("JPY", low, high, "excluded", 2)),
            range_words(PriceRange("USD", low, low, "included", 1)),
        ]
    assert said == ["¥3.3 to ¥1,234 (tax excluded)", "USD 3.3 (tax included)"]


def test_the_command_line_sets_prices_from_a_file_and_prints_them(shops: Shops, tmp_path: Path) -> None:
    file = tmp_path / "prices.csv"
    file.write_text("carrier,parts,amount\ndocomo,1,3.3\nau,1,3.3\nau,2,6\nrakuten,1,3.3\nsoftbank,1,4.15\n")
    printed = io.StringIO()
    day = price_day().isoformat()
    call_command("set_prices", "Simulator", str(file), "--from", day, stdout=printed)
    assert printed.getvalue().splitlines()[-1] == "softbank: 4.15 JPY (tax excluded)"
    for named, lines, words in (
        ("Nobody", "docomo,1,1", "no one account"),
        ("Simulator", "docomo,1", "line 1"),
        ("Simulator", "softbank,2,1", "1 to 1 parts"),
        ("Simulator", "docomo,1,1", "au_1"),
    ):
        file.write_text(lines)
        with pytest.raises(CommandError, match=words):
            call_command("set_prices", named, str(file), "--from", (price_day() + DAY).isoformat())
    assert PriceTable.objects.count() == 1
