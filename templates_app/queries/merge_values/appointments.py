"""The appointment that a text is about: the chosen one, else the customer's next."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Store
from accounts.tenancy.statements import rows_of
from templates_app.merge.moments import day_words, moment_words, time_words
from templates_app.queries.merge_values.written import today_in
from templates_app.registries.merge_fields import FieldSource, MergeField, Settled

_AT, _DAY, _TIME, _TITLE, _PLACE = "予約日時", "予約日", "予約時刻", "予約内容", "予約場所"
_URL, _MEETING, _PASSCODE = "オンライン接客URL", "ミーティングID", "ミーティングパスワード"
_COLUMNS = {_TITLE: "title", _PLACE: "place", _URL: "url", _MEETING: "meeting", _PASSCODE: "passcode"}
_SAID = "starts_at, title, place, meeting_url, meeting_id, passcode"
_CHOSEN = f"SELECT id, {_SAID} FROM customers_appointment WHERE store_id = %s AND id = ANY(%s)"
_UPCOMING = f"""
SELECT DISTINCT ON (customer_id) customer_id, {_SAID} FROM customers_appointment
WHERE store_id = %s AND customer_id = ANY(%s) AND status = 'booked' AND starts_at > now()
ORDER BY customer_id, starts_at, id
"""


class _Appointment(NamedTuple):
    starts_at: datetime
    title: str
    place: str
    url: str
    meeting: str
    passcode: str


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
            _("day of the appointment"),
            group,
            {language: day_words(today, language, today) for language in ("ja", "en")},
            ("appointment day",),
        ),
        MergeField(
            _TIME,
            _("time of the appointment"),
            group,
            dict.fromkeys(("ja", "en"), "10:30"),
            ("予約時間", "appointment time"),
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
    chosen, upcoming = _chosen(store, subjects), _next(store, subjects)
    today = today_in(store)
    for subject, values in zip(subjects, into, strict=True):
        appointment = chosen.get(subject.appointment_id) or upcoming.get(subject.customer_id)
        if appointment is not None:
            _put(values, appointment, store, subject.language, today)


def _put(values: dict[str, str], appointment: _Appointment, store: Store, language: str, today: date) -> None:
    at = appointment.starts_at.astimezone(store.zone)
    values[_AT] = moment_words(at, language, today)
    values[_DAY] = day_words(at.date(), language, today)
    values[_TIME] = time_words(at)
    for key, column in _COLUMNS.items():
        if value := getattr(appointment, column):
            values[key] = value


def _chosen(store: Store, subjects: Sequence[Settled]) -> dict[int | None, _Appointment]:
    ids = {subject.appointment_id for subject in subjects if subject.appointment_id is not None}
    rows = rows_of(_CHOSEN, [store.pk, sorted(ids)]) if ids else []
    return {row[0]: _Appointment._make(row[1:]) for row in rows}


def _next(store: Store, subjects: Sequence[Settled]) -> dict[int | None, _Appointment]:
    """By customer: the first that is booked and has not begun, of those for whom none is chosen."""
    customers = {one.person.id for one in subjects if one.person and one.appointment_id is None}
    rows = rows_of(_UPCOMING, [store.pk, sorted(customers)]) if customers else []
    return {row[0]: _Appointment._make(row[1:]) for row in rows}


SOURCE = FieldSource("appointment", 40, _fields, _fill)
