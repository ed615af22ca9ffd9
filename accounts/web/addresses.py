"""What stands in an address behind its path."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode


def id_in(given: str) -> int | None:
    """The id that a part of an address holds; None for anything else: a made-up address shows the first page."""
    return int(given) if re.fullmatch(r"[0-9]{1,18}", given, re.ASCII) else None


def kept_query(query: Mapping[str, str], keep: Iterable[str]) -> dict[str, str]:
    """Of an address's query what is asked for; empty values are left out."""
    return {name: query[name] for name in keep if query.get(name)}


def query_string(query: Mapping[str, str], *, keep: Iterable[str]) -> str:
    return urlencode(kept_query(query, keep))


def id_named(given: Mapping[str, str], name: str) -> int | None:
    """The id that an address or a form gives under this name; None for none and for anything else."""
    return id_in(given.get(name, ""))
