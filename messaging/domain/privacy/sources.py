"""Messaging's places of personal data, and how long they are kept."""

from django.utils.translation import gettext_lazy as _

from customers.registries.personal_data import (
    FixedPeriod,
    Held,
    RetentionKind,
    Source,
    Whom,
    add_fixed_period,
    add_retention_kind,
    add_source,
)
from messaging.domain.privacy.drafts import DRAFTS, OLD_DRAFTS
from messaging.domain.privacy.erase_messages import erase_messages
from messaging.domain.privacy.retention import (
    count_old_consents,
    count_old_texts,
    drop_old_consents,
    drop_old_texts,
)
from messaging.domain.privacy.taps import TAPS
from messaging.queries.personal_data import message_tables, numbers_of


def _messages_held(whom: Whom) -> Held:
    return Held(message_tables(whom))


MESSAGES = Source("messages", _("Messages"), 50, _messages_held, erase_messages, numbers_of)

TEXTS = RetentionKind(
    slug="message_texts",
    label=_("Messages: text, name and number"),
    about=_("Counted from the order. Time, result and parts stay for totals and bills."),
    position=10,
    default_days=1095,
    least_days=30,
    count=count_old_texts,
    drop=drop_old_texts,
)

CONSENTS = RetentionKind(
    slug="consents",
    label=_("Consents of a number"),
    about=_(
        "Counted from the last promotion to the number, or from the last entry. Without its entries a number counts "
        "as not having consented."
    ),
    position=20,
    default_days=1095,
    least_days=31,
    count=count_old_consents,
    drop=drop_old_consents,
)


def add_sources() -> None:
    add_source(MESSAGES)
    add_source(TAPS)
    add_source(DRAFTS)
    add_retention_kind(TEXTS)
    add_retention_kind(CONSENTS)
    add_retention_kind(OLD_DRAFTS)
    add_fixed_period(FixedPeriod(_("Reports of providers as they came"), _("90 days")))
