"""The sign-up page: what one agrees to and one's number, then the code that came by SMS, then it is done."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.web.client_address import client_address
from customers.domain.number_checks.answer import Answer, is_open
from customers.domain.number_checks.limits import Limit, TooManyCodes
from customers.domain.number_checks.make import CodeNotSent
from customers.domain.sign_up.visitor import Visit, finish_sign_up, send_another, start_sign_up
from customers.forms.sign_up.join_form import CodeForm, JoinForm, wrong_code_words
from customers.models import NumberCheck
from customers.phone import masked_form
from customers.queries.sign_up.pages import Joining, check_of_visitor
from customers.queries.sign_up.words import PURPOSE_WORDS
from customers.views.sign_up.visitors import closed, for_visitors

LIMIT_WORDS: dict[Limit, Promise] = {
    Limit.NUMBER: _(
        "Three codes have been sent to this number within an hour, and no more are sent. "
        "Please use the newest one, or try again in an hour."
    ),
    Limit.NUMBER_TODAY: _(
        "Many codes have been sent to this number today, and no more are sent. Please try again tomorrow."
    ),
    Limit.ADDRESS: _("Too many codes were asked for from your connection. Please try again in an hour."),
    Limit.STORE: _(
        "Very many people are signing up just now. Please try again in an hour, or tell the shop."
    ),
}
NOT_SENT = _("No code can be sent just now. Nothing was recorded; please tell the shop.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_visitors
def join(request: HttpRequest, shown: Joining) -> HttpResponse:
    form = JoinForm(request.POST if request.method == "POST" else None, shown=shown)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                check = start_sign_up(visit=_visit(request, shown, form))
            except TooManyCodes as refused:
                status = 429
                form.add_error(None, str(LIMIT_WORDS[refused.limit]))
            except CodeNotSent:
                status = 503
                form.add_error(None, str(NOT_SENT))
            else:
                return redirect(_code_address(request, shown, check))
        form = form.shown_anew()
    return render(request, "customers/join/page.html", {"shown": shown, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_visitors
def tell_code(request: HttpRequest, shown: Joining, check_key: UUID) -> HttpResponse:
    check = check_of_visitor(check_key)
    if check is None:
        return closed(request)
    if request.method == "POST" and request.POST.get("step") == "again" and check.confirmed_at is None:
        return _another(request, shown, check)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and check.confirmed_at is None and form.is_valid():
        answer = finish_sign_up(
            store=shown.store,
            check=check,
            code=form.cleaned_data["code"],
            language=translation.get_language() or "ja",
        )
        if answer in {Answer.RIGHT, Answer.DONE}:
            return redirect(_code_address(request, shown, check))
        if answer is Answer.WRONG:
            form.add_error("code", wrong_code_words(check))
    return _code_page(request, shown, check, form, status=422 if form.errors else 200)


def _another(request: HttpRequest, shown: Joining, check: NumberCheck) -> HttpResponse:
    try:
        further = send_another(
            check=check,
            ip=client_address(request),
            user_agent=_user_agent(request),
            language=translation.get_language() or "ja",
        )
    except (TooManyCodes, CodeNotSent) as refused:
        words, status = (
            (LIMIT_WORDS[refused.limit], 429) if isinstance(refused, TooManyCodes) else (NOT_SENT, 503)
        )
        return _code_page(request, shown, check, CodeForm(), status=status, refusal=str(words))
    return redirect(_code_address(request, shown, further))


def _code_page(
    request: HttpRequest,
    shown: Joining,
    check: NumberCheck,
    form: CodeForm,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    context = {
        "shown": shown,
        "check": check,
        "form": form,
        "is_open": is_open(check),
        "phone": masked_form(check.phone),
        "purposes": [PURPOSE_WORDS[purpose] for purpose in check.purposes],
        "refusal": refusal,
    }
    template = "customers/join/done.html" if check.confirmed_at else "customers/join/code.html"
    return render(request, template, context, status=status)


def _visit(request: HttpRequest, shown: Joining, form: JoinForm) -> Visit:
    return Visit(
        form=form.cleaned_data["form"],
        phone=form.cleaned_data["mobile"],
        purposes=form.ticked,
        wording=shown.wording,
        name=form.cleaned_data.get("name", ""),
        ip=client_address(request),
        user_agent=_user_agent(request),
        language=translation.get_language() or "ja",
    )


def _user_agent(request: HttpRequest) -> str:
    """As it may be kept: no longer, and without what PostgreSQL has no letter for."""
    return request.headers.get("User-Agent", "").replace("\x00", "")[:300]


def _code_address(request: HttpRequest, shown: Joining, check: NumberCheck) -> str:
    address = reverse("join:code", args=[shown.store.slug, check.key])
    chosen = request.GET.get("language")
    return f"{address}?language={translation.get_language()}" if chosen else address
