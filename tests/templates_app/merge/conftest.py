"""The loopback site and Chromium of the counters' tests, for the browser's half of the merge fields."""

from tests.messaging.text.conftest import browser, counter_page, site

__all__ = ["browser", "counter_page", "site"]
