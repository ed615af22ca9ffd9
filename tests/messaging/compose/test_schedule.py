"""Send later: any minute up to a year ahead on the store's clock; prepared again in place of what waits (A6, A10)."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone, translation

from accounts.tenancy.scope import platform_scope
from customers.models import Customer
from messaging.forms.notice_form import NoticeForm
from messaging.forms.send_moment import comes_twice
from messaging.models import Dispatch, Message, State
from messaging.views.composer.presets import send_presets
from tests.customers.records.defined import vehicle, vehicles
from tests.messaging.compose.conftest import (
    KEY,
    QUICK,
    MakeCustomer,
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

TEXT = "さくら自動車です。お車の点検が終わりました。"
TOKYO, BERLIN = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Berlin")


def later(moment: str, **further: str) -> dict[str, str]:
    return {"when": "later", "send_at": moment, **further}


def tomorrow() -> str:
    return f"{timezone.now().astimezone(TOKYO) + timedelta(days=1):%Y-%m-%dT10:30}"


def moment_in(zone: ZoneInfo, given: str) -> NoticeForm:
    made = NoticeForm({"key": str(KEY), **later(given)}, zone=zone)
    made.is_valid()
    return made


def test_a_minute_of_tomorrow_is_confirmed_with_its_zone_and_waits_until_then(
    staff: Client, taro: Customer
) -> None:
    given = tomorrow()
    confirm = staff.post(composer_of(taro), form("confirm", TEXT, **later(given)))
    assert "Nothing has been scheduled yet. Please check, then press “Schedule”." in words(confirm)
    assert f"When {given.replace('T', ' ')} JST Purpose notice" in words(confirm)
    assert hidden(confirm)["send_at"] == given
    staff.post(composer_of(taro), form("send", TEXT, **later(given)))
    [dispatch] = dispatches()
    assert dispatch.send_at == datetime.fromisoformat(given).replace(tzinfo=TOKYO)
    with platform_scope("a test reads what there is"):
        assert [message.due_at for message in Message.objects.all()] == [dispatch.send_at]


@pytest.mark.parametrize("step", ["confirm", "send"])
@pytest.mark.parametrize(
    ("given", "error"),
    [
        ("", "Enter the day and the time."),
        ("2026-13-45T10:00", "Enter a day and a time like 2026-11-23 15:00."),
        ("2020-01-01T10:00", "This time has passed. Choose a later one, please."),
        ("2199-01-01T10:00", "Up to one year ahead can be scheduled."),
    ],
)
def test_a_time_that_cannot_be_is_said_beside_it_and_stays_there(
    staff: Client, taro: Customer, step: str, given: str, error: str
) -> None:
    response = staff.post(composer_of(taro), form(step, TEXT, **later(given)))
    assert (response.status_code, errors_of(response)) == (422, [error])
    assert f'name="send_at" value="{given}"' in page(response) or not given
    assert typed(response)["body"] == TEXT
    assert (sent_messages(), dispatches()) == ([], [])


def test_a_time_that_was_entered_is_not_meant_while_now_is_chosen(staff: Client, taro: Customer) -> None:
    confirm = staff.post(composer_of(taro), form("confirm", TEXT, when="now", send_at="2020-01-01T10:00"))
    assert "When now Purpose" in words(confirm)
    staff.post(composer_of(taro), form("send", TEXT, when="now", send_at="2020-01-01T10:00"))
    [dispatch] = dispatches()
    assert dispatch.send_at is None


def test_the_hour_that_is_skipped_in_spring_is_refused_and_the_one_that_comes_twice_is_the_first() -> None:
    # Whatever language an earlier test has left in force.
    with translation.override("en"):
        assert moment_in(BERLIN, "2027-03-28T02:30").errors["send_at"] == [
            "There is no such time on that day: the clocks are put forward then. Choose another one, please."
        ]
    twice = moment_in(BERLIN, "2027-10-31T02:30").goes_at
    assert twice is not None
    assert (twice.astimezone(UTC), comes_twice(twice)) == (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), True)
    plain = moment_in(BERLIN, "2027-10-31T03:30:59").goes_at
    assert plain is not None
    assert (plain.astimezone(UTC), comes_twice(plain)) == (datetime(2027, 10, 31, 2, 30, tzinfo=UTC), False)


def test_an_hour_that_comes_twice_is_pointed_out_on_the_confirm_page(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    shops.sakura.time_zone = "Europe/Berlin"
    shops.sakura.save()
    today = timezone.now().astimezone(BERLIN).date()
    # The last Sunday of October, of this year or the next: within a year ahead.
    autumn = next(day for day in _last_sundays_of_october(today.year) if day > today)
    response = staff.post(composer_of(taro), form("confirm", TEXT, **later(f"{autumn}T02:30")))
    assert "show this time twice: the first of the two is meant" in words(response)


def _last_sundays_of_october(year: int) -> list[date]:
    ends = [date(one, 10, 31) for one in (year, year + 1)]
    return [end - timedelta(days=(end.weekday() + 1) % 7) for end in ends]


@pytest.mark.parametrize(
    ("now", "values"),
    [
        ("2026-11-23T12:05", ["11-23T13:05", "11-23T18:00", "11-24T10:00", "11-24T18:00", "11-30T10:00"]),
        ("2026-11-22T17:30", ["11-22T18:30", "11-23T10:00", "11-23T18:00"]),
    ],
)
def test_presets_are_always_ahead(now: str, values: list[str]) -> None:
    presets = send_presets(datetime.fromisoformat(now).replace(tzinfo=TOKYO))
    assert [preset.value for preset in presets] == [f"2026-{value}" for value in values]


def scheduled(client: Client, address: str, **further: str) -> Dispatch:
    client.post(address, form("send", TEXT, uuid.uuid4(), **later(tomorrow()), **further))
    return dispatches()[-1]


def test_preparing_again_opens_with_everything_and_takes_the_place_of_the_first(
    staff: Client, taro: Customer
) -> None:
    first = scheduled(staff, composer_of(taro), subject="点検", memo="鍵", purpose="reminder")
    opened = staff.get(f"{composer_of(taro)}?replace={first.pk}")
    assert "This takes the place of the message that was scheduled for" in words(opened)
    assert typed(opened) == {"body": TEXT, "subject": "点検", "memo": "鍵"}
    assert hidden(opened)["replaces"] == str(first.pk)
    assert re.search(r'value="reminder" checked', page(opened))
    assert f'name="send_at" value="{tomorrow()}"' in page(opened)
    staff.post(
        composer_of(taro),
        form("send", f"{TEXT}お待ちしています。", uuid.uuid4(), replaces=str(first.pk), **later(tomorrow())),
    )
    assert [(text, state) for _phone, text, state, _reason in sent_messages()] == [
        (TEXT, "cancelled"),
        (f"{TEXT}お待ちしています。", "scheduled"),
    ]
    assert [dispatch.replaces_id for dispatch in dispatches()] == [None, first.pk]


def test_preparing_again_knows_the_vehicle_and_where_the_link_leads(
    shops: Shops, staff: Client, taro: Customer
) -> None:
    known = vehicles(shops.sakura)
    cars = [
        vehicle(shops.sakura_manager, taro, known.kind, label, dues={known.inspection.pk: date(2027, 3, 15)})
        for label in ("プリウス", "軽トラック")
    ]
    body = "さくら自動車です。[[車両]]の車検です。 [[URL]]"
    link = {"link": "https://shop.example.jp/a", "track_links": "on", "unique_links": "on"}
    about = {"assets": str(cars[1].pk), "due_kind": str(known.inspection.pk)}
    given = form("send", body, uuid.uuid4(), **later(tomorrow()), **link, **about)
    assert staff.post(composer_of(taro), given).status_code == 302
    assert "軽トラックの車検です。" in sent_messages()[0][1]
    opened = page(staff.get(f"{composer_of(taro)}?replace={dispatches()[0].pk}"))
    assert f'<option value="{cars[1].pk}" selected>' in opened
    assert 'name="link" value="https://shop.example.jp/a"' in opened
    assert f'name="due_kind" value="{known.inspection.pk}"' in opened


def test_what_has_left_is_not_replaced_and_the_new_text_is_kept(staff: Client, taro: Customer) -> None:
    first = scheduled(staff, composer_of(taro))
    with platform_scope("a test plays the worker"):
        Message.objects.update(state=State.ACCEPTED, accepted_at=timezone.now())
    response = staff.post(
        composer_of(taro),
        form("send", "直した文章", uuid.uuid4(), replaces=str(first.pk), **later(tomorrow())),
    )
    assert response.status_code == 422
    assert "It has left meanwhile and cannot be changed any more. Nothing was sent" in words(response)
    assert "The earlier one stays as it is" not in words(response)
    assert typed(response)["body"] == "直した文章"
    assert [state for _phone, _text, state, _reason in sent_messages()] == ["accepted"]


def test_preparing_again_in_quick_send_has_the_numbers_and_another_customer_has_nothing(
    shops: Shops, staff: Client, taro: Customer, make_customer: MakeCustomer
) -> None:
    first = scheduled(staff, QUICK, numbers="09012345678\n08011112222 佐藤")
    opened = typed(staff.get(f"{QUICK}?replace={first.pk}"))
    assert opened["numbers"] == "090-1234-5678\t山田 太郎\n080-1111-2222\t佐藤"
    hanako = make_customer(shops.sakura_staff, "佐藤 花子", "+818033334444")
    assert staff.get(f"{composer_of(hanako)}?replace={first.pk}").status_code == 404
    assert staff.get(f"{composer_of(taro)}?replace=999999").status_code == 404


def test_the_other_store_prepares_nothing_of_ours_again(
    shops: Shops, staff: Client, taro: Customer, make_customer: MakeCustomer
) -> None:
    first = scheduled(staff, composer_of(taro))
    response = staff.post(composer_of(taro), form("send", "x", uuid.uuid4(), replaces="424242"))
    assert response.status_code == 404
    assert [dispatch.pk for dispatch in dispatches()] == [first.pk]


def test_what_is_cancelled_is_said_wherever_the_form_goes(staff: Client, taro: Customer) -> None:
    first = scheduled(staff, composer_of(taro))
    notice = f"This takes the place of the message that was scheduled for {tomorrow().replace('T', ' ')} JST."
    given = {"replaces": str(first.pk), **later(tomorrow())}
    confirm = words(staff.post(composer_of(taro), form("confirm", TEXT, **given)))
    assert f"{notice} With the next press 1 waiting message is cancelled in the same moment." in confirm
    for response in (
        staff.post(composer_of(taro), form("confirm", "", **given)),
        staff.post(composer_of(taro), form("edit", TEXT, **given)),
        staff.post(composer_of(taro), form("draft", TEXT, **given), follow=True),
    ):
        assert f"{notice} The earlier one stays as it is until" in words(response)
        assert hidden(response)["replaces"] == str(first.pk)


def test_a_draft_of_what_has_left_meanwhile_is_a_new_message(staff: Client, taro: Customer) -> None:
    first = scheduled(staff, composer_of(taro))
    given = {"replaces": str(first.pk), **later(tomorrow())}
    kept = staff.post(composer_of(taro), form("draft", "直した文章", **given)).headers["Location"]
    with platform_scope("a test plays the worker"):
        Message.objects.update(state=State.ACCEPTED, accepted_at=timezone.now())
    opened = staff.get(kept)
    assert "has left or was cancelled meanwhile. Sent from here it is a new message." in words(opened)
    assert "This takes the place" not in words(opened)
    assert (hidden(opened).get("replaces", ""), typed(opened)["body"]) == ("", "直した文章")


def test_a_form_whose_old_one_cannot_be_read_sends_nothing(staff: Client, taro: Customer) -> None:
    first = scheduled(staff, composer_of(taro))
    response = staff.post(composer_of(taro), form("send", TEXT, uuid.uuid4(), replaces=f"{first.pk}x"))
    assert response.status_code == 422
    assert "This page was not complete. Nothing was sent" in words(response)
    assert [dispatch.pk for dispatch in dispatches()] == [first.pk]


def test_what_a_program_has_set_holds_for_what_takes_its_place(staff: Client, taro: Customer) -> None:
    first = scheduled(staff, composer_of(taro))
    ends = timezone.now() + timedelta(days=30)
    with platform_scope("a test plays the program"):
        Dispatch.objects.update(expires_at=ends, reference="order-17")
    given = {"replaces": str(first.pk), **later(tomorrow())}
    response = staff.post(composer_of(taro), form("send", f"{TEXT}お待ちしています。", uuid.uuid4(), **given))
    assert response.status_code == 302
    second = dispatches()[-1]
    assert (second.replaces_id, second.expires_at, second.reference) == (first.pk, ends, "order-17")
