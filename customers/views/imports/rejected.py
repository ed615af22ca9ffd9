"""`imports/<id>/rejected.csv`: the rows that were not imported."""

from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from accounts.web.request import StoreRequest
from customers.models import Import
from customers.queries.access_imports import import_to_manage
from customers.queries.imports.rejected_file import rejected_lines
from customers.queries.imports.states import is_under_way


@require_safe
def rejected(request: StoreRequest, store_slug: str, import_id: int) -> HttpResponseBase:
    spreadsheet = import_to_manage(request.membership, import_id)
    return rejected_answer(spreadsheet)


def rejected_answer(spreadsheet: Import) -> StreamingHttpResponse:
    """The file as a download. Raises Http404 while there is none: before the import has ended, or without such rows."""
    if is_under_way(spreadsheet) or not spreadsheet.rejected:
        raise Http404
    lines = rejected_lines(spreadsheet, language=translation.get_language() or "ja")
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="import-{spreadsheet.pk}-rejected.csv"',
            "Cache-Control": "no-store",
        },
    )
