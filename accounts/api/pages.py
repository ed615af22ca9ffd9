"""Lists, a page at a time, by the ids at its ends: what is new meanwhile shifts nothing."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from accounts.api.problems import field_error, refused

MOST, USUAL = 100, 50
CURSOR = r"^(below|above)-[0-9]{1,18}$"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the page begins: under one id, over one, or at the newest."""

    below: int | None = None
    above: int | None = None


def query_in(request: Request) -> dict[str, str]:
    """What the address asks, each name once. Raises ApiProblem."""
    repeated = [name for name, values in request.query_params.lists() if len(values) > 1]
    if repeated:
        raise refused([field_error(repeated[0], "repeated", _("This is named more than once."))])
    asked: dict[str, str] = request.query_params.dict()
    return asked


def cursor_in(given: str) -> Cursor:
    """From `next` or `previous` of another page. Raises ApiProblem for a made-up one."""
    if not given:
        return Cursor()
    if not re.fullmatch(CURSOR, given, re.ASCII):
        raise refused([field_error("cursor", "invalid", _("Take the cursor from next or previous."))])
    end, _dash, row_id = given.partition("-")
    return Cursor(**{end: int(row_id)})


def page(
    request: Request, results: list[dict[str, Any]], *, newer: int | None, older: int | None
) -> dict[str, Any]:
    """`newer` and `older`: the ids at the ends from which more can be had; None where nothing more is."""
    return {
        "results": results,
        "next": _address(request, "below", older),
        "previous": _address(request, "above", newer),
    }


def _address(request: Request, end: str, row_id: int | None) -> str | None:
    if row_id is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = f"{end}-{row_id}"
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
