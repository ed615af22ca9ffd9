"""`imports/new/`: the file itself, and an example of one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.request import StoreRequest
from accounts.web.uploads import takes_file
from customers.domain.receive_spreadsheet import receive_spreadsheet
from customers.forms.imports.upload_form import MEGABYTE, UploadForm, too_large_words
from customers.import_words import refusal_words
from customers.models import Import
from customers.queries.imports.example import example_file
from customers.sheets.layout import MOST_BYTES, MOST_ROWS, SheetRefused


@takes_file(most=MOST_BYTES)
@require_http_methods(["GET", "POST"])
def new_import(request: StoreRequest, store_slug: str) -> HttpResponse:
    require(request.membership, Permission.CUSTOMERS_IMPORT)
    form = UploadForm(request, most=MOST_BYTES)
    made = _received(request, form)
    if made is not None:
        return redirect("imports:columns", store_slug, made.pk)
    context = {
        "form": form,
        "most_rows": f"{MOST_ROWS:,}",
        "most_size": MOST_BYTES // MEGABYTE,
        "too_large": too_large_words(MOST_BYTES),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/imports/upload.html", context, status=status)


def _received(request: StoreRequest, form: UploadForm) -> Import | None:
    """The draft; None where the form says why there is none."""
    if not form.is_valid():
        return None
    file = form.chosen
    try:
        return receive_spreadsheet(actor=request.membership, name=file.name or "", pieces=file.chunks())
    except SheetRefused as refused:
        form.add_error("file", refusal_words(refused))
        return None


@require_GET
def example(request: StoreRequest, store_slug: str) -> HttpResponse:
    require(request.membership, Permission.CUSTOMERS_IMPORT)
    answer = HttpResponse(example_file(request.membership.store), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{store_slug}-example.csv"'
    return answer
