"""What a shop prints and hangs up: the QR code, the leaflet, the sheet with the numbers that messages come from."""

from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from accounts.models import Store
from accounts.registries.panels import panels_at
from accounts.web.request import StoreRequest
from customers.documents.qr import qr_png, qr_svg
from customers.queries.access_sign_up import sign_up_to_manage
from customers.queries.sign_up.pages import join_address, joining, shown_page
from customers.queries.sign_up.words import LANGUAGES, PURPOSE_WORDS

# Letters of Japanese on a line of the leaflet.
_LINE = 36


@require_GET
def qr_as_svg(request: StoreRequest, store_slug: str) -> HttpResponse:
    """On pages as an image; `?download` to keep it."""
    sign_up_to_manage(request.membership)
    return _image(request, qr_svg(join_address(request.membership.store)), "image/svg+xml", "svg")


@require_GET
def qr_as_png(request: StoreRequest, store_slug: str) -> HttpResponse:
    sign_up_to_manage(request.membership)
    return _image(request, qr_png(join_address(request.membership.store)), "image/png", "png")


@require_GET
def leaflet(request: StoreRequest, store_slug: str, size: str) -> HttpResponse:
    """店頭説明チラシ, in Japanese unless asked for otherwise: it is for the shop's customers."""
    store, page = request.membership.store, sign_up_to_manage(request.membership)
    language = paper_language(request, "ja")
    with translation.override(language):
        shown = shown_page(store, page, language=language)
        context = {
            "page": page,
            "size": size,
            "density": leaflet_density(store, page.intro),
            "leads_somewhere": _leads_somewhere(store, language),
            "address": join_address(store),
            "purposes": [PURPOSE_WORDS[purpose] for purpose in shown.wording.purposes] if shown else [],
        }
        return render(request, "customers/sign_up/leaflet.html", context)


def _leads_somewhere(store: Store, language: str) -> bool:
    """Whether whoever reads the code finds the page."""
    return store.status == Store.Status.ACTIVE and joining(store, language=language) is not None


def leaflet_density(store: Store, intro: str) -> str:
    """How large a leaflet may be written, so that it is one page: wide, dense or tight (static/css/print.css)."""
    entity = store.legal_entity
    lines = sum(max(1, ceil(len(line) / _LINE)) for line in intro.splitlines())
    # One line of each is there anyhow; the contact stands twice.
    lines += sum(
        len(words) // _LINE for words in (entity.formal_name + entity.address, entity.contact, entity.contact)
    )
    return "wide" if lines <= 2 else "dense" if lines <= 14 else "tight"


@require_GET
def senders(request: StoreRequest, store_slug: str) -> HttpResponse:
    """What messages from the shop look like on a handset, by carrier: the app that sends them knows."""
    sign_up_to_manage(request.membership)
    with translation.override(paper_language(request, "ja")):
        panels = panels_at("senders_sheet", request.membership, request.membership.store)
        context = {"size": "a4", "panels": panels}
        return render(request, "customers/sign_up/senders.html", context)


def paper_language(request: HttpRequest, usual: str) -> str:
    """What a paper is written in: `?language=`, else the usual one."""
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else usual


def _image(request: HttpRequest, content: bytes, media_type: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    if "download" in request.GET:
        response.headers["Content-Disposition"] = f'attachment; filename="sign-up-qr.{ending}"'
    return response
