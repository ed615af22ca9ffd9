"""What recipients see as sender, carrier by carrier."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messaging.models import GatewayAccount
from messaging.text import Carrier

# As shops list and name them.
CARRIER_NAMES: dict[str, str | Promise] = {
    Carrier.DOCOMO: "docomo",
    Carrier.AU: "au",
    Carrier.SOFTBANK: "SoftBank",
    Carrier.RAKUTEN: _("Rakuten Mobile"),
}
CARRIERS = tuple(Carrier(carrier) for carrier in CARRIER_NAMES)


@dataclass(frozen=True, slots=True)
class ShownSender:
    """`shown_as` is empty where the account has nothing on record for the carrier."""

    carrier: Carrier
    shown_as: str = ""
    can_be_replied_to: bool = False


def shown_senders(account: GatewayAccount) -> list[ShownSender]:
    """One for each carrier. One query."""
    profiles = {profile.carrier: profile for profile in account.senders.all()}
    return [
        ShownSender(carrier, profiles[carrier].shown_as, profiles[carrier].can_be_replied_to)
        if carrier in profiles
        else ShownSender(carrier)
        for carrier in CARRIERS
    ]
