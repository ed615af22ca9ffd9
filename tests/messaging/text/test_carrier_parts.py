import pytest

from messaging.text import LONGEST, Carrier, CarrierParts, carrier_parts, last_lengths


@pytest.mark.parametrize(
    ("carrier", "lengths"),
    [
        (Carrier.DOCOMO, (70, 132, 198, 264, 330, 396, 462, 528, 594, 660)),
        (Carrier.AU, (70, 134, 201, 268, 335, 402, 469, 536, 603, 660)),
        (Carrier.RAKUTEN, (70, 134, 201, 268, 335, 402, 469, 536, 603, 660)),
        (Carrier.SOFTBANK, (660,)),
    ],
)
def test_the_last_lengths_are_those_the_providers_publish(carrier: Carrier, lengths: tuple[int, ...]) -> None:
    assert last_lengths(carrier) == lengths


@pytest.mark.parametrize("carrier", Carrier)
def test_parts_grow_by_one_after_each_last_length_and_nowhere_else(carrier: Carrier) -> None:
    grows_after = []
    for count in range(LONGEST):
        before, after = carrier_parts(count), carrier_parts(count + 1)
        assert before is not None
        assert after is not None
        if after.of(carrier) != before.of(carrier):
            grows_after.append((count, after.of(carrier) - before.of(carrier)))
    assert grows_after == [(length, 1) for length in last_lengths(carrier)[:-1]]


def test_parts_are_told_by_carrier() -> None:
    parts = carrier_parts(133)
    assert parts == CarrierParts(docomo=3, au=2, rakuten=2, softbank=1)
    assert {carrier.value: parts.of(carrier) for carrier in Carrier} == {
        "docomo": 3,
        "au": 2,
        "rakuten": 2,
        "softbank": 1,
    }


def test_a_body_over_the_ceiling_has_no_parts() -> None:
    assert [carrier_parts(count) for count in (661, 670, 5000)] == [None, None, None]


def test_docomo_is_never_cheaper_than_another_carrier() -> None:
    for count in range(LONGEST + 1):
        parts = carrier_parts(count)
        assert parts is not None
        assert parts.docomo == max(parts.of(carrier) for carrier in Carrier)
