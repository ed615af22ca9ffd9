"""`settings/sign-up/`: the page's words, opening and closing it, and what a visitor will see."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Store
from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from customers.domain.sign_up.keep_page import (
    PageNotReady,
    close_sign_up_page,
    open_sign_up_page,
    save_sign_up_page,
)
from customers.forms.sign_up.join_form import JoinForm
from customers.forms.sign_up.page_form import SignUpPageForm
from customers.queries.access_consents import wordings_to_manage
from customers.queries.access_sign_up import sign_up_to_manage
from customers.queries.sign_up.pages import join_address, shown_page, wordings_in_force
from customers.queries.sign_up.words import LANGUAGES, PURPOSE_WORDS, missing_of, site_words

_MOST_VERSIONS = 50


@require_GET
def overview(request: StoreRequest, store_slug: str) -> HttpResponse:
    store, page = request.membership.store, sign_up_to_manage(request.membership)
    address = join_address(store)
    versions = wordings_to_manage(request.membership).select_related("made_by__user")
    in_force = {wording.pk for wording in wordings_in_force().values()}
    context = {
        "page": page,
        "address": address,
        "is_active": store.status == Store.Status.ACTIVE,
        "missing": missing_of(store.legal_entity),
        "versions": [
            (wording, wording.pk in in_force, [PURPOSE_WORDS[purpose] for purpose in wording.purposes])
            for wording in versions[:_MOST_VERSIONS]
        ],
        "site_words": [
            (language, site_words(store, address=address, language=language)) for language in LANGUAGES
        ],
    }
    return render(request, "customers/sign_up/overview.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: StoreRequest, store_slug: str) -> HttpResponse:
    page = sign_up_to_manage(request.membership)
    posted = request.method == "POST"
    typed = request.POST if posted else unpark_form(request)
    form = SignUpPageForm(typed, store=request.membership.store, page=page, wordings=wordings_in_force())
    if posted and form.is_valid():
        try:
            save_sign_up_page(actor=request.membership, **form.values)
        except ValidationError as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("The sign-up page is saved. People see it as it is now."))
            return redirect("sign_up:page", store_slug)
    return render(request, "customers/sign_up/edit.html", {"form": form}, status=422 if posted else 200)


@require_POST
def open_page(request: StoreRequest, store_slug: str) -> HttpResponse:
    try:
        open_sign_up_page(actor=request.membership, store=request.membership.store)
    except PageNotReady as refused:
        if refused.missing:
            words = _("The page was not opened. Your company's record lacks: %(missing)s.") % {
                "missing": ", ".join(refused.missing)
            }
        else:
            words = _("The page was not opened: save its wording first.")
        messages.error(request, words)
    else:
        messages.success(request, _("The sign-up page is open."))
    return redirect("sign_up:page", store_slug)


@require_http_methods(["GET", "POST"])
def close_page(request: StoreRequest, store_slug: str) -> HttpResponse:
    """Asks on a page of its own: printed codes lead nowhere then."""
    page = sign_up_to_manage(request.membership)
    if request.method == "POST":
        close_sign_up_page(actor=request.membership)
        messages.success(request, _("The sign-up page is closed."))
        return redirect("sign_up:page", store_slug)
    return render(request, "customers/sign_up/close.html", {"page": page})


@require_GET
def preview(request: StoreRequest, store_slug: str) -> HttpResponse:
    """As visitors will see it, open or not; nothing can be sent from it."""
    page = sign_up_to_manage(request.membership)
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else (translation.get_language() or "ja")
    with translation.override(language):
        shown = shown_page(request.membership.store, page, language=language)
        if shown is not None:
            context = {"shown": shown, "form": JoinForm(shown=shown), "preview": True}
            return render(request, "customers/join/page.html", context)
    messages.info(request, _("There is no wording yet: look through the one that is ready, and save it."))
    return redirect("sign_up:edit", store_slug)
