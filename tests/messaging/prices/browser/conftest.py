"""The loopback site and Chromium of the counters' tests, for the browser's half of prices and the editor's buttons."""

from tests.messaging.text.conftest import browser, composer_site, counter_page, page, site

__all__ = ["browser", "composer_site", "counter_page", "page", "site"]
