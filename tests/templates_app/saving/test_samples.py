from accounts.models import Store
from accounts.tenancy.scope import store_scope
from templates_app.queries.compiling import compiled
from templates_app.queries.figures import Sample, Samples, samples_of
from tests.customers.entered import entered
from tests.shops import Shops


def samples(store: Store, body: str, language: str = "ja") -> Samples:
    with store_scope(store.pk):
        made = compiled(store, body).compiled
        assert made is not None
        return samples_of(store, made, language)


def test_the_shortest_the_typical_and_the_longest_are_real_customers(shops: Shops) -> None:
    for name in ("山田 太郎", "森", "勅使河原 千代子"):
        entered(shops.sakura, name, number=name)
    entered(shops.sakura, "番号のない人の長い名前")
    entered(shops.sakura, "Alexandra Montgomery-Featherstonehaugh", number="E", language="en")
    entered(shops.midori, "緑川 緑之助緑右衛門", number="M")
    assert samples(shops.sakura, "[[氏名]]様([[顧客番号]])") == Samples(
        shortest=Sample("森様(森)", ((0, 1, "氏名"), (3, 4, "顧客番号")), "森"),
        typical=Sample("山田 太郎様(山田 太郎)", ((0, 5, "氏名"), (7, 12, "顧客番号")), "山田 太郎"),
        longest=Sample(
            "勅使河原 千代子様(勅使河原 千代子)", ((0, 8, "氏名"), (10, 18, "顧客番号")), "勅使河原 千代子"
        ),
        looked_at=4,
        lacking=1,
    )


def test_where_no_customer_has_every_value_they_are_made_up(shops: Shops) -> None:
    entered(shops.sakura, "番号のない人")
    made_up = Sample("山田 太郎様(00123)", ((0, 5, "氏名"), (7, 12, "顧客番号")))
    assert samples(shops.sakura, "[[氏名]]様([[顧客番号]])") == Samples(made_up, made_up, made_up, 1, 1)


def test_a_text_without_fields_is_the_same_for_all_and_asks_nobody(shops: Shops) -> None:
    entered(shops.sakura)
    same = Sample("お待ちしております。", ())
    assert samples(shops.sakura, "お待ちしております。") == Samples(same, same, same, 0, 0)


def test_what_only_a_send_fills_has_a_typical_value(shops: Shops) -> None:
    entered(shops.sakura, "山田 太郎")
    found = samples(shops.sakura, "[[氏名]]様 [[配信停止URL]]").typical
    assert found.name == "山田 太郎"
    assert found.text.startswith("山田 太郎様 https://")
