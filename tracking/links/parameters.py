"""Parameters that a store wants at the end of its addresses (send time, campaign, utm_...: mission.md A7)."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit, urlunsplit


def with_parameters(url: str, parameters: Mapping[str, str]) -> str:
    """`url` with them appended to its query; its own parameters stay as they are written, the fragment stays last.

    What is no address stays as it is: target_problem says what is wrong with it.
    """
    if not parameters:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    appended = urlencode(parameters)
    return urlunsplit(parts._replace(query=f"{parts.query}&{appended}" if parts.query else appended))
