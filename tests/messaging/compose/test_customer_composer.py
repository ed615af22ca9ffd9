"""From a customer's page: compose, confirm, send, done."""

import uuid

import pytest
from django.test import Client

from accounts.models import Permission
from customers.models import Customer
from messaging.models import SenderProfile
from tests.messaging.compose.conftest import (
    KEY,
    TARO,
    MakeCustomer,
    buttons_of,
    composer_of,
    dispatches,
    errors_of,
    form,
    hidden,
    page,
    sent_messages,
    typed,
    words,
)
from tests.shops import Shops

TEXT = "お車の点検が終わりました。\n18時までにお越しください。"
WAITING = [(TARO, TEXT, "scheduled", "")]


def test_the_composer_opens_with_name_and_number_and_a_new_key_each_time(
    staff: Client, taro: Customer
) -> None:
    first, second = (staff.get(composer_of(taro)) for _ in range(2))
    assert "To 山田 太郎 ヤマダ タロウ Mobile number 090-1234-5678" in words(first)
    assert typed(first) == {"body": "", "subject": "", "memo": ""}
    assert buttons_of(first) == ["confirm"]
    keys = {uuid.UUID(hidden(response)["key"]) for response in (first, second)}
    assert len(keys) == 2


def test_the_stores_own_limit_stands_in_the_composer_and_is_kept(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    shops.sakura.body_limit = 70
    shops.sakura.save()
    assert 'data-limit="70"' in page(staff.get(composer_of(taro)))
    response = staff.post(composer_of(taro), form("confirm", "あ" * 71))
    assert errors_of(response) == ["The text has 71 characters, one more than the 70 that may be sent."]


def test_the_confirm_screen_shows_the_exact_text_its_parts_and_senders(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    SenderProfile.objects.filter(account=shops.account, carrier="softbank").update(shown_as="24150")
    SenderProfile.objects.filter(account=shops.account, carrier="rakuten").delete()
    body = "  " + "あ" * 70 + "\r\nか゛くせい <b>様</b>\n\n"
    response = staff.post(composer_of(taro), form("confirm", body, subject="点検", memo="鍵は\n事務所"))
    assert response.status_code == 200
    shown = words(response)
    assert f"What is sent {'あ' * 70} がくせい <b>様</b> 84 characters" in shown
    assert (
        '<p class="exact-text" id="exact-text">' + "あ" * 70 + "\nがくせい &lt;b&gt;様&lt;/b&gt;</p>"
        in page(response)
    )
    assert "Recipient 山田 太郎 090-1234-5678" in shown
    assert (
        "docomo 2 part(s) 0005 000 000 au 2 part(s) 0005 000 000 SoftBank 1 part(s) 24150 "
        "Rakuten Mobile 2 part(s) decided by the provider Recipients cannot reply to this SMS."
    ) in shown
    assert "Subject 点検 Memo 鍵は 事務所" in shown
    assert buttons_of(response) == ["edit", "send"]
    carried = form("", body, subject="点検", memo="鍵は\n事務所")
    del carried["step"]
    assert hidden(response) == carried
    assert (sent_messages(), dispatches()) == ([], [])


def test_a_sender_that_can_be_answered_is_not_said_to_be_deaf(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    SenderProfile.objects.filter(account=shops.account, carrier="au").update(can_be_replied_to=True)
    response = staff.post(composer_of(taro), form("confirm", TEXT))
    assert "cannot reply" not in words(response)


def test_a_risky_character_is_a_warning_on_the_confirm_screen_and_can_be_sent(
    staff: Client, taro: Customer
) -> None:
    response = staff.post(composer_of(taro), form("confirm", "10〜12時"))
    assert "One thing to look at before it goes Some handsets show these characters wrongly: 〜" in words(
        response
    )
    assert buttons_of(response) == ["edit", "send"]
    refused = staff.post(composer_of(taro), form("send", "10〜12時"))
    assert (refused.status_code, sent_messages()) == (422, [])
    assert "Nothing was sent. Please look at each warning below and tick it" in words(refused)
    assert buttons_of(refused) == ["edit", "send"]
    staff.post(composer_of(taro), form("send", "10〜12時", acknowledge="risky_character"))
    assert sent_messages() == [(TARO, "10〜12時", "scheduled", "")]
    [dispatch] = dispatches()
    assert [one["code"] for one in dispatch.acknowledged] == ["risky_character"]


def test_reloading_the_confirm_screen_sends_nothing(staff: Client, taro: Customer) -> None:
    pages = [staff.post(composer_of(taro), form("confirm", TEXT)) for _ in range(3)]
    assert [response.status_code for response in pages] == [200, 200, 200]
    assert (sent_messages(), dispatches()) == ([], [])


def test_a_step_that_is_unknown_or_missing_only_asks_for_confirmation(staff: Client, taro: Customer) -> None:
    for step in ("", "SEND", "sent"):
        response = staff.post(composer_of(taro), form(step, TEXT))
        assert buttons_of(response) == ["edit", "send"]
    assert sent_messages() == []


def test_going_back_keeps_all_that_was_typed_and_the_key(staff: Client, taro: Customer) -> None:
    kept = {"subject": "点検 <1>", "memo": "一行目\r\n二行目"}
    response = staff.post(composer_of(taro), form("edit", "\n本文 & 改行\n", **kept))
    assert response.status_code == 200
    assert typed(response) == {"body": "\n本文 & 改行\n", **kept}
    assert hidden(response) == {"key": str(KEY)}
    assert errors_of(response) == []


def test_sending_makes_one_message_and_the_done_page_says_so(staff: Client, taro: Customer) -> None:
    response = staff.post(
        composer_of(taro), form("send", TEXT, subject="点検", memo="鍵は事務所"), follow=True
    )
    [dispatch] = dispatches()
    assert response.redirect_chain == [(f"/stores/sakura-auto/send/done/{dispatch.pk}/", 302)]
    assert sent_messages() == WAITING
    kept = (dispatch.key, dispatch.subject, dispatch.memo, dispatch.body, dispatch.source)
    assert kept == (KEY, "点検", "鍵は事務所", TEXT, "customer_page")
    shown = words(response)
    assert "1 message was accepted for sending." in shown
    assert "山田 太郎 090-1234-5678 Waiting to be sent" in shown
    assert f'href="/stores/sakura-auto/customers/{taro.pk}/"' in page(response)


def test_a_subject_left_empty_becomes_the_time_of_sending(staff: Client, taro: Customer) -> None:
    staff.post(composer_of(taro), form("send", TEXT, subject="  "))
    [dispatch] = dispatches()
    assert dispatch.subject.isdigit()
    assert len(dispatch.subject) == 14


def test_a_double_click_makes_one_message_and_leads_to_the_same_page(staff: Client, taro: Customer) -> None:
    first, second = (staff.post(composer_of(taro), form("send", TEXT)) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert sent_messages() == WAITING
    assert "This was sent already. Nothing was sent a second time." in words(staff.get(second["Location"]))


@pytest.mark.parametrize("step", ["confirm", "send"])
def test_a_form_that_was_sent_and_then_changed_sends_nothing_and_loses_nothing(
    staff: Client, taro: Customer, step: str
) -> None:
    staff.post(composer_of(taro), form("send", TEXT, subject="点検"))
    [dispatch] = dispatches()
    response = staff.post(composer_of(taro), form(step, "別の本文", memo="二度目"))
    assert response.status_code == 409
    assert "This form has been sent already. Nothing was sent now. What went out is “点検”" in words(response)
    assert TEXT in page(response)
    assert f'href="/stores/sakura-auto/send/done/{dispatch.pk}/"' in page(response)
    assert typed(response) == {"body": "別の本文", "subject": "", "memo": "二度目"}
    assert hidden(response)["key"] != str(KEY)
    assert sent_messages() == WAITING
    fresh = staff.post(composer_of(taro), form("send", "別の本文", uuid.UUID(hidden(response)["key"])))
    assert fresh.status_code == 302
    assert sent_messages() == [*WAITING, (TARO, "別の本文", "scheduled", "")]


def test_confirming_a_form_again_that_was_sent_says_so_before_anybody_sends_it_anew(
    staff: Client, taro: Customer
) -> None:
    staff.post(composer_of(taro), form("send", TEXT))
    response = staff.post(composer_of(taro), form("confirm", TEXT))
    assert response.status_code == 409
    assert "This form has been sent already." in words(response)


def test_the_extra_question_stands_between_sending_and_sent(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    shops.sakura.asks_before_sending = True
    shops.sakura.save()
    response = staff.post(composer_of(taro), form("send", TEXT))
    assert response.status_code == 200
    assert "Really send?" in words(response)
    assert "One SMS goes to 山田 太郎 (090-1234-5678)." in words(response)
    assert buttons_of(response) == ["confirm", "send"]
    assert sent_messages() == []
    assert staff.post(composer_of(taro), hidden(response) | {"step": "send"}).status_code == 302
    assert sent_messages() == WAITING


def test_a_persons_own_choice_goes_before_the_stores_question(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    shops.sakura.asks_before_sending = True
    shops.sakura.save()
    shops.sakura_staff.user.asks_before_sending = False
    shops.sakura_staff.user.save()
    assert staff.post(composer_of(taro), form("send", TEXT)).status_code == 302
    assert sent_messages() == WAITING


def test_the_newest_messages_to_this_person_stand_below(
    shops: Shops, staff: Client, taro: Customer, make_customer: MakeCustomer
) -> None:
    hanako = make_customer(shops.sakura_staff, "佐藤 花子", "+818011112222")
    for number in range(6):
        staff.post(composer_of(taro), form("send", f"本文{number}", uuid.uuid4(), subject=f"件名{number}"))
    to_hanako = form("send", "花子さんへ", uuid.uuid4(), subject="別の人", shown_phone="+818011112222")
    assert staff.post(composer_of(hanako), to_hanako).status_code == 302
    shown = words(staff.get(composer_of(taro)))
    assert [number for number in range(6) if f"件名{number}" in shown] == [1, 2, 3, 4, 5]
    assert "別の人" not in shown
    shops.sakura_staff.withheld_permissions = [Permission.MESSAGES_VIEW]
    shops.sakura_staff.save()
    assert "件名" not in words(staff.get(composer_of(taro)))
