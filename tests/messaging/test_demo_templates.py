"""The demo's templates."""

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from messaging.demo.texts import load_demo_templates
from templates_app.models import Template
from tests.shops import Shops


def test_each_demo_store_gets_the_texts_of_its_trade_once(shops: Shops) -> None:
    Store.objects.filter(pk=shops.sakura.pk).update(slug="sakura-auto")
    shops.sakura.refresh_from_db()
    with store_scope(shops.sakura.pk):
        copied = [load_demo_templates(store=shops.sakura) for _ in range(2)]
        kept = sorted(Template.objects.values_list("example", flat=True))
    assert copied == [6, 0]
    assert kept == ["booking_reminder", "greeting_shop", "inspection", "maintenance", "oil", "work_done"]
    with store_scope(shops.midori.pk):
        assert not Template.objects.exists()
