"""A lease that is too short is named."""

import pytest
from django.conf import LazySettings

from messaging.checks import leases_outlast_requests


@pytest.mark.parametrize(
    ("seconds", "ids"), [(90, []), (67, []), (66, ["messaging.W001"]), (12, ["messaging.W001"])]
)
def test_a_lease_shorter_than_the_longest_request_is_named(
    settings: LazySettings, seconds: int, ids: list[str]
) -> None:
    settings.REQUEST_LEASE_SECONDS = seconds
    assert [problem.id for problem in leases_outlast_requests()] == ids
