"""What an example of a text weighs: for the editor of templates, which stands below this app."""

from collections.abc import Sequence

from accounts.models import Store
from messaging.gateways.contract import Capabilities
from messaging.pricing import PriceList, price_range
from messaging.queries.gateways import account_of, capabilities_of
from messaging.queries.merge_fields import LINK
from messaging.queries.prices import price_day, price_table_for, range_words
from messaging.queries.senders import CARRIER_NAMES, CARRIERS
from messaging.queries.sending_settings import sending_settings
from messaging.text import Count, composed_kana, domestic_count
from templates_app.merge.render import Span
from templates_app.registries.text_weights import CarrierWeight, TextWeight
from tracking.links import TRACKED_AT_MOST, typed_addresses
from tracking.queries.short_base import short_base

# In place of a code (tracking.links.SHORT_LINK characters), which only a send has.
_EXAMPLE_CODE = "Abcd2345"


def weigh(store: Store, texts: Sequence[tuple[str, tuple[Span, ...]]]) -> list[TextWeight]:
    """See templates_app.registries.text_weights. Addresses are shortened where the store's new messages count taps."""
    account = account_of(store)
    capabilities = capabilities_of(account) if account else None
    prices = price_table_for(account, price_day()) if account else None
    base = short_base(store) if sending_settings().track_links else ""
    sent = [shortened(text, spans, base) if base else text for text, spans in texts]
    return [_weight(text, store, capabilities, prices) for text in sent]


def shortened(text: str, spans: Sequence[Span], base: str) -> str:
    """The first addresses of the text as short links, by the rule of a send."""
    for found in reversed(typed_addresses(text, spans, link_field=LINK)[:TRACKED_AT_MOST]):
        text = text[: found.start] + base + _EXAMPLE_CODE + text[found.end :]
    return text


def _weight(
    text: str, store: Store, capabilities: Capabilities | None, prices: PriceList | None
) -> TextWeight:
    weight = capabilities.newline_weight if capabilities else 1
    count: Count = domestic_count(composed_kana(text), newline_weight=weight)
    parts = count.parts
    return TextWeight(
        text=text,
        characters=count.characters,
        limit=store.body_limit,
        carriers=[
            CarrierWeight(str(CARRIER_NAMES[carrier]), parts.of(carrier) if parts else None)
            for carrier in CARRIERS
        ],
        price=range_words(price_range(parts, prices)) if parts and prices else "",
    )
