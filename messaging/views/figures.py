"""What a text weighs, carrier by carrier, and the sender that each one shows: the figures beside a text."""

from dataclasses import dataclass

from accounts.models import Store
from messaging.models import GatewayAccount
from messaging.queries.gateways import account_of, gateway_of
from messaging.queries.senders import CARRIER_NAMES, CARRIERS, ShownSender, shown_senders
from messaging.text import Carrier, Count, composed_kana, domestic_count


@dataclass(frozen=True, slots=True)
class CarrierFigure:
    """`parts` is None for a text that is too long to have any; `shown_as` is empty where it is not known."""

    carrier: Carrier
    name: str
    parts: int | None
    shown_as: str
    can_be_replied_to: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """`newline_weight`: what a newline counts on the store's line; `takes_outside_bmp`: whether it takes emoji."""

    characters: int
    newline_weight: int
    takes_outside_bmp: bool
    carriers: list[CarrierFigure]

    @property
    def nobody_can_reply(self) -> bool:
        return not any(figure.can_be_replied_to for figure in self.carriers)


def typed_figures(typed: str, store: Store) -> Figures:
    """Of a text that is still being written; the browser counts on from here."""
    account = account_of(store)
    weight = gateway_of(account).capabilities.newline_weight if account else 1
    return figures_of(domestic_count(composed_kana(typed), newline_weight=weight), account)


def figures_of(count: Count, account: GatewayAccount | None) -> Figures:
    """Of a counted text, sent through this account."""
    senders = shown_senders(account) if account else [ShownSender(carrier) for carrier in CARRIERS]
    capabilities = gateway_of(account).capabilities if account else None
    return Figures(
        characters=count.characters,
        newline_weight=capabilities.newline_weight if capabilities else 1,
        takes_outside_bmp=capabilities is not None and capabilities.takes_outside_bmp,
        carriers=[_figure(sender, count) for sender in senders],
    )


def _figure(sender: ShownSender, count: Count) -> CarrierFigure:
    return CarrierFigure(
        carrier=sender.carrier,
        name=str(CARRIER_NAMES[sender.carrier]),
        parts=count.parts.of(sender.carrier) if count.parts else None,
        shown_as=sender.shown_as,
        can_be_replied_to=sender.can_be_replied_to,
    )
