"""What the address of a list by key says."""

import re

from django.http import HttpRequest


def position_in(request: HttpRequest, name: str) -> int | None:
    """The number under this name; None without one, or for what is none."""
    typed = request.GET.get(name, "")
    return int(typed) if re.fullmatch(r"[0-9]{1,18}", typed, re.ASCII) else None
