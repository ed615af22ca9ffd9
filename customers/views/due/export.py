"""`due/export/`: a due list as a CSV file for a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from accounts.domain.record_audit import record_audit
from accounts.models import Membership, Permission
from accounts.queries.memberships import require
from accounts.tenancy.scope import store_scope
from accounts.web.request import StoreRequest
from customers.criteria.due_window import DueWindow
from customers.queries.due.due_list import DueRow, due_chunks, last_sent
from customers.sheets.text_mark import kept_as_written
from customers.views.due.due_list import asked_in

# Excel takes UTF-8 for what it is only with this mark.
_BYTE_ORDER_MARK = "\ufeff"


@require_POST
def export_due_list(request: StoreRequest, store_slug: str) -> HttpResponseBase:
    """Streams while it reads. What is asked for stands in the address, as on the page; a wrong one leads back there."""
    membership = request.membership
    require(membership, Permission.CUSTOMERS_EXPORT)
    asked = asked_in(request)
    if asked.window is None or asked.kind is None:
        return _back(request)
    record_audit(actor=membership, action="due_list.exported", target=asked.kind, details=dict(asked.query))
    lines = due_lines(membership, asked.window, language=translation.get_language() or "ja")
    today = timezone.now().astimezone(membership.store.zone)
    name = f"{store_slug}-due-{today:%Y%m%d-%H%M}.csv"
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def due_lines(membership: Membership, window: DueWindow, *, language: str) -> Iterator[str]:
    """The file, piece by piece. It is read after the middleware, so it brings its own language and scope along."""
    with translation.override(language):
        head = _BYTE_ORDER_MARK + _written([_heading()])
    yield head
    chunks = due_chunks(membership, window)
    while True:
        with store_scope(membership.store_id):
            chunk = next(chunks, None)
        if chunk is None:
            return
        with translation.override(language):
            piece = _written(_cells(row, membership) for row in chunk)
        yield piece


def _heading() -> list[str]:
    return [
        _("Due on"),
        _("Days left"),
        _("What falls due"),
        _("Name of the asset"),
        _("Registration or contract number"),
        _("Customer"),
        _("Name in kana"),
        _("Customer number"),
        _("Mobile number"),
        _("SMS flag of the customer"),
        _("SMS flag of the asset"),
        _("Stopped"),
        _("Last SMS"),
        _("Result"),
    ]


def _cells(row: DueRow, membership: Membership) -> list[str]:
    customer, asset = row.customer, row.asset
    sent = last_sent(row, membership.store)
    return [
        row.due.date.isoformat(),
        str(row.days_left),
        row.due.kind.name,
        asset.label,
        asset.number,
        str(customer),
        customer.kana,
        customer.number,
        customer.mobile_form,
        _flag(customer.sms_flag),
        _flag(asset.sms_flag),
        _("Stopped") if row.stopped else "",
        sent.isoformat(" ", "seconds") if sent else "",
        str(row.last.word) if row.last else "",
    ]


def _flag(on: bool) -> str:
    return pgettext("SMS flag", "on") if on else pgettext("SMS flag", "off")


def _written(rows: Iterable[list[str]]) -> str:
    sheet = StringIO(newline="")
    # A count of days may be negative and is a number; everything else is text.
    csv.writer(sheet).writerows(
        [cell if _is_count(cell) else kept_as_written(cell) for cell in row] for row in rows
    )
    return sheet.getvalue()


def _is_count(cell: str) -> bool:
    return len(cell) <= 6 and cell.isascii() and cell.startswith("-") and cell[1:].isdigit()


def _back(request: StoreRequest) -> HttpResponse:
    address = reverse("due:list", args=[request.membership.store.slug])
    return redirect(f"{address}?{request.GET.urlencode()}")
