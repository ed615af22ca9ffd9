"""What a customer is told of an appointment: complete, in the customer's language, always sendable."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.test import Client

from accounts.models import Store
from customers.models import Appointment
from messaging.domain.appointment_text import appointment_text, sendable_text
from tests.conftest import SignIn
from tests.customers.appointments.booked import booked
from tests.customers.entered import entered
from tests.customers.pages import text_of
from tests.shops import Shops

AT = datetime(2027, 3, 15, 1, 30, tzinfo=UTC)


class _Customer(SimpleNamespace):
    def __str__(self) -> str:
        return str(self.name)


def appointment(*, name: str = "山田 太郎", language: str = "en", **fields: Any) -> Appointment:
    given = {"starts_at": AT, "title": "", "place": "", "meeting_url": "", "meeting_id": "", "passcode": ""}
    customer = _Customer(name=name, language=language)
    return cast(Appointment, SimpleNamespace(customer=customer, **(given | fields)))


def store(name: str = "さくら自動車", *, limit: int = 660) -> Store:
    return Store(name=name, body_limit=limit, time_zone="Asia/Tokyo")


def test_the_text_names_shop_person_time_and_how_to_join() -> None:
    whole = appointment_text(
        appointment(
            title="車検の相談", meeting_url="https://meet.example/a", meeting_id="123 456", passcode="xyz"
        ),
        store(),
    )
    assert whole == (
        "さくら自動車: Dear 山田 太郎, your appointment is on Mon 15 Mar, 10:30.\n"
        "About: 車検の相談\nhttps://meet.example/a\nMeeting ID: 123 456\nPasscode: xyz"
    )


@pytest.mark.parametrize("limit", [70, 100, 660])
def test_what_goes_by_itself_is_cut_to_what_may_be_sent(limit: int) -> None:
    odd = appointment(name="吉野家太郎" * 18, title="あ" * 100, place="絵文字\U0001f697")
    text = sendable_text(odd, store("店" * 100, limit=limit), None)
    assert len(text) <= limit
    assert "15 Mar, 10:30" in text
    assert "\U0001f697" not in text
    plain = appointment(title="相談", place="本店")
    assert sendable_text(plain, store(), None) == appointment_text(plain, store())


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english")
class TestFromThePage:
    def test_the_button_opens_the_composer_with_the_text(self, shops: Shops, sign_in: SignIn) -> None:
        customer = entered(shops.sakura, language="en", mobile="+819011112222")
        row = booked(shops.sakura_staff, customer, AT, place="本店")
        client = sign_in(shops.sakura_staff)
        page = client.get(f"/stores/sakura-auto/appointments/{row.pk}/").content.decode()
        address = f"/stores/sakura-auto/send/customers/{customer.pk}/?appointment={row.pk}"
        assert address in page
        composer = client.get(address).content.decode()
        assert "your appointment is on Mon 15 Mar, 10:30.\nPlace: 本店</textarea>" in composer
        # What the browser has kept from another time must not take its place.
        assert "data-composer-restore" not in composer

    def test_anothers_appointment_is_not_there(self, shops: Shops, sign_in: SignIn) -> None:
        customer, other = entered(shops.sakura), entered(shops.sakura, "佐藤")
        theirs = booked(shops.midori_staff, entered(shops.midori), AT)
        row = booked(shops.sakura_staff, other, AT)
        client = sign_in(shops.sakura_staff)
        found = [status(client, customer.pk, given) for given in (row.pk, theirs.pk, 10**9, "x")]
        assert found == [404, 404, 404, 200]

    @pytest.mark.parametrize(
        ("fields", "at", "words"),
        [
            ({"mobile": "+819011112222", "sms_flag": True}, AT, "Goes out by itself at: 2027-03-15 07:30"),
            ({"mobile": "+819011112222"}, AT, "It will not go: the customer's SMS flag is off."),
            ({"sms_flag": True}, AT, "It will not go: the customer has no mobile number."),
            ({}, datetime(2020, 3, 15, 1, 30, tzinfo=UTC), "It does not go any more"),
        ],
    )
    def test_the_page_says_when_the_reminder_goes_or_why_not(
        self, shops: Shops, sign_in: SignIn, fields: dict[str, Any], at: datetime, words: str
    ) -> None:
        row = booked(shops.sakura_staff, entered(shops.sakura, **fields), at, remind_hours=3)
        page = sign_in(shops.sakura_staff).get(f"/stores/sakura-auto/appointments/{row.pk}/")
        assert words in text_of(page)


def status(client: Client, customer_id: int, appointment_id: int | str) -> int:
    address = f"/stores/sakura-auto/send/customers/{customer_id}/"
    return client.get(address, {"appointment": appointment_id}).status_code
