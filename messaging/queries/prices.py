"""Price tables: the one in force on a day, and how an amount is said."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from messaging.models import GatewayAccount, Price, PriceTable
from messaging.pricing import PriceList, PriceRange
from messaging.text import Carrier


def price_day(moment: datetime | None = None) -> date:
    """The day whose prices count for what is sent then (None: now), in the installation's zone."""
    return (moment or timezone.now()).astimezone(timezone.get_default_timezone()).date()


def price_table_for(account: GatewayAccount, on: date) -> PriceList | None:
    """The prices in force on a day; None before the first table, or without one. One query."""
    newest = PriceTable.objects.filter(account=account, valid_from__lte=on).order_by("-valid_from")
    prices = Price.objects.filter(table_id=Subquery(newest.values("pk")[:1])).select_related("table")
    found = price_lists(list(prices.order_by("carrier", "parts")))
    return found[0] if found else None


def price_tables_for(account: GatewayAccount, days: Collection[date]) -> dict[date, PriceList | None]:
    """The same for many days at once. Two queries."""
    tables = (
        PriceTable.objects.filter(account=account).order_by("-valid_from").values_list("pk", "valid_from")
    )
    ids = list(tables)
    of_day = {day: next((pk for pk, start in ids if start <= day), None) for day in days}
    prices = Price.objects.filter(table_id__in={pk for pk in of_day.values() if pk is not None})
    found = price_lists(list(prices.select_related("table").order_by("carrier", "parts")))
    by_id = {one.table_id: one for one in found}
    return {day: by_id.get(pk) if pk is not None else None for day, pk in of_day.items()}


def price_lists(prices: list[Price]) -> list[PriceList]:
    """One list for each table among them, in their order. The prices come by carrier and parts, with their table."""
    tables: dict[int, PriceTable] = {}
    amounts: dict[int, dict[Carrier, tuple[Decimal, ...]]] = defaultdict(dict)
    for price in prices:
        tables[price.table_id] = price.table
        carrier = Carrier(price.carrier)
        amounts[price.table_id][carrier] = (*amounts[price.table_id].get(carrier, ()), price.amount)
    return [
        PriceList(table.pk, table.valid_from, table.currency, table.tax, amounts[table.pk])
        for table in tables.values()
    ]


def plain_prices(price_list: PriceList | None) -> dict[str, Any] | None:
    """The list as JSON for static/js/prices.js: amounts as strings, by carrier, of 1, 2, 3... parts."""
    if price_list is None:
        return None
    return {
        "currency": price_list.currency,
        "tax": price_list.tax,
        "amounts": {
            carrier.value: [plain_amount(amount) for amount in amounts]
            for carrier, amounts in price_list.amounts.items()
        },
    }


def plain_amount(amount: Decimal) -> str:
    """Without zeros at its end: 3.3, 10, 0.0075."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money_words(amount: Decimal, currency: str) -> str:
    """An amount with its unit, in the language of the page: ¥3.3 or USD 0.0075."""
    figure = _grouped(amount)
    if currency == "JPY":
        return pgettext("amount of money", "¥%(amount)s") % {"amount": figure}
    return f"{currency} {figure}"


def range_words(price: PriceRange) -> str:
    """A range with its unit and what it says of the tax: ¥3.3 to ¥9.9 (tax excluded)."""
    low, high = (money_words(amount, price.currency) for amount in (price.low, price.high))
    tax = PriceTable.Tax(price.tax).label
    if price.low == price.high:
        return _("%(amount)s (%(tax)s)") % {"amount": low, "tax": tax}
    return _("%(low)s to %(high)s (%(tax)s)") % {"low": low, "high": high, "tax": tax}


def _grouped(amount: Decimal) -> str:
    whole, _point, rest = plain_amount(amount).partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")
