"""Addresses in a text, codes that nobody guesses, and what a hit is evidence of.

No Django, no settings, no other app. The browser's half of the addresses is static/js/links.js; both are held to
tests/data/links.json and to each other (docs/links.md).
"""

from tracking.links.addresses import Found, addresses_in, is_own, plain_address, target_problem
from tracking.links.codes import ALPHABET, code_for, distinct_codes, is_code
from tracking.links.parameters import with_parameters

__all__ = [
    "ALPHABET",
    "Found",
    "addresses_in",
    "code_for",
    "distinct_codes",
    "is_code",
    "is_own",
    "plain_address",
    "target_problem",
    "with_parameters",
]
