"""`send/chosen/`: quick send with ticked customers, or all of a search or list, in its lines."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.request import StoreRequest
from customers.queries.selection import SelectionRefused, selection_in
from messaging.domain.paste import MOST_LINES
from messaging.forms.notice_form import NoticeForm
from messaging.queries.chosen import Chosen, chosen_people
from messaging.views.compose_quick import QuickComposing


@require_http_methods(["GET", "HEAD", "POST"])
def compose_chosen(request: StoreRequest, store_slug: str) -> HttpResponse:
    """A selection opens the composer; from then on all that was chosen stands in the form, as in quick send."""
    require(request.membership, Permission.MESSAGES_SEND)
    if request.method == "POST" and "step" not in request.POST:
        try:
            selection = selection_in(request.membership, request.POST)
            chosen = chosen_people(request.membership, selection, most=MOST_LINES)
        except SelectionRefused as refused:
            context = {"words": str(refused)}
            return render(request, "customers/parts/selection_refused.html", context, status=422)
        return _opened(request, chosen)
    if request.method != "POST" and "parked_form" not in request.session:
        return redirect("send:quick", store_slug)
    return ChosenComposing(request).answer()


class ChosenComposing(QuickComposing):
    """Quick send under another address; `chosen` is what its first page says of who was chosen."""

    def __init__(self, request: StoreRequest, chosen: Chosen | None = None) -> None:
        super().__init__(request)
        request.navigation_entry = "send:quick"
        self.chosen = chosen

    def context(self, form: NoticeForm) -> dict[str, Any]:
        return super().context(form) | {"chosen": self.chosen}

    def opened(self) -> HttpResponse:
        """The first page, with the chosen people in its lines."""
        lines = "\n".join(self.chosen.lines) if self.chosen else ""
        return self._composer(self.form_class.fresh({"numbers": lines}))

    def _refilled(self, typed: QueryDict) -> NoticeForm:
        """After a session that ended: what was typed, or the people who had been chosen."""
        if "numbers" in typed:
            return super()._refilled(typed)
        try:
            selection = selection_in(self.membership, typed)
            self.chosen = chosen_people(self.membership, selection, most=MOST_LINES)
        except SelectionRefused:
            return self.form_class.fresh()
        return self.form_class.fresh({"numbers": "\n".join(self.chosen.lines)})


def _opened(request: StoreRequest, chosen: Chosen) -> HttpResponse:
    if chosen.too_many or not chosen.lines:
        context = {"chosen": chosen, "most": f"{MOST_LINES:,}"}
        return render(request, "messaging/compose/chosen.html", context, status=422)
    return ChosenComposing(request, chosen).opened()
