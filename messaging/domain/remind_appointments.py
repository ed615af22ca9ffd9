"""Automatic reminders before an appointment (mission.md B11): each planned once, as any other message is."""

import logging
import uuid
from dataclasses import replace

from django.db import transaction

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from accounts.tenancy.statements import changed_by, rows_of
from customers.models import Appointment
from messaging.domain.appointment_text import sendable_text
from messaging.domain.compose import Wish, compose
from messaging.domain.doorbell import ring_account
from messaging.domain.judge import Asked, judge
from messaging.domain.plan import Planned, Prepared, plan
from messaging.domain.recipients import recipient_for
from messaging.domain.render import Rendering, render, render_as_written
from messaging.gateways.contract import Capabilities
from messaging.models import AppointmentReminder, Dispatch, Purpose, Reason, State, origins_of
from messaging.queries.gateways import account_of, capabilities_of
from messaging.queries.sending_settings import sending_settings
from templates_app.models import TemplateVersion
from templates_app.queries.versions import appointment_version

logger = logging.getLogger(__name__)

# Store by store along (store, starts_at): nothing further ahead than the longest reminder is read.
_DUE = """
SELECT store.id, due.id
FROM accounts_store AS store
CROSS JOIN LATERAL (
    SELECT appointment.id FROM customers_appointment AS appointment
    JOIN customers_customer AS customer ON customer.id = appointment.customer_id AND customer.mobile IS NOT NULL
    WHERE appointment.store_id = store.id AND {due}
) AS due
WHERE EXISTS (SELECT FROM messaging_gatewaygrant AS granted WHERE granted.store_id = store.id)
ORDER BY store.id, due.id
"""
_CONDITION = """
    appointment.starts_at > now() AND appointment.starts_at <= now() + interval '336 hours'
    AND appointment.status = 'booked'
    AND appointment.starts_at <= now() + appointment.remind_hours * interval '1 hour'
    AND NOT EXISTS (
        SELECT FROM messaging_appointmentreminder AS reminder
        WHERE reminder.store_id = appointment.store_id AND reminder.appointment_id = appointment.id
          AND reminder.starts_at = appointment.starts_at
    )
"""
# Whoever else is at it, or is just changing the appointment, keeps the row: the next minute sees what came of it.
_TAKE = f"""
SELECT appointment.id FROM customers_appointment AS appointment
WHERE appointment.store_id = %s AND appointment.id = %s AND {_CONDITION}
FOR NO KEY UPDATE SKIP LOCKED
"""

_TAKE_BACK = """
WITH outdated AS (
    SELECT reminder.id, reminder.dispatch_id
    FROM messaging_appointmentreminder AS reminder
    JOIN customers_appointment AS appointment ON appointment.id = reminder.appointment_id
    WHERE reminder.store_id = %(store)s AND reminder.appointment_id = %(appointment)s
      AND (appointment.status <> 'booked' OR appointment.remind_hours IS NULL
           OR appointment.starts_at <> reminder.starts_at)
), waiting AS (
    SELECT message.id, text.dispatch_id
    FROM messaging_messagetext AS text JOIN messaging_message AS message ON message.id = text.message_id
    WHERE text.store_id = %(store)s AND text.dispatch_id IN (SELECT dispatch_id FROM outdated)
      AND message.state = ANY(%(states)s)
    ORDER BY message.id FOR UPDATE OF message
), stopped AS (
    UPDATE messaging_message AS message SET state = 'cancelled', reason = %(reason)s, closed_at = now()
    WHERE message.id IN (SELECT id FROM waiting)
    RETURNING message.id
)
DELETE FROM messaging_appointmentreminder AS reminder
USING outdated JOIN waiting ON waiting.dispatch_id = outdated.dispatch_id
    JOIN stopped ON stopped.id = waiting.id
WHERE reminder.id = outdated.id
"""


def remind_appointments() -> int:
    """Plan a reminder for every booked appointment whose hour has come. Returns how many. Needs a platform scope.

    In however many processes at once, each is planned once. What fails for one is written down and keeps no other.
    A customer without a mobile number, and a store without a line, are looked at again until the appointment begins.
    """
    reminded = 0
    for store_id, appointment_id in rows_of(_DUE.format(due=_CONDITION), []):
        try:
            with store_scope(store_id):
                reminded += _reminded(store_id, appointment_id)
        except Exception:
            logger.exception("no reminder of appointment %s", appointment_id)
    return reminded


def take_back_reminders(*, store_id: int, appointment_id: int) -> int:
    """What waits to remind of an appointment that was moved, cancelled, or is to be reminded of no more, is cancelled.

    Set again to the same time it is reminded of anew. Returns how many messages.
    """
    return changed_by(
        _TAKE_BACK,
        {
            "store": store_id,
            "appointment": appointment_id,
            "states": origins_of(State.CANCELLED),
            "reason": Reason.BY_PERSON.value,
        },
    )


@transaction.atomic
def _reminded(store_id: int, appointment_id: int) -> bool:
    if not rows_of(_TAKE, [store_id, appointment_id]):
        return False
    appointment: Appointment = Appointment.objects.select_related("customer").get(pk=appointment_id)
    store = Store.objects.select_related("legal_entity").get(pk=store_id)
    account = account_of(store)
    if account is None:
        return False
    wish, renderings = _text(appointment, store, capabilities_of(account))
    prepared = Prepared(wish, renderings, [_verdict(appointment, store)])
    [planned] = plan(store=store, actor=None, prepared=[prepared], account=account)
    if not isinstance(planned, Planned):
        raise planned
    AppointmentReminder.objects.create(
        appointment=appointment, starts_at=appointment.starts_at, dispatch=planned.dispatch
    )
    ring_account(account.pk, planned.dispatch.lane)
    return True


def _text(
    appointment: Appointment, store: Store, capabilities: Capabilities | None
) -> tuple[Wish, list[Rendering]]:
    """By the store's template that is marked for appointments; by our own words where it has none, or where a value
    of this appointment is missing in it: nobody looks at it before it goes.
    """
    version = appointment_version(store, appointment.customer.language)
    if version is not None:
        wish = _wish(appointment, version.body, version)
        [rendered] = render(store=store, wishes=[wish], capabilities=capabilities)
        if not rendered.problems:
            return wish, rendered.renderings
    wish = _wish(appointment, sendable_text(appointment, store, capabilities), None)
    weight = capabilities.newline_weight if capabilities else 1
    return wish, render_as_written(wish, newline_weight=weight)


def _wish(appointment: Appointment, body: str, version: TemplateVersion | None) -> Wish:
    """Of no use once the appointment has begun."""
    [recipient] = recipient_for(appointment.customer)
    chosen = sending_settings()
    return compose(
        key=uuid.uuid4(),
        source=Dispatch.Source.APPOINTMENT,
        purpose=Purpose.REMINDER,
        body=body,
        recipients=(replace(recipient, appointment_id=appointment.pk, asset_id=appointment.asset_id),),
        expires_at=appointment.starts_at,
        template_version_id=version.pk if version else None,
        track_links=version is not None and chosen.track_links,
        unique_links=chosen.unique_links,
    )


def _verdict(appointment: Appointment, store: Store) -> Reason | None:
    """As of any reminder; and what goes by itself asks for the customer's flag (mission.md B3, D6)."""
    [reason] = judge(store=store, asked=[Asked(appointment.customer.mobile, Purpose.REMINDER)])
    if reason is None and not appointment.customer.sms_flag:
        return Reason.SMS_FLAG_OFF
    return reason
