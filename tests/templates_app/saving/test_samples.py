from accounts.models import Actor, Scope
from accounts.tenancy.scope import store_scope
from templates_app.queries.compiling import compiled
from templates_app.queries.figures import Sample, Samples, samples_of
from tests.customers.entered import entered
from tests.programs import program_of
from tests.shops import Shops


def samples(actor: Actor, body: str, language: str = "ja") -> Samples:
    with store_scope(actor.store_id):
        made = compiled(actor.store, body).compiled
        assert made is not None
        return samples_of(actor, made, language)


def test_the_shortest_the_typical_and_the_longest_are_real_customers(shops: Shops) -> None:
    for name in ("山田 太郎", "森", "勅使河原 千代子"):
        entered(shops.sakura, name, number=name)
    entered(shops.sakura, "番号のない人の長い名前")
    entered(shops.sakura, "Alexandra Montgomery-Featherstonehaugh", number="E", language="en")
    entered(shops.midori, "緑川 緑之助緑右衛門", number="M")
    assert samples(shops.sakura_staff, "[[氏名]]様([[顧客番号]])") == Samples(
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
    assert samples(shops.sakura_staff, "[[氏名]]様([[顧客番号]])") == Samples(made_up, made_up, made_up, 1, 1)


def test_a_text_without_fields_is_the_same_for_all_and_asks_nobody(shops: Shops) -> None:
    entered(shops.sakura)
    same = Sample("お待ちしております。", ())
    assert samples(shops.sakura_staff, "お待ちしております。") == Samples(same, same, same, 0, 0)


def test_what_only_a_send_fills_has_a_typical_value(shops: Shops) -> None:
    entered(shops.sakura, "山田 太郎")
    found = samples(shops.sakura_staff, "[[氏名]]様 [[配信停止URL]]").typical
    assert found.name == "山田 太郎"
    assert found.text.startswith("山田 太郎様 https://")


def test_who_may_not_see_customers_gets_made_up_values(shops: Shops) -> None:
    entered(shops.sakura, "山田 花子", number="7")
    blind = program_of(shops.sakura, scopes=[Scope.SEND]).token
    made_up = Sample("山田 太郎様(00123)", ((0, 5, "氏名"), (7, 12, "顧客番号")))
    assert samples(blind, "[[氏名]]様([[顧客番号]])") == Samples(made_up, made_up, made_up, 0, 0)
