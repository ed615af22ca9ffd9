"""The template that is marked for appointments: in the composer, and in automatic reminders."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tenancy.scope import platform_scope, store_scope
from messaging.domain.appointment_text import appointment_text, text_for_composer
from messaging.models import Dispatch, MessageText
from templates_app.models import Template
from tests.customers.appointments.booked import booked
from tests.messaging.appointments.test_remind import PHONE, reminded, willing
from tests.shops import Shops
from tests.templates_app.written import a_template

pytestmark = pytest.mark.django_db

BODY = "[[氏名]]様、[[予約日時]]にお待ちしています。[[オンライン接客URL]]"


def marked(shops: Shops) -> Template:
    template = a_template(shops.sakura_manager, body=BODY)
    with store_scope(shops.sakura.pk):
        Template.objects.filter(pk=template.pk).update(for_appointments=True)
    return template


def test_a_reminder_is_made_from_the_stores_own_template(shops: Shops) -> None:
    template = marked(shops)
    booked(
        shops.sakura_staff,
        willing(shops.sakura, name="山田 太郎"),
        timezone.now() + timedelta(hours=20),
        remind_hours=24,
        meeting_url="https://meet.example/1",
    )
    assert reminded() == 1
    with platform_scope("a look at everything"):
        text = MessageText.objects.get()
        dispatch = Dispatch.objects.get()
    assert text.body.startswith("山田 太郎様、")
    # The meeting's address is the record's, not a link of the store's.
    assert text.body.endswith("https://meet.example/1")
    with store_scope(shops.sakura.pk):
        assert dispatch.template_version.template_id == template.pk


def test_where_a_value_is_missing_the_reminder_goes_in_our_own_words(shops: Shops) -> None:
    marked(shops)
    appointment = booked(
        shops.sakura_staff,
        willing(shops.sakura, name="山田 太郎"),
        timezone.now() + timedelta(hours=20),
        remind_hours=24,
    )
    assert reminded() == 1
    with platform_scope("a look at everything"):
        [text], [dispatch] = MessageText.objects.all(), Dispatch.objects.all()
    with store_scope(shops.sakura.pk):
        appointment = type(appointment).objects.select_related("customer").get(pk=appointment.pk)
        assert text.body == appointment_text(appointment, shops.sakura)
    assert (dispatch.template_version_id, text.phone) == (None, PHONE)


def test_the_composer_opens_with_the_template_and_its_fields(shops: Shops) -> None:
    template = marked(shops)
    ours = booked(shops.sakura_staff, willing(shops.sakura))
    theirs = booked(shops.midori_staff, willing(shops.midori))
    with store_scope(shops.sakura.pk):
        ready = text_for_composer(ours, shops.sakura)
        assert (ready.body, ready.purpose) == (BODY, template.purpose)
        assert Template.objects.get(versions=ready.template_version_id) == template
    with store_scope(shops.midori.pk):
        assert text_for_composer(theirs, shops.midori) == (
            appointment_text(theirs, shops.midori),
            None,
            "notice",
        )
