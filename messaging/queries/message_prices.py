"""What messages cost by the prices that were shown when they were planned."""

from collections.abc import Collection

from messaging.models import MessageText, Price
from messaging.pricing import PriceList, PriceRange, UnknownPrice, price_range
from messaging.queries.prices import price_lists
from messaging.text import CarrierParts


def price_lists_with(table_ids: Collection[int]) -> dict[int, PriceList]:
    """By table. One query; none without ids."""
    if not table_ids:
        return {}
    prices = Price.objects.filter(table_id__in=table_ids).select_related("table")
    return {found.table_id: found for found in price_lists(list(prices.order_by("carrier", "parts")))}


def parts_of(text: MessageText) -> CarrierParts:
    return CarrierParts(
        docomo=text.parts_docomo, au=text.parts_au, rakuten=text.parts_rakuten, softbank=text.parts_softbank
    )


def price_of(parts: CarrierParts, price_list: PriceList | None) -> PriceRange | None:
    """None without prices, or where the list has none for so many parts."""
    if price_list is None:
        return None
    try:
        return price_range(parts, price_list)
    except UnknownPrice:
        return None
