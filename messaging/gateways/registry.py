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


def _simulator(account: AccountSettings) -> Gateway:
    return SimulatorGateway(
        url=str(account.settings["url"]).rstrip("/"),
        token=account.secrets["token"],
        sender=str(account.settings["sender"]),
        receipts_url=account.receipts_url,
    )


GATEWAYS: dict[str, Callable[[AccountSettings], Gateway]] = {
    "simulator": _simulator,
}
