"""The calendar, the form, an appointment's page, as a shop's employee uses them."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from customers.models import Appointment
from tests.conftest import SignIn
from tests.customers.appointments.booked import booked
from tests.customers.due.dates import asset_due, due_kind
from tests.customers.entered import entered
from tests.customers.pages import errors_shown, text_of
from tests.shops import Shops

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

SHOP = "/stores/sakura-auto"
CALENDAR = f"{SHOP}/appointments/"
# 10:30 on a Monday in Tokyo.
AT = datetime(2027, 3, 15, 1, 30, tzinfo=UTC)
TYPED = {"day": "2027-03-15", "at": "10:30", "minutes": "60"}


def kept(shops: Shops) -> list[Appointment]:
    with store_scope(shops.sakura.pk):
        return list(Appointment.objects.order_by("id"))


def test_an_appointment_is_made_from_a_found_customer(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura, "山田 太郎", kana="ヤマダ タロウ", mobile="+819011112222")
    entered(shops.midori, "山田 みどり")
    asset = asset_due(customer, due_kind(shops.sakura), date(2028, 1, 1), "プリウス", number="12-34")
    client = sign_in(shops.sakura_staff)
    assert "New appointment: for whom?" in text_of(client.get(f"{CALENDAR}new/"))
    found = client.get(f"{CALENDAR}new/", {"find": "山田"}, headers={"HX-Request": "true"})
    assert text_of(found) == "山田 太郎 ヤマダ タロウ 090-1111-2222"
    form = client.get(f"{CALENDAR}new/customers/{customer.pk}/?day=2027-03-15")
    assert 'value="2027-03-15"' in form.content.decode()
    assert "プリウス 12-34" in form.content.decode()
    made = client.post(
        f"{CALENDAR}new/customers/{customer.pk}/",
        TYPED
        | {
            "title": "車検の相談",
            "asset": asset.pk,
            "staff": shops.sakura_staff.pk,
            "meeting_url": "https://meet.example/abc",
            "meeting_id": "123 456",
            "passcode": "abc",
            "remind_hours": "24",
            "notes": "一行目\r\n二行目",
        },
        follow=True,
    )
    words = text_of(made)
    for word in ("10:30–11:30", "山田 太郎", "車検の相談", "プリウス 12-34", "https://meet.example/abc", "123 456",
                 "1 day before", "Booked", "Send an SMS"):  # fmt: skip
        assert word in words, word
    [row] = kept(shops)
    assert (row.starts_at, row.minutes, row.notes, row.remind_hours) == (AT, 60, "一行目\n二行目", 24)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"day": "", "at": ""}, ["This field is required."] * 2),
        ({"day": "2027-02-29"}, ["Enter a valid date."]),
        ({"minutes": "0"}, ["Ensure this value is greater than or equal to 5."]),
        ({"meeting_url": "http://meet.example/"}, ["The address of the meeting begins with https://."]),
        ({"day": "2190-01-01"}, ["Up to five years ahead can be booked."]),
        ({"asset": "999999"}, ["Select a valid choice. 999999 is not one of the available choices."]),
    ],
)
def test_what_is_refused_stands_beside_its_field_and_nothing_typed_is_lost(
    shops: Shops, sign_in: SignIn, typed: dict[str, str], errors: list[str]
) -> None:
    customer = entered(shops.sakura)
    sent = TYPED | {"title": "typed title", "notes": "typed notes"} | typed
    page = sign_in(shops.sakura_staff).post(f"{CALENDAR}new/customers/{customer.pk}/", sent)
    assert (page.status_code, errors_shown(page)) == (422, errors)
    assert 'value="typed title"' in page.content.decode()
    assert "typed notes</textarea>" in page.content.decode()
    assert kept(shops) == []


def test_a_time_that_the_clocks_leave_out_is_refused(shops: Shops, sign_in: SignIn) -> None:
    Store.objects.filter(pk=shops.sakura.pk).update(time_zone="America/New_York")
    customer = entered(shops.sakura)
    client = sign_in(shops.sakura_staff)
    page = client.post(
        f"{CALENDAR}new/customers/{customer.pk}/", {"day": "2027-03-14", "at": "02:30", "minutes": "60"}
    )
    assert errors_shown(page) == [
        "This time does not exist on that day: the clocks are put forward. Choose another one."
    ]
    client.post(
        f"{CALENDAR}new/customers/{customer.pk}/", {"day": "2027-03-14", "at": "03:30", "minutes": "60"}
    )
    assert [row.starts_at for row in kept(shops)] == [datetime(2027, 3, 14, 7, 30, tzinfo=UTC)]


def test_the_calendar_shows_a_week_or_a_day_of_everybody_or_one(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura)
    staff, manager = shops.sakura_staff, shops.sakura_manager
    for name, at, who in (
        ("朝", AT, staff),
        ("同じ時", AT + timedelta(minutes=30), staff),
        ("別の人", AT, manager),
        ("六日後", AT + timedelta(days=6), None),
        ("七日後", AT + timedelta(days=7), None),
        ("前日", AT - timedelta(days=1), None),
    ):
        booked(staff, customer, at, title=name, staff=who)
    booked(shops.midori_staff, entered(shops.midori), AT, title="みどり")
    client = sign_in(staff)

    def titles(**query: Any) -> list[str]:
        page = client.get(CALENDAR, {"day": "2027-03-15", **query}).content.decode()
        return re.findall(r'<span class="d-block small">(.*?)</span>', page)

    assert titles() == ["朝", "別の人", "同じ時", "六日後"]
    assert titles(span="day") == ["朝", "別の人", "同じ時"]
    assert titles(span="day", staff=manager.pk) == ["別の人"]
    assert titles(span="day", staff=shops.midori_staff.pk) == ["朝", "別の人", "同じ時"]
    assert titles(day="2027-03-22") == ["七日後"]
    page = client.get(CALENDAR, {"day": "2027-03-15"})
    assert text_of(page).count("Overlaps") == 2
    assert "day=2027-03-08" in page.content.decode()
    assert "day=2027-03-22" in page.content.decode()
    for odd in ("x", "0001-01-01", "9999-12-31", ""):
        assert client.get(CALENDAR, {"day": odd}).status_code == 200


def test_midnight_is_the_stores(shops: Shops, sign_in: SignIn) -> None:
    booked(shops.sakura_staff, entered(shops.sakura), datetime(2027, 3, 14, 15, 0, tzinfo=UTC), title="零時")
    client = sign_in(shops.sakura_staff)
    shown = {
        day: "零時" in text_of(client.get(CALENDAR, {"day": day, "span": "day"}))
        for day in ("2027-03-14", "2027-03-15")
    }
    assert shown == {"2027-03-14": False, "2027-03-15": True}


def test_another_appointment_of_the_same_staff_is_pointed_at(shops: Shops, sign_in: SignIn) -> None:
    staff = shops.sakura_staff
    other = booked(staff, entered(shops.sakura, "佐藤"), AT, staff=staff)
    customer = entered(shops.sakura, "山田")
    client = sign_in(staff)
    page = client.post(f"{CALENDAR}new/customers/{customer.pk}/", TYPED | {"staff": staff.pk}, follow=True)
    assert "さくら自動車 staff has another appointment at this time: 2027-03-15 10:30–11:30 佐藤" in text_of(
        page
    )
    assert f"appointments/{other.pk}/" in page.content.decode()


def test_an_appointment_is_changed_done_missed_booked_again_and_cancelled(
    shops: Shops, sign_in: SignIn
) -> None:
    customer = entered(shops.sakura)
    row = booked(shops.sakura_staff, customer, AT, title="前", place="本店", remind_hours=5)
    client, page = sign_in(shops.sakura_staff), f"{CALENDAR}{row.pk}/"
    form = client.get(f"{page}edit/").content.decode()
    for value in ('value="2027-03-15"', 'value="10:30"', 'value="前"', "5 hours before"):
        assert value in form
    client.post(f"{page}edit/", TYPED | {"at": "11:00", "title": "後", "place": "本店", "remind_hours": "5"})
    [changed] = kept(shops)
    assert (changed.title, changed.starts_at, changed.place) == ("後", AT + timedelta(minutes=30), "本店")
    for status in ("done", "missed", "booked"):
        client.post(f"{page}status/", {"status": status})
        assert [one.status for one in kept(shops)] == [status]
    for odd in ("cancelled", "odd", ""):
        assert client.post(f"{page}status/", {"status": odd}).status_code == 404
    assert "Cancel the appointment?" in text_of(client.get(f"{page}cancel/"))
    assert [one.status for one in kept(shops)] == ["booked"]
    assert "A reminder that waited is taken back." in text_of(client.post(f"{page}cancel/", follow=True))
    assert [one.status for one in kept(shops)] == ["cancelled"]
    assert "cancelled already" in text_of(client.post(f"{page}cancel/", follow=True))


def test_a_customers_page_shows_the_next_and_past_appointments(shops: Shops, sign_in: SignIn) -> None:
    customer = entered(shops.sakura)
    client = sign_in(shops.sakura_staff)
    page = f"{SHOP}/customers/{customer.pk}/"
    assert "No appointments." in text_of(client.get(page))
    booked(shops.sakura_staff, customer, timezone.now() + timedelta(days=3), title="これから")
    booked(shops.sakura_staff, customer, timezone.now() - timedelta(days=3), title="終わった")
    words = text_of(client.get(page))
    assert words.index("これから") < words.index("終わった")
    assert "Over: done?" in words


def test_the_calendar_asks_as_often_for_three_as_for_one(shops: Shops, sign_in: SignIn) -> None:
    client, asked = sign_in(shops.sakura_staff), []
    kind = due_kind(shops.sakura)
    for names in (["一"], ["二", "三"]):
        for name in names:
            customer = entered(shops.sakura, name)
            asset = asset_due(customer, kind, date(2028, 1, 1))
            booked(shops.sakura_staff, customer, AT, staff=shops.sakura_manager, asset=asset)
        client.get(CALENDAR, {"day": "2027-03-15"})
        with CaptureQueriesContext(connection) as queries:
            client.get(CALENDAR, {"day": "2027-03-15"})
        asked.append(len(queries))
    assert asked[0] == asked[1]
