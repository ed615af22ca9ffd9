"""`settings/tokens/`: which programs are let in. A new token is shown in the answer to its form, and never again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.domain.issue_token import IssuedToken, issue_token, revoke_token
from accounts.forms.token_form import TokenForm
from accounts.queries.tokens import token_to_manage, tokens_to_manage
from accounts.web.request import StoreRequest


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: StoreRequest, store_slug: str) -> HttpResponse:
    known = tokens_to_manage(request.membership)
    issued: IssuedToken | None = None
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        issued = issue_token(
            store=request.membership.store,
            actor=request.membership,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
        )
        form = TokenForm()
    context = {"form": form, "tokens": list(known), "issued": issued}
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


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
