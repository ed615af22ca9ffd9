"""`privacy/retention/`: how long what is kept; what would go is shown before anything is saved."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.request import StoreRequest
from customers.domain.privacy.save_periods import save_periods
from customers.forms.privacy.periods_form import PeriodsForm, period_words
from customers.forms.privacy.typed_word import TypedWordForm
from customers.queries.privacy.periods import Periods, due_rows, periods_of_store, shortened
from customers.registries.personal_data import fixed_periods


@require_http_methods(["GET", "POST"])
def retention(request: StoreRequest, store_slug: str) -> HttpResponse:
    """`step=look` shows what would go with the periods typed; `step=save` sets them, after a word where one gets
    shorter."""
    require(request.membership, Permission.PRIVACY_ERASE)
    kept = periods_of_store()
    if request.method != "POST":
        return _page(request, PeriodsForm(None, kept=kept), kept, kept)
    form = PeriodsForm(request.POST, kept=kept)
    if not form.is_valid():
        return _page(request, form, kept, kept, status=422)
    wanted = form.periods
    word = _word_form(request) if shortened(kept, wanted) else None
    saves = request.POST.get("step") == "save"
    if not saves or (word is not None and not word.is_valid()):
        asked = _word_form(request, fresh="typed" not in request.POST) if word is not None else None
        return _page(
            request, form, kept, wanted, word=asked, status=422 if saves and asked and asked.errors else 200
        )
    changed = save_periods(actor=request.membership, periods=wanted)
    if changed:
        messages.success(request, _("Saved. It is applied next night."))
    else:
        messages.info(request, _("Nothing was changed."))
    return redirect("privacy:retention", store_slug)


def _word_form(request: StoreRequest, *, fresh: bool = False) -> TypedWordForm:
    word = _("shorten")
    label = _("Type the word “%(word)s” to keep for a shorter time") % {"word": word}
    return TypedWordForm(None if fresh else request.POST, label=label, expected=word)


def _page(
    request: StoreRequest,
    form: PeriodsForm,
    kept: Periods,
    wanted: Periods,
    *,
    word: TypedWordForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """`kept` is in force, `wanted` what is asked about; counted once where they are the same."""
    now = timezone.now()
    tonight = {due.kind.slug: due for due in due_rows(kept, now=now)}
    asked = {slug: days for slug, days in wanted.items() if days != kept[slug]}
    then = (
        {due.kind.slug: due for due in due_rows({**dict.fromkeys(kept), **asked}, now=now)} if asked else {}
    )
    lines = []
    for line in form.lines:
        slug = line["kind"].slug
        lines.append(
            {
                **line,
                "kept": period_words(kept[slug]),
                "tonight": tonight[slug].going,
                "wanted": period_words(asked[slug]) if slug in asked else "",
                "then": then[slug].going if slug in asked else None,
            }
        )
    context = {
        "form": form,
        "lines": lines,
        "fixed": fixed_periods(),
        "is_looked_at": bool(asked),
        "word": word,
    }
    return render(request, "customers/privacy/retention.html", context, status=status)
