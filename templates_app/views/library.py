"""`templates/library/`: ready texts by trade, copied into the store on choice."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.request import StoreRequest
from templates_app.domain.copy_examples import copy_examples
from templates_app.models import Language
from templates_app.queries.examples import library


@require_http_methods(["GET", "POST"])
def library_page(request: StoreRequest, store_slug: str) -> HttpResponse:
    """`?language=` of the texts; without it that of the page."""
    membership = request.membership
    require(membership, Permission.TEMPLATES_EDIT)
    language = _language_in(request)
    refused = False
    if request.method == "POST":
        copied = copy_examples(actor=membership, examples=request.POST.getlist("example"), language=language)
        if copied:
            words = ngettext(
                "%(count)s template was copied.", "%(count)s templates were copied.", len(copied)
            )
            messages.success(request, words % {"count": len(copied)})
            return redirect("templates:list", store_slug)
        refused = True
    shown = library(membership.store, language)
    context = {
        "trades": [
            (trade, list(examples)) for trade, examples in groupby(shown, key=lambda one: str(one.trade))
        ],
        "language": language,
        "languages": Language.choices,
        "words": _("Mark at least one example first.") if refused else "",
    }
    return render(request, "templates_app/library.html", context, status=422 if refused else 200)


def _language_in(request: StoreRequest) -> str:
    asked = request.POST.get("language") or request.GET.get("language") or (get_language() or "")[:2]
    return asked if asked in Language.values else Language.JAPANESE.value
