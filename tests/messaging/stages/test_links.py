"""The first two addresses of each text as short links."""

import uuid
from datetime import timedelta

import pytest

from accounts.tenancy.scope import platform_scope, store_scope
from messaging.domain.compose import Recipient
from messaging.domain.recipients import recipient_for
from messaging.models import SendingSettings
from tests.messaging.factories import make_customer
from tests.messaging.stages.wished import A, B, ahead, rows, sent, wish
from tests.shops import Shops
from tracking.models import LinkTarget, ShortLink

pytestmark = pytest.mark.django_db

BASE = "http://127.0.0.1:8000/s/"
SHOP = "https://shop.example/a"


def links() -> list[tuple[str, int, int | None, str]]:
    """Target, position, message, code."""
    with platform_scope("a test looks at everything"):
        found = ShortLink.objects.order_by("id")
        return list(found.values_list("target__url", "target__position", "recipient", "code"))


def test_each_recipient_gets_codes_of_their_own_for_the_first_two_addresses(shops: Shops) -> None:
    asked = wish(
        Recipient(A),
        Recipient(B),
        body=f"{SHOP} https://two.example/ https://three.example/",
        track_links=True,
        unique_links=True,
    )
    before = [one.text for one in ahead(shops.sakura_staff, asked).renderings]
    planned = sent(shops.sakura_staff, asked)
    first, second = planned.message_ids
    assert [(url, position, recipient) for url, position, recipient, _ in links()] == [
        (SHOP, 1, first), ("https://two.example/", 2, first),
        (SHOP, 1, second), ("https://two.example/", 2, second),
    ]  # fmt: skip
    codes = [code for *_, code in links()]
    assert len(set(codes)) == 4
    assert [text for _, _, text, _ in rows()] == before == [
        f"{BASE}{codes[0]} {BASE}{codes[1]} https://three.example/",
        f"{BASE}{codes[2]} {BASE}{codes[3]} https://three.example/",
    ]  # fmt: skip
    with store_scope(shops.sakura.pk):
        assert set(LinkTarget.objects.values_list("origin", "unique_codes")) == {(planned.dispatch.pk, True)}
        lasts = {
            target.expires_at - target.made_at for target in LinkTarget.objects.all() if target.expires_at
        }
        assert [round(one / timedelta(days=1)) for one in lasts] == [SendingSettings().link_days]
    assert (planned.dispatch.track_links, planned.dispatch.unique_links) == (True, True)


def test_a_shared_link_has_one_code_for_all(shops: Shops) -> None:
    sent(shops.sakura_staff, wish(Recipient(A), Recipient(B), body=f"見る {SHOP}", track_links=True))
    [(url, position, recipient, code)] = links()
    assert (url, position, recipient) == (SHOP, 1, None)
    assert {text for _, _, text, _ in rows()} == {f"見る {BASE}{code}"}


def test_an_address_with_a_persons_value_is_theirs_though_links_are_shared(shops: Shops) -> None:
    people = [Recipient(A, name="Sato"), Recipient(B, name="Mori")]
    planned = sent(
        shops.sakura_staff,
        wish(*people, body=f"{SHOP}?n=[[氏名]] https://two.example/", track_links=True),
    )
    first, second = planned.message_ids
    assert [(url, position, recipient) for url, position, recipient, _ in links()] == [
        (f"{SHOP}?n=Sato", 1, first), ("https://two.example/", 2, None), (f"{SHOP}?n=Mori", 1, second),
    ]  # fmt: skip
    with store_scope(shops.sakura.pk):
        targets = LinkTarget.objects.order_by("id").values_list("position", "unique_codes")
        assert list(targets) == [(1, True), (2, False), (1, True)]


def test_one_recipient_always_has_a_link_of_their_own(shops: Shops) -> None:
    planned = sent(shops.sakura_staff, wish(body=SHOP, track_links=True))
    assert [recipient for _, _, recipient, _ in links()] == list(planned.message_ids)
    assert planned.dispatch.unique_links


def test_what_stands_in_a_text_twice_is_one_link(shops: Shops) -> None:
    sent(shops.sakura_staff, wish(body=f"{SHOP} と {SHOP}", track_links=True))
    [(_, _, _, code)] = links()
    assert rows()[0][2] == f"{BASE}{code} と {BASE}{code}"


def test_without_tracking_addresses_stay_as_they_are(shops: Shops) -> None:
    sent(shops.sakura_staff, wish(body=f"見る {SHOP}"))
    assert (links(), rows()[0][2]) == ([], f"見る {SHOP}")


def test_the_link_field_is_an_address_like_any_typed_one(shops: Shops) -> None:
    sent(shops.sakura_staff, wish(body="見る [[URL]]。", link="https://日本語.example/あ", track_links=True))
    [(url, *_, code)] = links()
    assert url == "https://xn--wgv71a119e.example/%E3%81%82"
    assert rows()[0][2] == f"見る {BASE}{code}。"


def test_the_targets_get_the_parameters_of_the_send(shops: Shops) -> None:
    asked = wish(body=f"{SHOP}?a=1#x", track_links=True, link_parameters="?utm_source=sms&n=春")
    sent(shops.sakura_staff, asked)
    assert links()[0][0] == "https://shop.example/a?a=1&utm_source=sms&n=%E6%98%A5#x"


def test_an_address_out_of_a_record_is_no_link_of_the_stores(shops: Shops) -> None:
    evil = make_customer(shops.sakura, name="https://evil.example/", mobile=A)
    asked = wish(*recipient_for(evil), body=f"[[氏名]]様 {SHOP}?who=[[氏名]]", track_links=True)
    sent(shops.sakura_staff, asked)
    assert [url for url, *_ in links()] == [f"{SHOP}?who=https://evil.example/"]
    assert rows()[0][2].startswith("https://evil.example/様 http://127.0.0.1:8000/s/")


def test_values_behind_a_short_link_are_still_where_the_spans_say(shops: Shops) -> None:
    asked = wish(Recipient(A, name="佐藤"), body=f"{SHOP} [[氏名]]様", track_links=True)
    [rendering] = ahead(shops.sakura_staff, asked).renderings
    [(start, end, field)] = rendering.spans
    assert (rendering.text[start:end], field) == ("佐藤", "氏名")
    [link] = rendering.links
    assert rendering.text[link.start : link.end] == f"{BASE}{link.code}"


def test_a_code_that_exists_is_not_used_again(shops: Shops) -> None:
    key = uuid.uuid4()
    asked = wish(body=SHOP, track_links=True, key=key)
    [first] = ahead(shops.sakura_staff, asked).renderings
    with store_scope(shops.midori.pk):
        target = LinkTarget.objects.create(url="https://theirs.example/")
        ShortLink.objects.create(code=first.links[0].code, target=target)
    [second] = ahead(shops.sakura_staff, asked).renderings
    assert second.links[0].code != first.links[0].code
    sent(shops.sakura_staff, asked)
    assert rows()[0][2] == second.text


def test_what_is_withheld_has_no_links(shops: Shops) -> None:
    people = (Recipient(A, name="佐藤"), Recipient(B))
    planned = sent(
        shops.sakura_staff, wish(*people, body=f"[[氏名]] {SHOP}", track_links=True, unique_links=True)
    )
    assert [recipient for _, _, recipient, _ in links()] == [planned.message_ids[0]]
