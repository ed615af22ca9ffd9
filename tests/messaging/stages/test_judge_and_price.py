"""What judge says of a pause and of a store in trial; prices and acknowledgements kept with a send."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from accounts.models import Store
from accounts.tenancy.scope import platform_scope, store_scope
from customers.domain.pause_number import pause_number
from customers.domain.suppress_number import suppress_number
from messaging.domain.compose import Recipient
from messaging.domain.judge import Asked, judge
from messaging.domain.problems import Refused
from messaging.models import Dispatch, Price, PriceTable, Purpose, TestNumber
from messaging.text import Carrier
from tests.messaging.stages.wished import A, B, ahead, sent, wish
from tests.shops import Shops

pytestmark = pytest.mark.django_db


def verdicts(store: Store, *asked: Asked) -> list[str | None]:
    with store_scope(store.pk):
        return [reason and reason.value for reason in judge(store=store, asked=asked)]


def notice(phone: str, source: Dispatch.Source | None = None) -> Asked:
    return Asked(phone, Purpose.NOTICE, source)


def test_a_pause_has_a_reason_of_its_own_and_a_stop_beats_it(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        for phone in (A, B):
            pause_number(phone=phone, ends_at=timezone.now() + timedelta(days=30))
        suppress_number(actor=shops.sakura_staff, phone=B, reason="at_request")
    assert verdicts(shops.sakura, notice(A), notice(B)) == ["paused", "suppressed"]
    assert verdicts(shops.midori, notice(A), notice(B)) == [None, None]


def test_in_trial_only_the_teams_proved_numbers_and_the_codes_that_prove_them_go(shops: Shops) -> None:
    with platform_scope("a test sets a store back"):
        Store.objects.filter(pk=shops.sakura.pk).update(status=Store.Status.TRIAL)
    for member, phone, proved in ((shops.sakura_staff, A, True), (shops.sakura_owner, B, False)):
        now = timezone.now()
        with store_scope(member.store_id):
            TestNumber.objects.create(
                member=member, phone=phone, asked_at=now, proved_at=now if proved else None
            )
    store = Store.objects.get(pk=shops.sakura.pk)
    asked = (notice(A), notice(B), notice(B, Dispatch.Source.NUMBER_CHECK))
    assert verdicts(store, *asked) == [None, "store_in_trial", None]


def prices(shops: Shops, **one_part: str) -> PriceTable:
    table = PriceTable.objects.create(account=shops.account, valid_from=date(2020, 1, 1))
    Price.objects.bulk_create(
        Price(table=table, carrier=carrier, parts=parts, amount=parts * Decimal(one_part.get(carrier, "3.3")))
        for carrier in Carrier
        for parts in range(1, 11)
    )
    return table


def test_the_price_of_what_would_go_is_shown_and_its_table_kept(shops: Shops) -> None:
    table = prices(shops, docomo="4")
    asked = wish(Recipient(A, name="佐藤"), Recipient(B), body="[[氏名]]様" + "あ" * 80)
    shown = ahead(shops.sakura_staff, asked)
    assert shown.price is not None
    assert (shown.price.low, shown.price.high, shown.price.class_parts) == (Decimal("3.3"), Decimal(8), 2)
    assert sent(shops.sakura_staff, asked).dispatch.price_table_id == table.pk


def test_without_a_table_there_is_no_price(shops: Shops) -> None:
    asked = wish(body="x")
    assert ahead(shops.sakura_staff, asked).price is None
    assert sent(shops.sakura_staff, asked).dispatch.price_table_id is None


def test_what_was_acknowledged_is_kept_with_the_send(shops: Shops) -> None:
    with pytest.raises(Refused):
        sent(shops.sakura_staff, wish(body="\ue000", acknowledged=frozenset({"another"})))
    asked = wish(body="\ue000", acknowledged=frozenset({"risky_character", "never_heard_of"}))
    with translation.override("en"):
        [kept] = sent(shops.sakura_staff, asked).dispatch.acknowledged
    assert kept == {
        "code": "risky_character",
        "message": "Some handsets show these characters wrongly: U+E000",
    }
