"""Prices of one text: pure figures, by vectors that the browser's half is held to as well."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.pricing import (
    MOST_PARTS,
    PriceList,
    PriceRange,
    UnknownPrice,
    price_range,
    range_of_all,
    whole_row,
)
from messaging.text import LONGEST, Carrier, CarrierParts, carrier_parts

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "prices.json").read_text("utf-8"))


def listed(plain: dict[str, Any]) -> PriceList:
    amounts = {Carrier(name): tuple(map(Decimal, row)) for name, row in plain["amounts"].items()}
    return PriceList(1, date(2026, 11, 1), plain["currency"], plain["tax"], amounts)


LISTS = {name: listed(plain) for name, plain in VECTORS["lists"].items()}


@pytest.mark.parametrize("case", VECTORS["ranges"], ids=lambda case: f"{case['list']}-{case['class_parts']}")
def test_a_message_costs_between_the_cheapest_and_the_dearest_carrier(case: dict[str, Any]) -> None:
    prices = LISTS[case["list"]]
    assert price_range(CarrierParts(**case["parts"]), prices) == PriceRange(
        prices.currency, Decimal(case["low"]), Decimal(case["high"]), prices.tax, case["class_parts"]
    )


def test_several_messages_cost_the_sum_of_each_and_nobody_costs_nothing() -> None:
    one, two = CarrierParts(1, 1, 1, 1), CarrierParts(3, 2, 2, 1)
    assert range_of_all([one, two, one], LISTS["jpy"]) == PriceRange(
        "JPY", Decimal("10.15"), Decimal("18.2"), "excluded", 3
    )
    assert range_of_all([], LISTS["jpy"]) == PriceRange("JPY", Decimal(0), Decimal(0), "excluded", 0)


@given(st.lists(st.integers(1, LONGEST), max_size=30))
def test_a_sum_is_that_of_its_messages_whatever_their_lengths(lengths: list[int]) -> None:
    messages = [parts for length in lengths if (parts := carrier_parts(length))]
    each = [price_range(parts, LISTS["jpy"]) for parts in messages]
    together = range_of_all(messages, LISTS["jpy"])
    assert (together.low, together.high) == (sum(one.low for one in each), sum(one.high for one in each))
    assert together.class_parts == max((one.class_parts for one in each), default=0)


def test_what_is_left_out_of_a_row_is_so_many_times_the_first() -> None:
    row = whole_row(Carrier.DOCOMO, {1: Decimal("3.3"), 3: Decimal(9)})
    assert row[:4] == (Decimal("3.3"), Decimal("6.6"), Decimal(9), Decimal("13.2"))
    assert len(row) == MOST_PARTS[Carrier.DOCOMO] == 10
    assert whole_row(Carrier.SOFTBANK, {1: Decimal("4.15")}) == (Decimal("4.15"),)
    with pytest.raises(UnknownPrice):
        whole_row(Carrier.AU, {2: Decimal(6)})


@pytest.mark.parametrize("parts", [0, -1])
def test_no_parts_have_no_price(parts: int) -> None:
    with pytest.raises(UnknownPrice):
        LISTS["jpy"].amount(Carrier.DOCOMO, parts)
