"""A member's own handset for test sends: ask for a code, tell it, change the number, remove it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from customers.domain.number_checks.answer import Answer, is_open
from customers.forms.consents.number_form import NumberForm
from customers.forms.sign_up.join_form import CodeForm, wrong_code_words
from customers.models import NumberCheck
from customers.phone import national_form
from customers.views.sign_up.code_refused import CODE_REFUSALS, code_refused
from messaging.domain.test_numbers import ask_test_code, prove_test_number, remove_test_number
from messaging.queries.test_numbers import OwnNumber, own_number


@require_http_methods(["GET", "HEAD", "POST"])
def test_number(request: StoreRequest, store_slug: str) -> HttpResponse:
    own = own_number(request.membership)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    typed = unpark_form(request) if request.method == "GET" else None
    number = NumberForm(request.POST if step == "ask" else typed, store=request.membership.store)
    code = CodeForm(request.POST if step == "code" else None)
    done = (
        (step == "remove" and _removed(request))
        or (step == "ask" and _asked(request, number))
        or (step == "again" and own.check is not None and _asked_again(request, own.check, number))
        or (step == "code" and own.check is not None and _proved(request, own.check, code))
    )
    if done:
        return redirect("sending:test_number", store_slug)
    return _page(request, own, number, code)


def _page(request: StoreRequest, own: OwnNumber, number: NumberForm, code: CodeForm) -> HttpResponse:
    check = own.check
    context = {
        "proved": national_form(own.proved) if own.proved else "",
        "asked": national_form(check.phone) if check else "",
        "is_open": check is not None and is_open(check),
        "number_form": number,
        "code_form": code,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "messaging/test_number.html", context, status=status)


def _asked(request: StoreRequest, form: NumberForm) -> bool:
    return form.is_valid() and _sent(request, form.cleaned_data["phone"], form)


def _asked_again(request: StoreRequest, check: NumberCheck, form: NumberForm) -> bool:
    """To the number that a code went to before: it stands in our table, not in the form."""
    return _sent(request, check.phone, form)


def _sent(request: StoreRequest, phone: str, form: NumberForm) -> bool:
    try:
        ask_test_code(actor=request.membership, phone=phone)
    except CODE_REFUSALS as refused:
        messages.error(request, code_refused(refused))
        return False
    return True


def _proved(request: StoreRequest, check: NumberCheck, form: CodeForm) -> bool:
    if not form.is_valid():
        return False
    answer = prove_test_number(actor=request.membership, check=check, code=form.cleaned_data["code"])
    if answer is Answer.WRONG:
        form.add_error("code", wrong_code_words(check))
    if answer is Answer.RIGHT:
        messages.success(request, _("The number is confirmed. Test messages go there from now on."))
    return answer in {Answer.RIGHT, Answer.DONE}


def _removed(request: StoreRequest) -> bool:
    if remove_test_number(actor=request.membership):
        messages.success(request, _("Your test number is removed."))
    return True
