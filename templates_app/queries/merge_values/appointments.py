"""The appointment that a text is about: the chosen one, else the customer's next."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Store
from customers.models import Appointment
from templates_app.merge.moments import day_words, moment_words, time_words
from templates_app.queries.merge_values.written import today_in
from templates_app.registries.merge_fields import FieldSource, MergeField, Settled

_AT, _DAY, _TIME, _TITLE, _PLACE = "予約日時", "予約日", "予約時刻", "予約内容", "予約場所"
_URL, _MEETING, _PASSCODE = "オンライン接客URL", "ミーティングID", "ミーティングパスワード"
_COLUMNS = {
    _TITLE: "title",
    _PLACE: "place",
    _URL: "meeting_url",
    _MEETING: "meeting_id",
    _PASSCODE: "passcode",
}


def _fields(store: Store) -> list[MergeField]:
    now = timezone.now().astimezone(store.zone)
    today = now.date()
    group = _("Appointment")
    return [
        MergeField(
            _AT,
            _("day and time"),
            group,
            {language: moment_words(now, language, today) for language in ("ja", "en")},
            ("appointment",),
        ),
        MergeField(
            _DAY,
            _("day"),
            group,
            {language: day_words(today, language, today) for language in ("ja", "en")},
            ("appointment day",),
        ),
        MergeField(
            _TIME, _("time"), group, dict.fromkeys(("ja", "en"), "10:30"), ("予約時間", "appointment time")
        ),
        MergeField(
            _TITLE, _("about"), group, {"ja": "オイル交換", "en": "oil change"}, ("appointment title",)
        ),
        MergeField(_PLACE, _("place"), group, {"ja": "本店", "en": "main shop"}, ("appointment place",)),
        MergeField(
            _URL,
            _("meeting URL"),
            group,
            dict.fromkeys(("ja", "en"), "https://meet.example.jp/abc-defg"),
            ("meeting url",),
        ),
        MergeField(
            _MEETING, _("meeting ID"), group, dict.fromkeys(("ja", "en"), "812 345 678"), ("meeting id",)
        ),
        MergeField(
            _PASSCODE,
            _("passcode"),
            group,
            dict.fromkeys(("ja", "en"), "483920"),
            ("ミーティングパスコード", "passcode"),
        ),
    ]


def _fill(
    store: Store, keys: Collection[str], subjects: Sequence[Settled], into: Sequence[dict[str, str]]
) -> None:
    chosen, upcoming = _chosen(subjects), _next(subjects)
    today = today_in(store)
    for subject, values in zip(subjects, into, strict=True):
        if subject.appointment_id is not None:
            appointment = chosen.get(subject.appointment_id)
        else:
            appointment = upcoming.get(subject.customer_id)
        if appointment is not None:
            _put(values, appointment, store, subject.language, today)


def _put(values: dict[str, str], appointment: Appointment, store: Store, language: str, today: date) -> None:
    at = appointment.starts_at.astimezone(store.zone)
    values[_AT] = moment_words(at, language, today)
    values[_DAY] = day_words(at.date(), language, today)
    values[_TIME] = time_words(at)
    for key, column in _COLUMNS.items():
        if value := getattr(appointment, column):
            values[key] = value


def _read(condition: Q) -> QuerySet[Appointment]:
    return Appointment.objects.filter(condition).only("customer_id", "starts_at", *_COLUMNS.values())


def _chosen(subjects: Sequence[Settled]) -> dict[int, Appointment]:
    ids = {subject.appointment_id for subject in subjects if subject.appointment_id is not None}
    return {appointment.pk: appointment for appointment in _read(Q(pk__in=ids))} if ids else {}


def _next(subjects: Sequence[Settled]) -> dict[int | None, Appointment]:
    """By customer: the first that is booked and has not begun, of those for whom none is chosen."""
    customers = {subject.customer_id for subject in subjects if subject.appointment_id is None} - {None}
    if not customers:
        return {}
    booked = Q(status=Appointment.Status.BOOKED, starts_at__gt=timezone.now(), customer_id__in=customers)
    found = _read(booked).order_by("customer_id", "starts_at", "id").distinct("customer_id")
    return {appointment.customer_id: appointment for appointment in found}


SOURCE = FieldSource("appointment", 40, _fields, _fill)
