"""Which gateways there are: one line a provider."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from messaging.gateways.contract import Gateway
from messaging.gateways.simulator.gateway import SimulatorGateway


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """All that a gateway needs to know of its account."""

    settings: Mapping[str, Any]
    secrets: Mapping[str, str]
    receipts_url: str


_AUTHORITATIVE = {"authoritative": True, "not_authoritative": False}


def _simulator(account: AccountSettings) -> Gateway:
    """Raises KeyError or TypeError for settings of no use."""
    settings = account.settings
    singly = settings.get("singly", False)
    if not isinstance(singly, bool):
        raise TypeError("singly is neither true nor false")
    return SimulatorGateway(
        url=str(settings["url"]).rstrip("/"),
        token=account.secrets["token"],
        sender=str(settings["sender"]),
        receipts_url=account.receipts_url,
        singly=singly,
        authoritative=_AUTHORITATIVE[settings.get("look_up", "authoritative")],
    )


GATEWAYS: dict[str, Callable[[AccountSettings], Gateway]] = {
    "simulator": _simulator,
}
