"""Reading JSON that a stranger sent."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser


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
            return json.loads(body.decode(), parse_constant=_no_such_number)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not JSON.")) from error


def _no_such_number(name: str) -> None:
    raise ValueError(name)
