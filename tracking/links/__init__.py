"""Addresses in a text, codes that nobody guesses, and what a hit is evidence of.

No Django, no settings, no other app. The browser's half of the addresses is static/js/links.js; both are held to
tests/data/links.json and to each other (docs/links.md).
"""

from tracking.links.addresses import (
    TRACKED_AT_MOST,
    Found,
    addresses_in,
    is_own,
    plain_address,
    target_problem,
)
from tracking.links.codes import ALPHABET, SHORT_LINK, code_for, distinct_codes, is_code
from tracking.links.parameters import with_parameters
from tracking.links.typed import ValueSpan, holds_value, typed_addresses

__all__ = [
    "ALPHABET",
    "SHORT_LINK",
    "TRACKED_AT_MOST",
    "Found",
    "ValueSpan",
    "addresses_in",
    "code_for",
    "distinct_codes",
    "holds_value",
    "is_code",
    "is_own",
    "plain_address",
    "target_problem",
    "typed_addresses",
    "with_parameters",
]
