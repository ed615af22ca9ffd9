"""Which addresses of a text its writer typed, where values of merge fields stand in it. In the browser: rendered.js."""

import re
from collections.abc import Sequence

from tracking.links.addresses import Found, addresses_in

# Where a value stands in a text: start, end, field.
ValueSpan = tuple[int, int, str]

_HOST = re.compile(r"https?://[^/?#]*", re.IGNORECASE)


def typed_addresses(text: str, spans: Sequence[ValueSpan], *, link_field: str) -> tuple[Found, ...]:
    """In order. What a record holds is no target that the store has entered; `link_field` holds what was typed.

    A value may stand within an address, behind the host (?number=[[顧客番号]]), but never say where it leads to.
    """
    if "://" not in text:
        return ()
    values = [span for span in spans if span[2] != link_field]
    return tuple(one for one in addresses_in(text) if not values or _is_typed(one, values))


def holds_value(found: Found, spans: Sequence[ValueSpan], *, link_field: str) -> bool:
    """Whether something of the person's stands in it."""
    return any(start < found.end and end > found.start and field != link_field for start, end, field in spans)


def _is_typed(found: Found, values: Sequence[ValueSpan]) -> bool:
    host = _HOST.match(found.url)
    host_end = found.start + (host.end() if host else len(found.url))
    return not any(start <= host_end and end > found.start for start, end, _ in values)
