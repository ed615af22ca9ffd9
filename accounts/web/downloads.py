"""Files that people and programs download."""

from collections.abc import Iterable

from django.http import StreamingHttpResponse


def csv_download(lines: Iterable[str], *, name: str) -> StreamingHttpResponse:
    """Streams while `lines` are made: they are read after the middleware, and bring their own scope and language.

    `name` is of our own making: ASCII, without quotation marks.
    """
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
