"""`/stores/{slug}/consents/`: the consent ledger, and whether it is as it was written."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from accounts.web.request import StoreRequest
from customers.forms.consents.number_form import NumberForm
from customers.queries.access_consents import links_to_prove, records_to_prove
from customers.queries.consent_chain import MOST_FINDINGS, verify_chain
from customers.queries.consent_ledger import head_of_chain, ledger_page
from customers.queries.consent_words import FLAW_WORDS
from customers.views.paged import position_in


@require_GET
def ledger(request: StoreRequest, store_slug: str) -> HttpResponse:
    return render(request, "customers/consents/ledger.html", _context(request))


@require_POST
def verify(request: StoreRequest, store_slug: str) -> HttpResponse:
    """Reads the whole chain: some seconds for a hundred thousand links."""
    links_to_prove(request.membership)
    verdict = verify_chain(request.membership.store)
    context = _context(request) | {
        "verdict": verdict,
        "findings": [(one.position, FLAW_WORDS[one.flaw]) for one in verdict.findings],
        "cut_short": len(verdict.findings) == MOST_FINDINGS,
    }
    return render(request, "customers/consents/ledger.html", context)


def _context(request: StoreRequest) -> dict[str, Any]:
    membership = request.membership
    page = ledger_page(
        links_to_prove(membership),
        records_to_prove(membership),
        below=position_in(request, "below"),
        above=position_in(request, "above"),
    )
    return {
        "page": page,
        "newer_url": f"?above={page.newer}" if page.newer is not None else "",
        "older_url": f"?below={page.older}" if page.older is not None else "",
        "chain": head_of_chain(),
        "number_form": NumberForm(store=membership.store),
    }
