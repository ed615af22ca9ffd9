"""A form whose page was open too long, or that comes from elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.web.parked_form import park_form


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing is done; what was typed on a store's page is kept for its next opening (accounts/web/parked_form.py)."""
    park_form(request)
    return render(request, "403_csrf.html", {"again": request.path}, status=403)
