from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from customers.models import Appointment
from templates_app.registries.merge_fields import Subject
from tests.customers.entered import entered
from tests.shops import Shops
from tests.templates_app.values.people import asset_of, booked, kind_of, values_of

WHEN = ("予約日時", "予約日", "予約時刻")
# A Friday evening in UTC is a Saturday morning in Tokyo.
EVENING = datetime(2031, 3, 14, 22, 5, tzinfo=UTC)


def test_an_appointment_is_told_in_the_stores_zone_and_the_customers_language(shops: Shops) -> None:
    customer = entered(shops.sakura)
    appointment = booked(
        customer,
        EVENING,
        title="オイル交換",
        place="本店",
        meeting_url="https://meet.example.jp/a",
        meeting_id="812 345",
        passcode="4839",
        staff=shops.sakura_manager,
    )
    fields = (
        *WHEN,
        "予約内容",
        "予約場所",
        "オンライン接客URL",
        "ミーティングID",
        "ミーティングパスワード",
        "担当者",
    )
    subject = Subject(customer.pk, appointment_id=appointment.pk)
    rest = {
        "予約時刻": "7:05",
        "予約内容": "オイル交換",
        "予約場所": "本店",
        "オンライン接客URL": "https://meet.example.jp/a",
        "ミーティングID": "812 345",
        "ミーティングパスワード": "4839",
        "担当者": shops.sakura_manager.user.name,
    }
    english = Subject(customer.pk, appointment_id=appointment.pk, language="en")
    assert values_of(shops.sakura, fields, subject, english) == [
        {"予約日時": "2031年3月15日(土) 7:05", "予約日": "2031年3月15日(土)"} | rest,
        {"予約日時": "Sat 15 Mar 2031, 7:05", "予約日": "Sat 15 Mar 2031"} | rest,
    ]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        # New York puts its clocks on at 2:00 on 9 March 2031, and back on 2 November.
        (datetime(2031, 3, 9, 6, 59, tzinfo=UTC), "Sun 9 Mar 2031, 1:59"),
        (datetime(2031, 3, 9, 7, 0, tzinfo=UTC), "Sun 9 Mar 2031, 3:00"),
        (datetime(2031, 11, 2, 5, 30, tzinfo=UTC), "Sun 2 Nov 2031, 1:30"),
        (datetime(2031, 11, 2, 6, 30, tzinfo=UTC), "Sun 2 Nov 2031, 1:30"),
        (datetime(2031, 11, 2, 7, 30, tzinfo=UTC), "Sun 2 Nov 2031, 2:30"),
    ],
)
def test_a_zone_with_summer_time_is_told_by_its_own_clocks(
    shops: Shops, moment: datetime, words: str
) -> None:
    shops.sakura.time_zone = "America/New_York"
    shops.sakura.save()
    customer = entered(shops.sakura, language="en")
    booked(customer, moment)
    assert values_of(shops.sakura, ["予約日時"], Subject(customer.pk)) == [{"予約日時": words}]


def test_without_a_choice_the_next_booked_one_is_meant(shops: Shops) -> None:
    customer, other = entered(shops.sakura), entered(shops.sakura, "佐藤")
    now = timezone.now()
    booked(customer, now - timedelta(days=1), title="過ぎた予約")
    booked(customer, now + timedelta(days=1), title="取り消した予約", status=Appointment.Status.CANCELLED)
    booked(customer, now + timedelta(days=9), title="その次の予約")
    booked(customer, now + timedelta(days=2), title="次の予約")
    assert values_of(shops.sakura, ["予約内容"], Subject(customer.pk), Subject(other.pk)) == [
        {"予約内容": "次の予約"},
        {},
    ]


def test_a_chosen_appointment_is_meant_even_if_it_is_over_and_another_ones_never(shops: Shops) -> None:
    customer, other = entered(shops.sakura), entered(shops.sakura, "佐藤")
    over = booked(customer, timezone.now() - timedelta(days=3), title="先日の予約")
    theirs = booked(other, timezone.now() + timedelta(days=3), title="佐藤の予約")
    foreign = booked(entered(shops.midori, "緑川"), timezone.now() + timedelta(days=3), title="緑川の予約")
    assert values_of(
        shops.sakura,
        ["予約内容"],
        Subject(customer.pk, appointment_id=over.pk),
        Subject(customer.pk, appointment_id=theirs.pk),
        Subject(customer.pk, appointment_id=foreign.pk),
        Subject(other.pk, name="別の人", appointment_id=theirs.pk),
    ) == [{"予約内容": "先日の予約"}, {}, {}, {}]


def test_the_appointments_asset_is_what_the_text_is_about(shops: Shops) -> None:
    kind = kind_of(shops.sakura)
    customer = entered(shops.sakura)
    asset_of(customer, kind, "プリウス 白")
    red = asset_of(customer, kind, "フィット 赤")
    appointment = booked(customer, EVENING, asset=red)
    subject = Subject(customer.pk, appointment_id=appointment.pk)
    assert values_of(shops.sakura, ["車両"], subject) == [{"車両": "フィット 赤"}]
