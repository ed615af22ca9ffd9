"""A customer's number, confirmed at the counter by a code; and the letter of what the customer agreed to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.web.request import StoreRequest
from customers.domain.number_checks.answer import Answer, is_open
from customers.domain.sign_up.counter import confirm_number, send_test_code
from customers.forms.sign_up.join_form import CodeForm, wrong_code_words
from customers.models import ConsentPurpose, Customer, NumberCheck
from customers.queries.access_sign_up import check_at_counter, customer_to_confirm, customer_to_write_letter
from customers.queries.numbers import sharing_number_with
from customers.queries.sign_up.letter import agreed_by
from customers.views.sign_up.code_refused import CODE_REFUSALS, code_refused
from customers.views.sign_up.kit import paper_language


@require_http_methods(["GET", "POST"])
def confirm(request: StoreRequest, store_slug: str, customer_id: int) -> HttpResponse:
    customer = customer_to_confirm(request.membership, customer_id)
    request.navigation_entry = "customers:list"
    check = check_at_counter(customer)
    form = CodeForm(request.POST if request.POST.get("step") == "code" else None)
    refusal = ""
    if request.method == "POST" and request.POST.get("step") == "send":
        refusal = _refused(request, customer)
        if not refusal:
            return redirect("customers:confirm_number", store_slug, customer.pk)
    elif (
        request.method == "POST"
        and check is not None
        and form.is_valid()
        and _is_confirmed(request, customer, check, form)
    ):
        messages.success(request, _("The number is confirmed."))
        return redirect("customers:page", store_slug, customer.pk)
    context = {
        "customer": customer,
        "sharing": sharing_number_with(customer),
        "check": check if check is not None and is_open(check) else None,
        "is_over": check is not None and not check.confirmed_at and not is_open(check),
        "form": form,
        "refusal": refusal,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/sign_up/confirm_number.html", context, status=status)


def _refused(request: StoreRequest, customer: Customer) -> str:
    """Send the code; why not, in words for staff."""
    try:
        send_test_code(actor=request.membership, customer=customer)
    except CODE_REFUSALS as refused:
        return code_refused(refused)
    return ""


def _is_confirmed(request: StoreRequest, customer: Customer, check: NumberCheck, form: CodeForm) -> bool:
    code = form.cleaned_data["code"]
    answer = confirm_number(actor=request.membership, customer=customer, check=check, code=code)
    if answer is Answer.WRONG:
        form.add_error("code", wrong_code_words(check))
    return answer in {Answer.RIGHT, Answer.DONE}


@require_GET
def letter(request: StoreRequest, store_slug: str, customer_id: int) -> HttpResponse:
    """確認書, in the customer's language: what holds today for the number, in the words that were agreed to."""
    customer = customer_to_write_letter(request.membership, customer_id)
    with translation.override(paper_language(request, customer.language)):
        agreed = agreed_by(customer.mobile or "", list(ConsentPurpose))
        context = {
            "customer": customer,
            "size": "a4",
            "agreed": agreed,
            "wordings": {line.wording.pk: line.wording for line in agreed if line.wording}.values(),
            "today": timezone.now(),
        }
        return render(request, "customers/sign_up/letter.html", context)
