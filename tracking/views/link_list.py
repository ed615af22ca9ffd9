"""`links/`: where the store's messages lead to, and how many people went there."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Permission
from accounts.web.addresses import id_named, kept_query
from accounts.web.request import StoreRequest
from tracking.queries.link_list import link_page
from tracking.registries.recipients import link_sends


@require_safe
def link_list(request: StoreRequest, store_slug: str) -> HttpResponse:
    """All, or those of one send (`send`). Raises PermissionDenied."""
    membership, send_id = request.membership, id_named(request.GET, "send")
    page = link_page(
        membership,
        origin=send_id,
        below=id_named(request.GET, "below"),
        above=id_named(request.GET, "above"),
    )
    context = {
        "rows": page.rows,
        "newer": _address(request, "above", page.newer),
        "older": _address(request, "below", page.older),
        "only": send_id is not None,
        "send": link_sends(membership, [send_id]).get(send_id) if send_id is not None else None,
        "may_send": membership.may(Permission.MESSAGES_SEND),
    }
    return render(request, "tracking/link_list.html", context)


def _address(request: StoreRequest, end: str, target_id: int | None) -> str:
    if target_id is None:
        return ""
    return f"?{urlencode({**kept_query(request.GET, ('send',)), end: target_id})}"
