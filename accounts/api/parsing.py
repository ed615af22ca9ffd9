"""Reading JSON, or a file, that a stranger sent."""

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any, ClassVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, DataAndFiles, MultiPartParser
from rest_framework.request import Request

from accounts.web.uploads import FileTooLarge, file_in, take_one_file

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
        return json_in(body)


class FormWithFile(MultiPartParser):
    """`multipart/form-data` with one file of up to `most` bytes; derive with a `most` of one's own."""

    most: ClassVar[int]

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> "DataAndFiles[Any, Any]":
        request: Request = (parser_context or {})["request"]
        take_one_file(request._request, most=self.most)
        found: DataAndFiles[Any, Any] = super().parse(stream, media_type, parser_context)
        return found


def sent_file(request: Request, name: str) -> UploadedFile | None:
    """The file of a FormWithFile, None without one. Raises RequestDataTooBig (413) for one that is too long."""
    # REST framework reads the body when it is first asked for any of it.
    if not request.FILES and not request.data:
        return None
    try:
        return file_in(request._request, name)
    except FileTooLarge as error:
        raise RequestDataTooBig from error


def json_in(body: bytes) -> Any:
    """What the bytes say. Raises ParseError (400) for what is no JSON, too deep, or too wide."""
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
