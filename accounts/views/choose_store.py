"""`/`: to one's store, or the choice among them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.queries.memberships import memberships_of
from accounts.web.request import SignedInRequest


@login_required
def home(request: SignedInRequest) -> HttpResponse:
    memberships = list(memberships_of(request.user))
    if len(memberships) == 1:
        return redirect("accounts:dashboard", memberships[0].store.slug)
    return render(request, "accounts/choose_store.html", {"memberships": memberships})


@login_required
def choose_store(request: SignedInRequest) -> HttpResponse:
    return render(
        request,
        "accounts/choose_store.html",
        {"memberships": list(memberships_of(request.user))},
    )
