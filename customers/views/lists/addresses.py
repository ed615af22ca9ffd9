"""Ids that stand in addresses and forms."""

from collections.abc import Mapping


def anchor_in(given: Mapping[str, str], name: str) -> int | None:
    """The id of this name; None for anything else: a made-up address shows the first page."""
    text = given.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
