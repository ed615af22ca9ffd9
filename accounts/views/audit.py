"""`audit/`: who did what, when."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from accounts.forms.audit_form import AuditForm
from accounts.models import AuditEntry
from accounts.queries.audit import AuditPage, audit_page
from accounts.registries.audit_words import word_of
from accounts.web.request import StoreRequest


@dataclass(frozen=True, slots=True)
class _Line:
    entry: AuditEntry
    label: str | Promise
    says: str | Promise
    address: str
    action_word: str | Promise


@require_GET
def audit(request: StoreRequest, store_slug: str) -> HttpResponse:
    form = AuditForm(request.GET, membership=request.membership)
    valid = form.is_valid()
    page = AuditPage([], None, None)
    if valid:
        below, above = _id_in(request, "below"), _id_in(request, "above")
        page = audit_page(request.membership, form.sought, below=below, above=above)
    context = {
        "form": form,
        "lines": [_line(store_slug, entry) for entry in page.entries],
        "newer": _address(request, "above", page.newer),
        "older": _address(request, "below", page.older),
    }
    return render(request, "accounts/audit.html", context, status=200 if valid else 422)


def _line(slug: str, entry: AuditEntry) -> _Line:
    word = word_of(entry.action)
    says = word.says(entry) if word.says else _as_they_are(entry)
    address = word.address(slug, entry) if word.address else ""
    return _Line(entry, word.label, says, address, word.action_word if address else "")


def _as_they_are(entry: AuditEntry) -> str:
    return " · ".join(f"{name}: {value}" for name, value in entry.details.items())


def _id_in(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def _address(request: HttpRequest, name: str, entry_id: int | None) -> str:
    if entry_id is None:
        return ""
    query = request.GET.copy()
    for known in ("below", "above"):
        query.pop(known, None)
    query[name] = str(entry_id)
    return f"?{query.urlencode()}"
