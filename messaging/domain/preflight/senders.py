"""What is the same for every text of a send: who writes, when it leaves, what for."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Store
from customers.phone import PhoneRefused, national_digits, telephone_from
from messaging.domain.compose import Wish
from messaging.gateways.contract import Capabilities
from messaging.preflight import Sending
from tracking.queries.short_base import own_hosts


class Senders:
    """Of one store, for all wishes of a batch. Two queries at most."""

    def __init__(self, store: Store, capabilities: Capabilities | None) -> None:
        self.zone: ZoneInfo = store.zone
        self._now = self._local(timezone.now())
        entity = store.legal_entity
        self._names = tuple(dict.fromkeys(name for name in (store.name, entity.formal_name) if name))
        self._telephones = frozenset(filter(None, map(_dialled, (store.phone, entity.contact))))
        self._own_hosts = own_hosts(store)
        self._can_be_replied_to = capabilities is not None and capabilities.can_reply
        self._newline_weight = capabilities.newline_weight if capabilities else 1
        self._known: dict[Sending, Sending] = {}

    def sending_of(self, wish: Wish) -> Sending:
        """One object for all wishes that have everything in common."""
        sending = Sending(
            purpose=wish.purpose.value,
            shop_names=self._names,
            now=self._now,
            leaves_at=self._local(wish.send_at) if wish.send_at else self._now,
            telephones=self._telephones,
            own_hosts=self._own_hosts,
            tracks_links=wish.track_links,
            can_be_replied_to=self._can_be_replied_to,
            newline_weight=self._newline_weight,
        )
        return self._known.setdefault(sending, sending)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone).replace(tzinfo=None)


def _dialled(written: str) -> str:
    """The digits of a telephone number as dialled at home; empty for what is none (a contact may be an address)."""
    try:
        return national_digits(telephone_from(written).e164)
    except PhoneRefused:
        return ""
