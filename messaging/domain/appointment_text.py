"""What a customer is told of an appointment, in the customer's language: when, where, and how to join."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils import translation
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Store
from customers.models import Appointment
from messaging.domain.problems import Level
from messaging.domain.text_problems import body_problems
from messaging.gateways.contract import Capabilities
from messaging.models import Purpose
from messaging.text import composed_kana, trimmed
from templates_app.queries.versions import appointment_version

_LONGEST_SHOP_NAME = 30


class ReadyText(NamedTuple):
    """What a composer opens with. The body may hold merge fields; of no template: our own words, filled in."""

    body: str
    template_version_id: int | None = None
    purpose: Purpose = Purpose.NOTICE


def text_for_composer(appointment: Appointment, store: Store) -> ReadyText:
    """From the store's template that is marked for appointments, if it has one; else appointment_text. As there."""
    version = appointment_version(store, appointment.customer.language)
    if version is None:
        return ReadyText(appointment_text(appointment, store))
    return ReadyText(version.body, version.pk, Purpose(version.purpose))


def appointment_text(appointment: Appointment, store: Store) -> str:
    """All that the customer needs. Needs `customer`."""
    with translation.override(appointment.customer.language):
        return next(_versions(appointment, store))


def sendable_text(appointment: Appointment, store: Store, capabilities: Capabilities | None) -> str:
    """The fullest version that may be sent as it is: within the store's limit, of characters that can be sent.

    What nobody looks at before it goes leaves out what would keep it from going.
    """
    with translation.override(appointment.customer.language):
        text = ""
        for text in _versions(appointment, store):
            problems = body_problems(text, store=store, capabilities=capabilities)
            if all(problem.level is not Level.ERROR for problem in problems):
                break
        return text


def _versions(appointment: Appointment, store: Store) -> Iterator[str]:
    """From the fullest to the shortest."""
    at = date_format(
        appointment.starts_at.astimezone(store.zone),
        # Translators: as Django writes dates; in Japanese n月j日(D) H:i.
        pgettext("when an appointment is, in a message", "D j M, H:i"),
    )
    shop = store.name if len(store.name) <= _LONGEST_SHOP_NAME else f"{store.name[:_LONGEST_SHOP_NAME]}…"
    name = str(appointment.customer)
    whole = _("%(shop)s: Dear %(name)s, your appointment is on %(at)s.")
    lines = [whole % {"shop": shop, "name": name, "at": at}, *_details(appointment)]
    plain = _("%(shop)s: your appointment is on %(at)s.") % {"shop": shop, "at": at}
    for version in (lines, [plain, *lines[1:]], lines[:1], [plain]):
        yield trimmed(composed_kana("\n".join(version)))
    yield _("Your appointment is on %(at)s.") % {"at": at}


def _details(appointment: Appointment) -> list[str]:
    parts = [
        (_("About: %(text)s"), appointment.title),
        (_("Place: %(text)s"), appointment.place),
        ("%(text)s", appointment.meeting_url),
        (_("Meeting ID: %(text)s"), appointment.meeting_id),
        (_("Passcode: %(text)s"), appointment.passcode),
    ]
    return [words % {"text": text} for words, text in parts if text]
