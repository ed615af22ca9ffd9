"""`settings/tokens/`: which programs are let in. A new token is shown once, after its form."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.domain.issue_token import issue_token, revoke_token
from accounts.forms.token_form import TokenForm
from accounts.queries.tokens import token_to_manage, tokens_to_manage
from accounts.web.request import StoreRequest

_KEY = "issued_token"


@dataclass(frozen=True, slots=True)
class _Issued:
    """The token that was just made: what it is called, and all of it."""

    name: str
    secret: str


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: StoreRequest, store_slug: str) -> HttpResponse:
    known = tokens_to_manage(request.membership)
    form = TokenForm(request.POST if request.method == "POST" else None)
    # After a redirect: a reload of the answer must not make another.
    if request.method == "POST" and form.is_valid() and _is_made(request, form):
        return redirect("accounts:tokens", store_slug)
    context = {"form": form, "tokens": list(known), "issued": _issued(request)}
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


def _is_made(request: StoreRequest, form: TokenForm) -> bool:
    """Make the token, and lay it by until the next look at the page; the form says why where it may not be."""
    try:
        made = issue_token(
            store=request.membership.store,
            actor=request.membership,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
        )
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    request.session[_KEY] = {
        "store": request.membership.store_id,
        "name": made.token.name,
        "secret": made.secret,
    }
    return True


def _issued(request: StoreRequest) -> _Issued | None:
    """What was laid by for this store's page, once. It is gone from the session before it is shown."""
    laid_by = request.session.get(_KEY)
    if laid_by is None or laid_by["store"] != request.membership.store_id:
        return None
    del request.session[_KEY]
    return _Issued(laid_by["name"], laid_by["secret"])


@require_http_methods(["GET", "POST"])
def revoke(request: StoreRequest, store_slug: str, token_id: int) -> HttpResponse:
    """Asks on a page of its own: the program stops at once."""
    token = token_to_manage(request.membership, token_id)
    if request.method == "GET" and token.revoked_at is None:
        return render(request, "accounts/token_revoke.html", {"token": token})
    if request.method == "POST" and revoke_token(actor=request.membership, token=token):
        messages.success(request, _("The token lets nobody in any more."))
    else:
        messages.info(request, _("This token was revoked already."))
    return redirect("accounts:tokens", store_slug)
