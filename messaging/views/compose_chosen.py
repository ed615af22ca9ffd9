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
from messaging.models import Purpose
from messaging.queries.chosen import Chosen, chosen_people
from messaging.views.compose_quick import QuickComposing
from messaging.views.composer.openings import usual_fields


@require_http_methods(["GET", "HEAD", "POST"])
def compose_chosen(request: StoreRequest, store_slug: str) -> HttpResponse:
    """A selection opens the composer; from then on all that was chosen stands in the form, as in quick send."""
    require(request.membership, Permission.MESSAGES_SEND)
    if request.method == "POST" and "step" not in request.POST:
        try:
            selection = selection_in(request.membership, request.POST)
            chosen = chosen_people(
                request.membership, selection, most=MOST_LINES, shown_in=_source(request.POST)
            )
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
        return self._composer(self._fresh(usual_fields() | self._chosen_fields()))

    def _refilled(self, typed: QueryDict) -> NoticeForm:
        """After a session that ended: what was typed, or the people who had been chosen."""
        if "numbers" in typed:
            return super()._refilled(typed)
        try:
            selection = selection_in(self.membership, typed)
            self.chosen = chosen_people(self.membership, selection, most=MOST_LINES, shown_in=_source(typed))
        except SelectionRefused:
            return self._fresh(usual_fields())
        return self._fresh(usual_fields() | self._chosen_fields())

    def _chosen_fields(self) -> dict[str, Any]:
        """The people as lines; of a list of what falls due also what of theirs was ticked, and what falls due."""
        if self.chosen is None:
            return {}
        fields: dict[str, Any] = {
            "numbers": "\n".join(self.chosen.lines),
            "assets": ",".join(map(str, self.chosen.asset_ids)),
            "due_kind": self.chosen.due_kind_id or "",
        }
        # What falls due is reminded of (mission.md D6).
        return fields | ({"purpose": Purpose.REMINDER} if self.chosen.due_kind_id else {})


def _source(form: QueryDict) -> str:
    """Of the list in which rows were ticked."""
    return form.get("source", "")


def _opened(request: StoreRequest, chosen: Chosen) -> HttpResponse:
    if chosen.too_many or not chosen.lines:
        context = {"chosen": chosen, "most": f"{MOST_LINES:,}"}
        return render(request, "messaging/compose/chosen.html", context, status=422)
    return ChosenComposing(request, chosen).opened()
