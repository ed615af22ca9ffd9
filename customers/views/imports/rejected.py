"""`imports/<id>/rejected.csv`: the rows that were not imported, to correct and to upload again."""

from django.http import HttpResponseBase
from django.utils import translation
from django.views.decorators.http import require_safe

from accounts.web.downloads import csv_download
from accounts.web.request import StoreRequest
from customers.queries.access_imports import rejected_import_to_manage
from customers.queries.imports.rejected_file import rejected_lines


@require_safe
def rejected(request: StoreRequest, store_slug: str, import_id: int) -> HttpResponseBase:
    spreadsheet = rejected_import_to_manage(request.membership, import_id)
    lines = rejected_lines(spreadsheet, language=translation.get_language() or "ja")
    return csv_download(lines, name=f"{store_slug}-import-{spreadsheet.pk}-rejected.csv")
