"""`templates/`: a store's templates."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.addresses import id_named, kept_query
from accounts.web.request import StoreRequest
from templates_app.models import Language
from templates_app.queries.access import templates_to_use, templates_to_view
from templates_app.queries.template_list import Wanted, categories_of, matching, template_page

_ASKED = ("q", "category", "language", "archived")
MOST_IN_PICKER = 50


@require_GET
@vary_on_headers("HX-Request")
def template_list(request: StoreRequest, store_slug: str) -> HttpResponse:
    """The whole page; for its live requests the rows alone."""
    membership = request.membership
    templates = templates_to_view(membership)
    wanted = wanted_in(request)
    page = template_page(
        matching(templates, wanted),
        before=id_named(request.GET, "before"),
        after=id_named(request.GET, "after"),
    )
    kept: dict[str, str | int] = {**kept_query(request.GET, _ASKED)}
    context = {
        "page": page,
        "wanted": wanted,
        "is_asked": bool(wanted.typed or wanted.category or wanted.language),
        "newer_url": f"?{urlencode({**kept, 'before': page.before})}" if page.before else "",
        "older_url": f"?{urlencode({**kept, 'after': page.after})}" if page.after else "",
        "may_edit": membership.may(Permission.TEMPLATES_EDIT),
    }
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "templates_app/parts/rows.html", context)
    context |= {"categories": categories_of(templates), "languages": Language.choices}
    return render(request, "templates_app/list.html", context)


@require_GET
@vary_on_headers("HX-Request")
def picker(request: StoreRequest, store_slug: str) -> HttpResponse:
    """The templates to choose from, as a part of another page; its search asks for the rows alone (`part=rows`).

    By itself it would be no page: whoever opens its address gets the list.
    """
    membership = request.membership
    if not request.htmx:
        require(membership, Permission.MESSAGES_SEND)
        return redirect("templates:list", store_slug)
    templates = templates_to_use(membership)
    wanted = wanted_in(request)
    page = template_page(matching(templates, wanted), size=MOST_IN_PICKER)
    context = {
        "page": page,
        "wanted": wanted,
        "is_asked": bool(wanted.typed or wanted.category or wanted.language),
        "has_more": page.after is not None,
        "may_edit": membership.may(Permission.TEMPLATES_EDIT),
    }
    if request.GET.get("part") == "rows":
        return render(request, "templates_app/picker/rows.html", context)
    context |= {"categories": categories_of(templates)}
    return render(request, "templates_app/picker/picker.html", context)


def wanted_in(request: StoreRequest) -> Wanted:
    """What the address asks for; what there is not is any."""
    asked = request.GET
    language = asked.get("language", "")
    return Wanted(
        typed=asked.get("q", "").strip(),
        category=asked.get("category", ""),
        language=language if language in Language.values else "",
        archived=asked.get("archived") == "1",
    )
