"""The SMS flag of many records: which, how many, typed to go on. Each step is a form that carries the selection."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.request import StoreRequest
from customers.domain.change_flags import set_sms_flags
from customers.forms.flag_forms import FlagChoiceForm, TypedNumberForm
from customers.queries.assets import asset_kinds
from customers.queries.flags import assets_to_flag, customers_to_flag, flag_effect
from customers.queries.selection import Selection, SelectionRefused, selection_in


@require_http_methods(["GET", "POST"])
def change_flags(request: StoreRequest, store_slug: str) -> HttpResponse:
    require(request.membership, Permission.CUSTOMERS_BULK)
    try:
        selection = selection_in(
            request.membership, request.POST if request.method == "POST" else request.GET
        )
        return _step(request, selection)
    except SelectionRefused as refused:
        messages.warning(request, str(refused))
        return redirect("customers:list", store_slug)


def _step(request: StoreRequest, selection: Selection) -> HttpResponse:
    step = request.POST.get("step", "")
    asked = request.POST if step in {"look", "change"} else None
    choice = FlagChoiceForm(asked, kinds=asset_kinds())
    if asked is None or not choice.is_valid():
        count = customers_to_flag(request.membership, selection).count()
        context = {"selection": selection, "form": choice, "count": count, "count_form": f"{count:,}"}
        return render(request, "customers/flags/choose.html", context, status=422 if asked else 200)
    return _confirm(request, selection, choice, changes=step == "change")


def _confirm(
    request: StoreRequest, selection: Selection, choice: FlagChoiceForm, *, changes: bool
) -> HttpResponse:
    """What would change; and, once the number is typed, the change."""
    kind = choice.asset_kind
    records: dict[str, Any] = (
        {"customers": customers_to_flag(request.membership, selection)}
        if kind is None
        else {"assets": assets_to_flag(request.membership, selection, kind.pk)}
    )
    [chosen] = records.values()
    effect = flag_effect(chosen, flag=choice.wanted)
    form = TypedNumberForm(request.POST if changes else None, expected=effect.moved)
    if changes and effect.moved and form.is_valid():
        about = (
            selection.about
            if kind is None
            else _("%(kind)s of: %(who)s") % {"kind": kind, "who": selection.about}
        )
        change = set_sms_flags(actor=request.membership, **records, flag=choice.wanted, about=about)
        messages.success(request, _("The SMS flags are changed."))
        return redirect("customers:flag_change", request.membership.store.slug, change.pk)
    context = {
        "selection": selection,
        "choice": choice,
        "kind": kind,
        "wanted": choice.wanted,
        "before": not choice.wanted,
        "effect": effect,
        "form": form,
    }
    return render(request, "customers/flags/confirm.html", context, status=422 if changes else 200)
