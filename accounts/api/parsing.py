"""Reading JSON that a stranger sent."""

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

# No request of ours comes near; what is written about each name, and each level, has an end.
_MOST_NAMES = 100
_DEEPEST = 20


class BoundedJson(BaseParser):
    """REST framework's own would read a body of any size, and nested as deep as it likes."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        most: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(most + 1)
        if len(body) > most:
            raise RequestDataTooBig
        try:
            found = json.loads(body.decode(), parse_constant=_no_such_number, object_pairs_hook=_object)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not JSON.")) from error
        # First of all: whatever walks through it afterwards may do so by recursion.
        if _too_deep(found):
            raise ParseError(_("The body is nested too deeply."))
        try:
            json.dumps(found, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise ParseError(_("The body holds half a character (an unpaired surrogate).")) from error
        return found


def _no_such_number(name: str) -> None:
    raise ValueError(name)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > _MOST_NAMES:
        raise ParseError(_("An object in the body has too many names."))
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ParseError(_("An object in the body has the same name twice."))
    return found


def _too_deep(found: Any) -> bool:
    level = [found]
    for _depth in range(_DEEPEST):
        level = [inner for outer in level for inner in _inside(outer) if isinstance(inner, dict | list)]
        if not level:
            return False
    return True


def _inside(outer: Any) -> Iterator[Any]:
    if isinstance(outer, dict):
        yield from outer.values()
    elif isinstance(outer, list):
        yield from outer
