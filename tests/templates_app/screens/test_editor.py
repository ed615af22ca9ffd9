"""Writing a template: errors at their place, what it becomes for customers, versions, examples."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tenancy.scope import store_scope
from messaging.domain.set_prices import NewPrices, set_prices
from messaging.text import Carrier
from templates_app.models import Template, TemplateVersion
from tests.conftest import SignIn
from tests.messaging.compose.conftest import in_english
from tests.messaging.factories import make_customer
from tests.shops import Shops
from tests.templates_app.written import BODY, a_template

pytestmark = pytest.mark.django_db
NEW = reverse("templates:new", args=["sakura-auto"])
FIGURES = reverse("templates:figures", args=["sakura-auto"])
ENGLISH = {"Accept-Language": "en"}


def typed(**fields: str) -> dict[str, str]:
    return {
        "name": "整備完了",
        "category": "整備",
        "purpose": "notice",
        "language": "ja",
        "body": BODY,
    } | fields


def figures(client: Client, body: str) -> str:
    answer = client.post(FIGURES, {"body": body, "language": "ja"}, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_template_is_written_and_every_save_is_a_version(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(in_english(shops.sakura_manager))
    made = client.post(NEW, typed(body=f"\r\n{BODY}\r\n二行目 "))
    with store_scope(shops.sakura.pk):
        template = Template.objects.get()
    assert made.headers["Location"] == reverse("templates:page", args=["sakura-auto", template.pk])
    change = reverse("templates:change", args=["sakura-auto", template.pk])
    assert client.post(change, typed(body="新しい文章です。", seen="1")).status_code == 302
    with store_scope(shops.sakura.pk):
        versions = list(TemplateVersion.objects.order_by("number").values_list("number", "body", "saved_by"))
    manager = shops.sakura_manager.pk
    assert versions == [(1, f"{BODY}\n二行目", manager), (2, "新しい文章です。", manager)]
    shown = client.get(made.headers["Location"], headers=ENGLISH).content.decode()
    assert "Version 2" in shown
    assert "二行目" in shown
    begun = client.get(change, {"version": "1"}).context["form"]
    assert (begun["body"].value(), begun["seen"].value()) == (f"{BODY}\n二行目", 2)


def test_what_a_colleague_saved_meanwhile_is_not_written_over_and_nothing_typed_is_lost(
    shops: Shops, sign_in: SignIn
) -> None:
    template = a_template(shops.sakura_owner, "整備完了")
    a_template(shops.sakura_owner, "整備完了", template=template, body="先に保存した文章")
    client = sign_in(in_english(shops.sakura_manager))
    change = reverse("templates:change", args=["sakura-auto", template.pk])
    answer = client.post(change, typed(body="後から来た文章", seen="1"), headers=ENGLISH)
    assert answer.status_code == 422
    assert "meanwhile" in answer.content.decode()
    assert "後から来た文章" in answer.content.decode()
    with store_scope(shops.sakura.pk):
        assert TemplateVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"name": ""}, {"name"}),
        ({"name": "あ" * 101}, {"name"}),
        ({"body": " \r\n "}, {"body"}),
        ({"body": "あ" * 661}, {"body"}),
        ({"body": "[[氏名さま]]"}, {"body"}),
        ({"body": "[[氏名"}, {"body"}),
        ({"subject": "[[ないもの]]", "body": "氏名]]"}, {"subject", "body"}),
        ({"language": "fr", "purpose": "fun"}, {"language", "purpose"}),
    ],
)
def test_what_cannot_be_a_template_is_refused_beside_its_field_and_kept_as_typed(
    shops: Shops, sign_in: SignIn, fields: dict[str, str], refused: set[str]
) -> None:
    answer = sign_in(in_english(shops.sakura_owner)).post(NEW, typed(**fields))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert set(form.errors) == refused
    assert {name: form[name].value() for name in fields} == fields
    with store_scope(shops.sakura.pk):
        assert not Template.objects.exists()


def test_an_error_leads_to_its_place_in_the_text(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(in_english(shops.sakura_owner))
    shown = figures(client, "😀\r\nこんにちは[[氏名さま]]、[[店舗名]]です。")
    assert "<mark>[[氏名さま]]</mark>" in shown
    # Code points, a newline being one.
    assert 'data-place-start="7" data-place-end="15"' in shown
    assert "[[氏名]]" in shown
    subject = client.post(NEW, typed(subject="件名[[な"), headers=ENGLISH).content.decode()
    assert 'data-place-in="id_subject" data-place-start="2" data-place-end="5"' in subject


def test_parts_and_prices_stand_for_the_shortest_the_typical_and_the_longest_customer(
    shops: Shops, sign_in: SignIn
) -> None:
    amounts = {carrier: {1: Decimal("3.3")} for carrier in Carrier}
    set_prices(
        actor=None, account=shops.account, prices=NewPrices(date(2026, 1, 1), "JPY", "excluded", amounts)
    )
    for name in ("原 愛", "山田 太郎", "長" * 60):
        make_customer(shops.sakura, name=name)
    make_customer(shops.midori, name="みどりの人")
    client = sign_in(in_english(shops.sakura_owner))
    answer = client.post(
        FIGURES, {"body": "[[氏名]]様、整備が完了しました。", "language": "ja"}, headers=ENGLISH
    )
    examples = answer.context["weights"].examples
    found = [
        (one.name, one.weight.characters, [carrier.parts for carrier in one.weight.carriers])
        for one in examples
    ]
    assert found == [
        ("原 愛", 15, [1, 1, 1, 1]),
        ("山田 太郎", 17, [1, 1, 1, 1]),
        ("長" * 60, 72, [2, 2, 1, 2]),
    ]
    assert "One message costs ¥3.3 to ¥6.6 (tax excluded)" in answer.content.decode()
    same = client.post(FIGURES, {"body": "同じ文章です。", "language": "ja"})
    assert [one.name for one in same.context["weights"].examples] == [""]


def test_addresses_are_counted_as_the_short_links_that_are_sent(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(in_english(shops.sakura_owner))
    long = "https://example.com/" + "a" * 200
    answer = client.post(FIGURES, {"body": f"こちら {long} と {long}b と {long}c", "language": "ja"})
    [example] = answer.context["weights"].examples
    assert example.weight.text.count("/s/Abcd2345") == 2
    assert example.weight.text.endswith(f"{long}c")


def test_a_text_that_grows_over_the_stores_limit_is_warned_of(shops: Shops, sign_in: SignIn) -> None:
    shops.sakura.body_limit = 70
    shops.sakura.save()
    client = sign_in(in_english(shops.sakura_owner))
    assert "grows over the 70 characters" in figures(client, "あ" * 71)
    assert "grows over" not in figures(client, "あ" * 70)
    assert "too long by far" in figures(client, "あ" * 5001)
    assert "As soon as there is a text" in figures(client, "\r\n ")


def test_examples_are_copied_on_choice_in_the_language_that_was_chosen(shops: Shops, sign_in: SignIn) -> None:
    client = sign_in(in_english(shops.sakura_manager))
    library = reverse("templates:library", args=["sakura-auto"])
    shown = [
        one for _, examples in client.get(library, {"language": "en"}).context["trades"] for one in examples
    ]
    nothing = client.post(library, {"language": "en"})
    assert nothing.status_code == 422
    chosen = [one.slug for one in shown[:3]]
    assert client.post(library, {"language": "en", "example": [*chosen, "made-up"]}).status_code == 302
    with store_scope(shops.sakura.pk):
        assert set(Template.objects.values_list("example", "language")) == {(slug, "en") for slug in chosen}
    again = [one for _, examples in client.get(library).context["trades"] for one in examples]
    assert {one.slug for one in again if one.is_there} == set(chosen)


def test_a_copy_begins_with_the_texts_of_another(shops: Shops, sign_in: SignIn) -> None:
    template = a_template(shops.sakura_owner, "整備完了")
    form = sign_in(in_english(shops.sakura_owner)).get(NEW, {"copy": str(template.pk)}).context["form"]
    assert (form["body"].value(), form["seen"].value()) == (BODY, None)
