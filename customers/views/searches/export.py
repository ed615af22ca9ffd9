"""Customers or assets as a file: which columns, which form, and then the file itself."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Membership, Permission
from accounts.queries.memberships import require
from accounts.web.request import StoreRequest
from customers.domain.searches.export import begin_export, exported
from customers.forms.searches.shown import chosen_columns
from customers.models import Asset
from customers.queries.access_segments import segment_to_view
from customers.queries.searches.columns import columns_of, default_columns
from customers.queries.searches.fields import search_fields
from customers.queries.searches.result_page import exact_count
from customers.queries.selection import Selection, SelectionRefused, rows_of, selection_in
from customers.sheets.writing import BYTE_ORDER_MARK, MOST_EXCEL_ROWS, Written, cp932, csv_piece, write_xlsx

_FORMS = {"csv", "csv-cp932", "xlsx"}
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_KEPT = {"Cache-Control": "no-store"}


@require_POST
def export(request: StoreRequest, store_slug: str) -> HttpResponseBase:
    """First the choice of columns and form; with `form` and columns the file."""
    membership = request.membership
    require(membership, Permission.CUSTOMERS_EXPORT)
    request.navigation_entry = "searches:list"
    try:
        selection = selection_in(membership, request.POST)
        found = rows_of(membership, selection)
    except SelectionRefused as refused:
        return render(request, "customers/searches/export.html", {"refused": str(refused)}, status=422)
    of_assets = found.model is Asset
    form, columns = request.POST.get("form", ""), request.POST.getlist("column")
    known = columns_of(search_fields(), of_assets=of_assets)
    wanted = [name for name in columns if name in known]
    # Counting a million takes a second: only where somebody reads it, or a sheet could be too short.
    begins = form in _FORMS and bool(wanted)
    count = exact_count(found) if form == "xlsx" or not begins else 0
    too_many = form == "xlsx" and count >= MOST_EXCEL_ROWS
    if begins and not too_many:
        begin_export(actor=membership, selection=selection, columns=wanted, form=form)
        return _file(membership, selection, wanted, form)
    chosen = columns or _usual(membership, selection, of_assets)
    context: dict[str, Any] = {
        "selection": selection,
        "columns": chosen_columns(known, chosen),
        "form": form if form in _FORMS else "csv",
        "count": count,
        "figure": f"{count:,}",
        "of_assets": of_assets,
        "no_columns": bool(form) and not wanted,
        "too_many": too_many,
        "most": f"{MOST_EXCEL_ROWS - 1:,}",
    }
    return render(request, "customers/searches/export.html", context, status=422 if form else 200)


def _usual(membership: Membership, selection: Selection, of_assets: bool) -> Sequence[str]:
    """Of a saved search its own columns."""
    kind, _colon, rest = selection.source.partition(":")
    if kind == "segment" and (own := segment_to_view(membership, int(rest)).file_columns):
        found: list[str] = own
        return found
    return default_columns(of_assets=of_assets, file=True)


def _file(
    membership: Membership, selection: Selection, columns: Sequence[str], form: str
) -> HttpResponseBase:
    now = timezone.now().astimezone(membership.store.zone)
    name = f"{membership.store.slug}-customers-{now:%Y%m%d-%H%M}"
    language = translation.get_language() or "ja"
    batches = _spoken(exported(actor=membership, selection=selection, columns=columns), language)
    if form == "csv":
        return StreamingHttpResponse(
            _csv_pieces(batches),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}.csv"'} | _NOT_KEPT,
        )
    # Of these, what they are like is known only when they are whole.
    file = tempfile.NamedTemporaryFile(prefix="smsnotify-export-")  # noqa: SIM115
    if form == "xlsx":
        write_xlsx(Path(file.name), batches)
        return _whole(file, f"{name}.xlsx", _EXCEL)
    missing = 0
    for batch in batches:
        piece, replaced = cp932(csv_piece(batch))
        file.write(piece)
        missing += replaced
    file.flush()
    if missing:
        # The one place that a person sees who gets a download and no page.
        name += "-" + _("%(count)s characters replaced") % {"count": missing}
    return _whole(file, f"{name}.csv", "text/csv; charset=shift_jis")


def _whole(file: Any, name: str, content_type: str) -> HttpResponse | FileResponse:
    opened = Path(file.name).open("rb")  # noqa: SIM115
    # Gone from the disk as soon as it has been read, or nobody reads it any more.
    file.close()
    return FileResponse(
        opened, as_attachment=True, filename=name, content_type=content_type, headers=_NOT_KEPT
    )


def _csv_pieces(batches: Iterator[list[list[Written]]]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    for batch in batches:
        yield csv_piece(batch)


def _spoken(batches: Iterator[list[list[Written]]], language: str) -> Iterator[list[list[Written]]]:
    """Each batch in the reader's language: it is made after the middleware, which had set it."""
    while True:
        with translation.override(language):
            batch = next(batches, None)
        if batch is None:
            return
        yield batch
