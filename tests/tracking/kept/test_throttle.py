"""Networks that ask for codes that there are not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tracking.domain.throttle import (
    LIMIT,
    SPAN,
    forget_unknown,
    is_throttled,
    network_of,
    note_unknown,
    seconds_left,
    span_began,
)
from tracking.models import UnknownCode


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("2001:db8:1:9::", "2001:db8:1::/48"),
        (None, ""),
    ],
)
def test_a_network_is_an_address_or_a_48(address: str | None, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.django_db
def test_a_network_is_throttled_after_so_many_and_nobody_else() -> None:
    for _ in range(LIMIT - 1):
        note_unknown("203.0.113.7")
    assert not is_throttled("203.0.113.7")
    note_unknown("203.0.113.7")
    assert is_throttled("203.0.113.7")
    assert not is_throttled("203.0.113.8")
    assert 1 <= seconds_left() <= SPAN.total_seconds()
    assert UnknownCode.objects.get().count == LIMIT


@pytest.mark.django_db
def test_where_no_address_is_known_nobody_is_throttled() -> None:
    for _ in range(LIMIT + 1):
        note_unknown("")
    assert not is_throttled("")
    assert not UnknownCode.objects.exists()


@pytest.mark.django_db
def test_another_span_begins_at_nothing_and_yesterdays_are_forgotten() -> None:
    now = timezone.now()
    for since in (span_began() - SPAN, now - timedelta(days=2)):
        UnknownCode.objects.create(network="203.0.113.7", since=since, count=LIMIT)
    assert not is_throttled("203.0.113.7")
    assert forget_unknown() == 1
    assert UnknownCode.objects.get().since == span_began() - SPAN


def test_a_span_begins_at_full_ten_minutes() -> None:
    at = datetime(2026, 11, 20, 1, 19, 59, tzinfo=UTC)
    assert span_began(at.timestamp()) == datetime(2026, 11, 20, 1, 10, tzinfo=UTC)
