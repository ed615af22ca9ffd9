"""`/o/{code}` and `/r/{code}`: a recipient's own pages. Nothing changes but by a button (POST)."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from customers.phone import masked_form
from messaging.domain.recipient_choice import apply_choice
from messaging.models import RecipientCode
from messaging.queries.recipients.bearer import Bearer
from messaging.queries.recipients.choice import Choice
from messaging.queries.recipients.history import MOST, agreed, sent_to
from messaging.queries.recipients.standing import standing_of
from messaging.views.recipients.bearers import for_bearer

_DIALLED = re.compile(r"[0-9+(][0-9() -]{7,24}", re.ASCII)


@for_bearer(RecipientCode.Kind.OPT_OUT)
def opt_out(request: HttpRequest, bearer: Bearer) -> HttpResponse:
    return _answer(request, bearer, "messaging/recipients/opt_out.html", {})


@for_bearer(RecipientCode.Kind.PAGE)
def page(request: HttpRequest, bearer: Bearer) -> HttpResponse:
    """Also why and what; nothing of it once somebody has said that the number is not that person's."""
    about = {} if standing_of(bearer).wrong_person else _about(bearer)
    return _answer(request, bearer, "messaging/recipients/page.html", about)


def _about(bearer: Bearer) -> dict[str, Any]:
    sent = sent_to(bearer)
    return {"agreed": agreed(bearer), "sent": sent, "more": len(sent) == MOST, "about": True}


def _answer(request: HttpRequest, bearer: Bearer, template: str, about: dict[str, Any]) -> HttpResponse:
    """What was chosen, then the same page anew: a reload asks for nothing."""
    if request.method == "POST":
        chosen = request.POST.get("choice", "")
        if chosen in set(Choice):
            apply_choice(phone=bearer.phone, choice=Choice(chosen))
            return redirect(request.get_full_path())
    store = bearer.store
    context = {
        "store": store,
        "bearer": bearer,
        "phone": masked_form(bearer.phone),
        "standing": standing_of(bearer),
        "store_call": _dialled(store.phone),
        "contact_call": _dialled(store.legal_entity.contact),
        "nothing_chosen": request.method == "POST",
        **about,
    }
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _dialled(contact: str) -> str:
    """What a tap on it calls; empty for what is no telephone number."""
    return re.sub(r"[() -]", "", contact) if _DIALLED.fullmatch(contact) else ""
