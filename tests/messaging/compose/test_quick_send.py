"""Quick send: numbers as people paste them."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Permission
from accounts.tenancy.scope import platform_scope
from messaging.models import MessageText
from tests.conftest import SignIn
from tests.messaging.compose.conftest import (
    KEY,
    QUICK,
    MakeCustomer,
    Stop,
    buttons_of,
    dispatches,
    errors_of,
    form,
    hidden,
    lines_of,
    page,
    sent_messages,
    typed,
    words,
)
from tests.shops import Shops

TEXT = "明日は臨時休業です。"
A, B, C = "+819012345678", "+818011112222", "+817033334444"
ADVICE = "This is not a complete phone number. Please check the digits."
NO_NUMBER = "There is no number here."


def recipients() -> list[tuple[str, str, int | None]]:
    with platform_scope("a test reads what there is"):
        rows = MessageText.objects.order_by("message_id")
        return list(rows.values_list("phone", "recipient_name", "customer_id"))


def test_every_line_has_its_verdict_on_the_confirm_screen_and_nothing_is_made(
    shops: Shops, staff: Client, make_customer: MakeCustomer, stop: Stop
) -> None:
    make_customer(shops.sakura_staff, "山田 太郎", A)
    make_customer(shops.midori_staff, "他店の客", B)
    stop(shops.sakura_manager, C)
    numbers = "\n".join(
        [
            "山田 太郎\t０９０－１２３４－５６７８",
            "",
            "0312345678",
            "9012345678",
            "080-1111-2222",
            "070-3333-4444",
            "<b>なし</b>",
            "9.01E+10",
        ]
    )
    response = staff.post(QUICK, form("confirm", TEXT, numbers=numbers))
    assert response.status_code == 200
    assert "7 lines 2 will be sent 1 duplicate 1 held back 3 cannot be used" in words(response)
    assert lines_of(response) == [
        ("3", "0312345678", "–", "–", "cannot be used SMS reaches mobile numbers only (060, 070, 080, 090)."),
        (
            "6",
            "070-3333-4444",
            "070-3333-4444",
            "not on record",
            "is held back Messages to this number are stopped. Please reach the person in another way.",
        ),
        ("7", "<b>なし</b>", "–", "–", f"cannot be used {NO_NUMBER}"),
        (
            "8",
            "9.01E+10",
            "–",
            "–",
            "cannot be used A spreadsheet has shortened this number (like 9.01E+10). "
            "Please enter it again from the original.",
        ),
        ("1", "山田 太郎 ０９０－１２３４－５６７８", "090-1234-5678", "山田 太郎", "will be sent"),
        (
            "4",
            "9012345678",
            "090-1234-5678",
            "山田 太郎",
            "duplicate Same number as line 1: the person gets one message.",
        ),
        ("5", "080-1111-2222", "080-1111-2222", "not on record", "will be sent"),
    ]
    assert hidden(response)["numbers"].splitlines() == numbers.splitlines()
    assert (sent_messages(), dispatches()) == ([], [])


def test_the_good_lines_go_and_the_others_wait_to_be_corrected(
    shops: Shops, staff: Client, make_customer: MakeCustomer, stop: Stop
) -> None:
    taro = make_customer(shops.sakura_staff, "山田 太郎", A)
    stop(shops.sakura_manager, C)
    numbers = (
        "090-1234-5678\n\n佐藤 花子\t080-1111-222\n080-1111-2222 鈴木様\n"
        "07033334444\n０３-１２３４-５６７８\n9012345678"
    )
    sent = staff.post(
        QUICK, form("send", TEXT, numbers=numbers, subject="休業", memo="店長より"), follow=True
    )
    assert sent_messages() == [
        (A, TEXT, "scheduled", ""),
        (B, TEXT, "scheduled", ""),
        (C, TEXT, "withheld", "suppressed"),
    ]
    assert recipients() == [(A, "山田 太郎", taro.pk), (B, "鈴木", None), (C, "", None)]
    shown = words(sent)
    assert "2 messages were accepted for sending. 1 was held back; the reason stands beside it." in shown
    assert "2 lines cannot be used 6 lines 2 sent 1 duplicate 1 held back 2 cannot be used" in shown
    assert f"Line 3 佐藤 花子 080-1111-222 {ADVICE} Line 6 ０３-１２３４-５６７８ SMS reaches" in shown
    assert ">\n佐藤 花子\t080-1111-222\n０３-１２３４-５６７８</textarea>" in page(sent)
    assert hidden(sent) == {"subject": "休業", "body": TEXT, "memo": "店長より", "lines_from": "3,6"}

    half = {"numbers": "佐藤 花子\t080-1111-2223\n０３-１２３４-５６７８", "step": "edit"}
    assert "2 lines 1 will be sent 1 cannot be used Line 6 ０３" in words(
        staff.post(QUICK, hidden(sent) | half)
    )
    corrected = {"numbers": "佐藤 花子\t080-1111-2223", "step": "edit"}
    again = staff.post(QUICK, hidden(sent) | corrected)
    assert typed(again) == {
        "numbers": corrected["numbers"],
        "subject": "休業",
        "body": TEXT,
        "memo": "店長より",
    }
    assert hidden(again)["key"] != str(KEY)
    staff.post(QUICK, hidden(again) | typed(again) | {"step": "send"})
    assert sent_messages()[3:] == [("+818011112223", TEXT, "scheduled", "")]
    assert [dispatch.subject for dispatch in dispatches()] == ["休業", "休業"]


def test_lines_that_were_not_sent_are_still_there_after_a_reload_and_only_for_their_sender(
    shops: Shops, staff: Client, sign_in: SignIn
) -> None:
    done = staff.post(QUICK, form("send", TEXT, numbers="09012345678\nabc"))["Location"]
    assert all("1 line cannot be used" in words(staff.get(done)) for _ in range(2))
    seen_by_colleague = sign_in(shops.sakura_manager).get(done)
    assert (seen_by_colleague.status_code, "abc" in words(seen_by_colleague)) == (200, False)


def test_a_time_that_stood_in_for_a_subject_is_not_carried_to_the_next_send(
    shops: Shops, staff: Client
) -> None:
    sent = staff.post(QUICK, form("send", TEXT, numbers="09012345678\nabc"), follow=True)
    assert hidden(sent)["subject"] == ""


def test_a_household_is_shown_whole_and_the_line_says_whose_history_it_is(
    shops: Shops, staff: Client, make_customer: MakeCustomer
) -> None:
    taro = make_customer(shops.sakura_staff, "山田 太郎", A)
    hanako = make_customer(shops.sakura_staff, "山田 花子", A, kana="ヤマダ ハナコ")
    told = "They share this number; it gets one message."
    mark = "(the message joins this history)"
    other = "The line names somebody else. Please check that the number is right."
    lines = {
        "09012345678": (taro, f"山田 太郎 {mark} 山田 花子 {told}"),
        "やまだはなこ 09012345678": (hanako, f"山田 太郎 山田 花子 {mark} {told}"),
        "山田 09012345678": (taro, f"山田 太郎 {mark} 山田 花子 {told}"),
        "佐藤 09012345678": (taro, f"山田 太郎 {mark} 山田 花子 {told} {other}"),
    }
    for line, (customer, shown) in lines.items():
        response = staff.post(QUICK, form("confirm", TEXT, numbers=line))
        assert lines_of(response)[-1][3] == shown
        staff.post(QUICK, form("send", TEXT, uuid.uuid4(), numbers=line))
        assert recipients()[-1] == (A, str(customer), customer.pk)


def test_customers_are_named_only_to_those_who_may_see_them(
    shops: Shops, staff: Client, make_customer: MakeCustomer
) -> None:
    taro = make_customer(shops.sakura_staff, "山田 太郎", A)
    shops.sakura_staff.withheld_permissions = [Permission.CUSTOMERS_VIEW]
    shops.sakura_staff.save()
    response = staff.post(QUICK, form("confirm", TEXT, numbers="09012345678"))
    assert "山田" not in page(response)
    done = staff.post(QUICK, form("send", TEXT, numbers="09012345678"), follow=True)
    assert "山田" not in page(done)
    assert recipients() == [(A, "山田 太郎", taro.pk)]


def test_without_the_permission_nobody_sends_quickly(shops: Shops, staff: Client) -> None:
    shops.sakura_staff.withheld_permissions = [Permission.MESSAGES_SEND]
    shops.sakura_staff.save()
    assert staff.get(QUICK).status_code == 403
    for step in ("confirm", "send", "check"):
        assert staff.post(QUICK, form(step, TEXT, numbers="09012345678")).status_code == 403
    assert sent_messages() == []


def test_the_same_paste_sent_twice_goes_out_once(shops: Shops, staff: Client) -> None:
    first, second = (staff.post(QUICK, form("send", TEXT, numbers="09012345678\nabc")) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert sent_messages() == [(A, TEXT, "scheduled", "")]
    shown = words(staff.get(first["Location"]))
    assert "This was sent already. Nothing was sent a second time." in shown
    assert "1 line cannot be used" in shown


@pytest.mark.parametrize("step", ["confirm", "send"])
@pytest.mark.parametrize(
    ("numbers", "body", "errors", "told"),
    [
        ("", TEXT, ["There is nobody to send to yet."], ""),
        ("\n \n", "", ["There is nobody to send to yet.", "Write the text of the message, please."], ""),
        (
            "abc\n03-1234-5678",
            TEXT,
            ["None of these lines has a number that can be used; each says why."],
            f"2 lines 0 will be sent 2 cannot be used Line 1 abc {NO_NUMBER} Line 2 03-1234-5678 SMS reaches",
        ),
        ("09012345678\nabc", "", ["Write the text of the message, please."], f"Line 2 abc {NO_NUMBER}"),
    ],
)
def test_a_paste_that_cannot_be_sent_comes_back_with_its_reasons_and_everything_kept(
    shops: Shops, staff: Client, step: str, numbers: str, body: str, errors: list[str], told: str
) -> None:
    kept = {"numbers": numbers, "body": body, "subject": "休業", "memo": "店長より"}
    response = staff.post(QUICK, form(step, **kept))
    assert response.status_code == 422
    assert errors_of(response) == errors
    assert told in words(response)
    assert typed(response) == kept
    assert hidden(response) == {"key": str(KEY), "lines_from": ""}
    assert (sent_messages(), dispatches()) == ([], [])


def test_a_paste_of_stopped_numbers_only_has_no_button_to_send(
    shops: Shops, staff: Client, stop: Stop
) -> None:
    stop(shops.sakura_manager, A)
    response = staff.post(QUICK, form("confirm", TEXT, numbers="09012345678\nabc"))
    assert "Cannot be sent now Messages to this number are stopped." in words(response)
    assert buttons_of(response) == ["edit"]


def test_lines_are_judged_while_somebody_still_pastes(shops: Shops, staff: Client) -> None:
    response = staff.post(
        QUICK, form("check", "", numbers="09012345678\n03-1234-5678"), headers={"HX-Request": "true"}
    )
    assert response.status_code == 200
    assert "<html" not in page(response)
    assert "2 lines 1 will be sent 1 cannot be used Line 2 03-1234-5678 SMS reaches mobile" in words(response)
    assert sent_messages() == []


def test_many_lines_ask_the_database_no_more_than_one(
    shops: Shops, staff: Client, make_customer: MakeCustomer, stop: Stop
) -> None:
    for number in range(40):
        make_customer(shops.sakura_staff, f"客 {number}", f"+8190100000{number:02}")
    stop(shops.sakura_manager, "+819010000003")
    staff.post(QUICK, form("send", TEXT, uuid.uuid4(), numbers="09099999999"))

    def queries(step: str, lines: int) -> int:
        numbers = "\n".join(f"0901000{number:04}" for number in range(lines))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = staff.post(QUICK, form(step, TEXT, uuid.uuid4(), numbers=numbers))
        assert response.status_code in {200, 302}
        return len(captured)

    for step in ("check", "confirm", "send"):
        assert {queries(step, lines) for lines in (1, 3, 60)} == {queries(step, 1)}, step


def test_the_stores_newest_messages_stand_below(shops: Shops, staff: Client, sign_in: SignIn) -> None:
    for number in range(6):
        typed_in = form("send", TEXT, uuid.uuid4(), numbers=A, subject=f"件名{number}")
        staff.post(QUICK, typed_in)
    sign_in(shops.midori_staff).post(
        "/stores/midori-estate/send/", form("send", TEXT, uuid.uuid4(), numbers=B, subject="件名の他店")
    )
    shown = words(staff.get(QUICK))
    assert "Newest messages of the store" in shown
    assert [number for number in range(6) if f"件名{number}" in shown] == [1, 2, 3, 4, 5]
    assert "件名の他店" not in shown
    shops.sakura_staff.withheld_permissions = [Permission.MESSAGES_VIEW]
    shops.sakura_staff.save()
    assert "件名" not in words(staff.get(QUICK))
