"""What is held on a person's links and taps, by the messages whose links they were."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Actor
from customers.registries.personal_data import Held, Source, Table, Whom, coded
from messaging.queries.personal_data import texts_of
from tracking.domain.erase_hits import empty_hits
from tracking.models import HitKind
from tracking.queries.recipient_hits import hits_of_recipients, links_of_recipients


def _message_ids(whom: Whom) -> list[int]:
    return sorted(texts_of(whom).values_list("message_id", flat=True))


def _taps_held(whom: Whom) -> Held:
    message_ids = _message_ids(whom)
    links = [[link.recipient, link.code, link.target.url] for link in links_of_recipients(message_ids)]
    rows = [
        [
            hit.link.recipient, hit.link.target.url, hit.at, coded(HitKind, hit.kind), hit.address, hit.agent,
        ]
        for hit in hits_of_recipients(message_ids)
    ]  # fmt: skip
    return Held(
        [
            Table(
                "links",
                _("Short links"),
                _("figures stay for totals; the target is emptied unless others have the same"),
                [("message", _("Message ID")), ("code", _("Code")), ("target", _("Target"))],
                links,
            ),
            Table(
                "taps",
                _("Clicks on links"),
                _("time and kind stay for totals; address and browser are emptied"),
                [
                    ("message", _("Message ID")),
                    ("target", _("Target")),
                    ("at", _("Time")),
                    ("kind", _("Kind")),
                    ("address", _("IP address")),
                    ("agent", _("Browser")),
                ],
                rows,
            ),
        ]
    )


def _erase_taps(actor: Actor, whom: Whom) -> int:
    return empty_hits(recipients=_message_ids(whom))


# Before the messages, which afterwards are nobody's.
TAPS = Source("taps", _("Clicks on links"), 60, _taps_held, _erase_taps)
