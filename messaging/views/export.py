"""`messages/export/`: the filtered history as a CSV file for a spreadsheet."""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import StringIO

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from accounts.domain.record_audit import record_audit
from accounts.models import Membership, Permission, Store
from accounts.queries.memberships import require
from accounts.web.request import StoreRequest
from customers.queries.access import customer_to_view
from messaging.forms.history_filter import HistoryFilterForm
from messaging.models import Message, Purpose
from messaging.queries.access import dispatch_to_view
from messaging.queries.history import HistoryFilter, history_chunks
from messaging.queries.message_rows import row_of
from messaging.queries.message_story import billed_parts, carrier_reported

# Excel takes UTF-8 for what it is only with this mark.
_BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet shows a longer bare number as 2.02E+13, and a default subject is the time in 14 digits.
_LONG_NUMBER = re.compile(r"[0-9]{12,}", re.ASCII)
# A spreadsheet would run a cell that begins with one of these; full width counts too where kana are typed.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


@require_POST
def export(request: StoreRequest, store_slug: str) -> HttpResponseBase:
    """Streams while it reads. The filter stands in the address, as on the page; a wrong one leads back there."""
    membership = request.membership
    require(membership, Permission.MESSAGES_EXPORT)
    form = HistoryFilterForm(request.GET, membership=membership)
    if not form.is_valid():
        return _back(request)
    if form.cleaned_data["customer"] is not None:
        customer_to_view(membership, form.cleaned_data["customer"])
    if form.cleaned_data["dispatch"] is not None:
        dispatch_to_view(membership, form.cleaned_data["dispatch"])
    record_audit(
        actor=membership, action="messages.exported", target=membership.store, details=_asked_for(form)
    )
    lines = history_lines(membership, form.wanted, language=translation.get_language() or "ja")
    today = timezone.now().astimezone(membership.store.zone)
    name = f"{store_slug}-messages-{today:%Y%m%d-%H%M}.csv"
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def history_lines(membership: Membership, wanted: HistoryFilter, *, language: str) -> Iterator[str]:
    """The file, piece by piece. It is read after the middleware, so it brings its own language and scope along."""
    with translation.override(language):
        head = _BYTE_ORDER_MARK + _written([_heading()])
    yield head
    for chunk in history_chunks(membership, wanted):
        with translation.override(language):
            piece = _written(_cells(message, membership) for message in chunk)
        yield piece


def harmless(cell: str) -> str:
    """The cell as text that no spreadsheet runs or rounds: an apostrophe goes before a formula or a long number."""
    return f"'{cell}" if cell.startswith(_FORMULA) or _LONG_NUMBER.fullmatch(cell) else cell


def _heading() -> list[str]:
    return [
        _("Message ID"),
        _("Ordered"),
        pgettext("time", "Sent"),
        _("Arrived on the handset"),
        _("Result"),
        _("Name"),
        _("Phone number"),
        _("Subject"),
        _("Text"),
        _("Characters"),
        _("Billed parts"),
        _("Carrier"),
        _("Purpose"),
        _("Sender"),
        _("Memo"),
    ]


def _cells(message: Message, membership: Membership) -> list[str]:
    row, store = row_of(message, membership), membership.store
    attempts = list(message.hand_overs.all())
    parts = billed_parts(attempts)
    return [
        str(message.pk),
        _moment(message.created_at, store),
        _moment(message.accepted_at, store),
        _moment(message.arrived_at, store),
        str(row.result.word),
        row.name,
        row.phone,
        row.subject,
        message.text.body,
        str(message.text.length),
        "" if parts is None else str(parts),
        str(carrier_reported(attempts)),
        str(Purpose(message.dispatch.purpose).label),
        row.sender,
        message.dispatch.memo,
    ]


def _moment(at: datetime | None, store: Store) -> str:
    """`2026-11-23 11:55:04+09:00`: the store's time, with the offset of that day."""
    return "" if at is None else at.astimezone(store.zone).isoformat(" ", "seconds")


def _written(rows: Iterable[list[str]]) -> str:
    sheet = StringIO(newline="")
    csv.writer(sheet).writerows([harmless(cell) for cell in row] for row in rows)
    return sheet.getvalue()


def _asked_for(form: HistoryFilterForm) -> dict[str, str]:
    """The filter for the audit log: of typed names and numbers only that there was one."""
    asked = {name: form.data[name] for name in form.fields if form.data.get(name)}
    return asked | {"q": "…"} if "q" in asked else asked


def _back(request: StoreRequest) -> HttpResponse:
    address = reverse("messages:history", args=[request.membership.store.slug])
    return redirect(f"{address}?{request.GET.urlencode()}")
