"""What a person's values went into beside their own messages: targets of short links, test sends of the team."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tenancy.scope import store_scope
from customers.domain.privacy.erase_person import erase_person
from customers.models import Customer
from customers.queries.privacy.people import holders_of
from customers.registries.personal_data import Whom
from messaging.domain.compose import Wish
from messaging.domain.plan import Planned
from messaging.domain.privacy.retention import drop_old_texts
from messaging.domain.recipients import recipient_for
from messaging.domain.send_test import send_test
from messaging.models import Dispatch, Message, MessageText, State, TestNumber
from messaging.queries.personal_data import message_tables
from tests.conftest import SignIn
from tests.customers.pages import text_of
from tests.messaging.factories import make_customer
from tests.messaging.stages.wished import A, B, sent, wish
from tests.shops import Shops
from tests.tracking.redirects.conftest import Visitor
from tracking.models import LinkTarget, ShortLink

# A tap has a line to PostgreSQL of its own.
pytestmark = pytest.mark.django_db(transaction=True)

SHOP = "https://shop.example/a"
OWN = "+819099990000"


@pytest.fixture
def two(shops: Shops) -> tuple[Customer, Customer]:
    return (
        make_customer(shops.sakura, name="山田 太郎", mobile=A, number="K-7"),
        make_customer(shops.sakura, name="佐藤 花子", mobile=B, number="K-8"),
    )


def to_both(two: tuple[Customer, Customer], body: str) -> Wish:
    return wish(*(recipient_for(one)[0] for one in two), body=body, track_links=True)


def erased(shops: Shops, customer: Customer) -> None:
    phone = customer.mobile or ""
    with store_scope(shops.sakura.pk):
        erase_person(
            actor=shops.sakura_owner,
            phone=phone,
            chosen_ids=[customer.pk],
            shown_ids=[holder.pk for holder in holders_of(phone)],
        )


def leads_to(shops: Shops) -> list[tuple[str, int]]:
    """Each link's target, and what a tap is answered with."""
    with store_scope(shops.sakura.pk):
        found = list(ShortLink.objects.order_by("id").values_list("code", "target__url"))
    return [(url, Visitor().get(f"/s/{code}").status_code) for code, url in found]


def test_an_address_with_a_persons_value_goes_with_them_and_its_link_has_ended(
    shops: Shops, two: tuple[Customer, Customer]
) -> None:
    sent(shops.sakura_staff, to_both(two, f"{SHOP}?n=[[顧客番号]]"))
    assert leads_to(shops) == [(f"{SHOP}?n=K-7", 302), (f"{SHOP}?n=K-8", 302)]
    erased(shops, two[0])
    assert leads_to(shops) == [("", 410), (f"{SHOP}?n=K-8", 302)]


def test_what_others_got_too_leads_on_until_nobody_of_the_send_is_left(
    shops: Shops, two: tuple[Customer, Customer]
) -> None:
    sent(shops.sakura_staff, to_both(two, SHOP))
    sent(shops.midori_staff, wish(body=SHOP, track_links=True))
    erased(shops, two[0])
    assert leads_to(shops) == [(SHOP, 302)]
    erased(shops, two[1])
    assert leads_to(shops) == [("", 410)]
    with store_scope(shops.midori.pk):
        assert list(LinkTarget.objects.values_list("url", flat=True)) == [SHOP]


def test_targets_go_with_texts_that_are_kept_no_longer(shops: Shops, two: tuple[Customer, Customer]) -> None:
    planned = sent(shops.sakura_staff, to_both(two, f"{SHOP}?n=[[顧客番号]]"))
    with store_scope(shops.sakura.pk):
        Message.objects.filter(pk=planned.message_ids[0]).update(state=State.DELIVERED)
        assert drop_old_texts(timezone.now() + timedelta(minutes=1), 10) == 1
    assert leads_to(shops) == [("", 410), (f"{SHOP}?n=K-8", 302)]


def test_pages_of_an_erased_target_say_so_and_keep_its_figures(
    shops: Shops, sign_in: SignIn, two: tuple[Customer, Customer]
) -> None:
    planned = sent(shops.sakura_staff, wish(*recipient_for(two[0]), body=SHOP, track_links=True))
    erased(shops, two[0])
    client = sign_in(shops.sakura_owner)
    client.post("/accounts/language/", {"language": "en"})
    with store_scope(shops.sakura.pk):
        target = LinkTarget.objects.get()
    for page in ("links/", f"links/{target.pk}/", f"messages/{planned.message_ids[0]}/"):
        answer = client.get(f"/stores/sakura-auto/{page}")
        assert (answer.status_code, "(erased)" in text_of(answer)) == (200, True), page
        assert SHOP not in answer.content.decode(), page


def a_test_send(shops: Shops, customer: Customer) -> Planned:
    with store_scope(shops.sakura.pk):
        now = timezone.now()
        TestNumber.objects.get_or_create(
            member=shops.sakura_staff, defaults={"phone": OWN, "asked_at": now, "proved_at": now}
        )
        asked = wish(*recipient_for(customer), body="[[氏名]]様 [[顧客番号]]")
        return send_test(actor=shops.sakura_staff, wish=asked, key=uuid.uuid4())


def test_a_test_send_with_a_persons_values_is_found_and_emptied_with_them(
    shops: Shops, two: tuple[Customer, Customer]
) -> None:
    first, other = (a_test_send(shops, customer).message_ids[0] for customer in two)
    with store_scope(shops.sakura.pk):
        tables = message_tables(Whom(phones=(A,), customer_ids=(two[0].pk,)))
        [tests] = [table for table in tables if table.slug == "test_sends"]
        assert [(row[0], row[2]) for row in tests.rows] == [(first, "山田 太郎様 K-7")]
        assert [row for table in tables if table.slug == "messages" for row in table.rows] == []
    erased(shops, two[0])
    with store_scope(shops.sakura.pk):
        texts = MessageText.objects.order_by("message_id")
        assert list(texts.values_list("message_id", "phone", "body", "merge_values", "values_of")) == [
            (first, "", "", None, None),
            (other, OWN, "佐藤 花子様 K-8", {"氏名": "佐藤 花子", "顧客番号": "K-8"}, two[1].pk),
        ]


def test_a_test_of_a_text_for_a_typed_number_is_found_by_what_it_says(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        now = timezone.now()
        TestNumber.objects.create(member=shops.sakura_staff, phone=OWN, asked_at=now, proved_at=now)
        asked = wish(body="お電話番号は090-1234-5678ですね。")
        planned = send_test(actor=shops.sakura_staff, wish=asked, key=uuid.uuid4())
        [tests] = [one for one in message_tables(Whom((A,), ())) if one.slug == "test_sends"]
        assert [row[0] for row in tests.rows] == list(planned.message_ids)


def test_of_the_warnings_that_were_accepted_the_codes_stay_and_no_word_about_anybody(
    shops: Shops, two: tuple[Customer, Customer]
) -> None:
    text = "佐藤様、さくら自動車です。お車の点検が終わりました。03-1234-5678"
    planned = sent(shops.sakura_staff, wish(*(recipient_for(one)[0] for one in two), body=text))
    with store_scope(shops.sakura.pk):
        before = Dispatch.objects.get(pk=planned.dispatch.pk).acknowledged
        assert "山田 太郎" in str(before)
    erased(shops, two[0])
    with store_scope(shops.sakura.pk):
        after = Dispatch.objects.get(pk=planned.dispatch.pk)
        assert after.acknowledged == [{"code": one["code"], "message": ""} for one in before]
        assert after.body == text
