"""`privacy/erase/`: says what goes and what stays, and waits for the last four digits."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.addresses import id_in
from accounts.web.request import StoreRequest
from customers.domain.privacy.erase_person import HoldersChanged, erase_person
from customers.domain.privacy.export_person import held_on
from customers.domain.privacy.import_files import ImportUnderWay
from customers.forms.privacy.number_form import NumberForm
from customers.forms.privacy.typed_word import TypedWordForm
from customers.models import Customer
from customers.phone import national_form
from customers.queries.access_privacy import holders_to_erase
from customers.queries.privacy.people import whom_to_erase
from customers.views.privacy.shown import shown_sources


@never_cache
@require_http_methods(["GET", "POST"])
def erase(request: StoreRequest, store_slug: str) -> HttpResponse:
    """With several customers on the number it first asks which of them. Each step is posted (no number in an address;
    GET leads to the search), and the one with `typed` erases."""
    membership = request.membership
    require(membership, Permission.PRIVACY_ERASE)
    asked = request.POST
    certain = "typed" in asked
    number = NumberForm(asked, countries=membership.store.allowed_countries)
    if not number.is_valid():
        return redirect("privacy:search", store_slug)
    phone = number.cleaned_data["number"]
    holders = holders_to_erase(membership, phone)
    chosen = _chosen(asked, holders)
    if holders and not chosen:
        return _choose(request, phone, holders, nobody="chosen" in asked)
    word = TypedWordForm(
        asked if certain else None,
        label=_("Type the last four digits of the number"),
        expected=phone[-4:],
        numeric=True,
    )
    if certain and word.is_valid():
        answer = _erased(request, phone, chosen, word)
        if answer is not None:
            return answer
    return _confirm(request, phone, holders, chosen, word)


def _erased(
    request: StoreRequest, phone: str, chosen: list[Customer], word: TypedWordForm
) -> HttpResponse | None:
    """None where it could not be done now; the form says why."""
    slug = request.membership.store.slug
    try:
        erased = erase_person(
            actor=request.membership,
            phone=phone,
            chosen_ids=[customer.pk for customer in chosen],
            shown_ids=_ids(request.POST.getlist("shown")),
        )
    except HoldersChanged:
        messages.warning(
            request, _("Who has this number has changed meanwhile. Nothing was erased; please look again.")
        )
        return redirect("privacy:search", slug)
    except ImportUnderWay as error:
        word.add_error(
            None,
            _(
                "“%(file)s” is being imported and may hold this person. Nothing was erased; please try again later."
            )
            % {"file": error.file_name},
        )
        return None
    if erased.number:
        messages.success(request, _("The person is erased. A stop on the number stays in force."))
    else:
        messages.success(request, _("The person is erased. The number is still another customer's."))
    return redirect("privacy:search", slug)


def _choose(request: StoreRequest, phone: str, holders: list[Customer], *, nobody: bool) -> HttpResponse:
    context = {"phone": phone, "phone_form": national_form(phone), "holders": holders, "nobody": nobody}
    return render(request, "customers/privacy/choose.html", context, status=422 if nobody else 200)


def _confirm(
    request: StoreRequest, phone: str, holders: list[Customer], chosen: list[Customer], word: TypedWordForm
) -> HttpResponse:
    whom = whom_to_erase(phone, holders, [customer.pk for customer in chosen])
    context = {
        "phone": phone,
        "phone_form": national_form(phone),
        "phones": [national_form(one) for one in whom.phones],
        "holders": holders,
        "chosen": chosen,
        "others": [holder for holder in holders if holder not in chosen],
        "found": shown_sources(held_on(whom), request.membership.store.zone),
        "form": word,
    }
    return render(request, "customers/privacy/erase.html", context, status=422 if word.errors else 200)


def _chosen(asked: QueryDict, holders: list[Customer]) -> list[Customer]:
    """One holder needs no choice."""
    if len(holders) == 1:
        return holders
    ids = _ids(asked.getlist("customer"))
    return [holder for holder in holders if holder.pk in ids]


def _ids(given: Iterable[str]) -> set[int]:
    return {row_id for one in given if (row_id := id_in(one)) is not None}
