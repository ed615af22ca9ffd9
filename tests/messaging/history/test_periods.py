"""A period is found by the order of ids: nothing of it may be missed."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.tenancy.scope import platform_scope
from messaging.models import Message
from messaging.queries.periods import id_after, id_not_after
from tests.messaging.factories import make_message
from tests.shops import Shops

START = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_without_messages_every_id_is_within_every_period(shops: Shops) -> None:
    assert id_not_after(shops.sakura.pk, START) <= 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    # Of which store each message is, and how long after the one before.
    planned=st.lists(st.tuples(st.booleans(), st.integers(0, 40)), min_size=1, max_size=25),
    asked=st.integers(-60, 700),
)
def test_no_message_of_a_period_lies_outside_the_ids_given_for_it(
    shops: Shops, planned: list[tuple[bool, int]], asked: int
) -> None:
    with platform_scope("each example starts anew"):
        Message.objects.all().delete()
    hours = list(accumulate(gap for _, gap in planned))
    made = [
        make_message(
            shops.sakura_staff if own else shops.midori_staff, created_at=START + timedelta(hours=hour)
        )
        for (own, _), hour in zip(planned, hours, strict=True)
    ]
    moment = START + timedelta(hours=asked)
    ours = [message for message in made if message.store_id == shops.sakura.pk]
    first, end = id_not_after(shops.sakura.pk, moment), id_after(shops.sakura.pk, moment)
    assert [m.pk for m in ours if m.created_at >= moment and m.pk < first] == []
    assert [m.pk for m in ours if m.created_at < moment and m.pk >= end] == []
    # And it narrows: what is more than the slack away is left out.
    slack = timedelta(hours=12)
    assert [m.pk for m in ours if m.created_at < moment - slack and m.pk >= first] == []
    assert [m.pk for m in ours if m.created_at >= moment + slack and m.pk < end] == []
