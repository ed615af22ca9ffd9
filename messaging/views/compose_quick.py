"""`send/`: quick send, to numbers pasted one a line."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.request import StoreRequest
from messaging.domain.compose import Recipient
from messaging.domain.paste import (
    MOST_CHARACTERS,
    MOST_LINES,
    PasteTooBig,
    TooManyCharacters,
    TooManyLines,
    pasted_lines,
    totals_of,
)
from messaging.domain.recipients import RecognisedLine, recipients_of, recognised_lines
from messaging.forms.notice_form import NoticeForm, QuickSendForm
from messaging.models import Dispatch, Purpose
from messaging.queries.history import newest_of_store
from messaging.views.composing import Composing
from messaging.views.keeping import kept_as
from messaging.views.shown_lines import shown_lines
from messaging.views.unsent_lines import keep_unsent

NEWEST = 5


@require_http_methods(["GET", "HEAD", "POST"])
def compose_quick(request: StoreRequest, store_slug: str) -> HttpResponse:
    require(request.membership, Permission.MESSAGES_SEND)
    return QuickComposing(request).answer()


class QuickComposing(Composing):
    form_class = QuickSendForm
    source = Dispatch.Source.QUICK_SEND

    def __init__(self, request: StoreRequest) -> None:
        super().__init__(request)
        self._read: tuple[str, list[RecognisedLine]] = ("", [])

    @property
    def kept_as(self) -> str:
        return kept_as(self.membership)

    def answer(self) -> HttpResponse:
        """`check` beside the steps of every composer: the verdicts alone, while somebody still pastes."""
        if self.request.POST.get("step") == "check":
            lines = self._context_of(self.request.POST.get("numbers", ""))
            return render(self.request, "messaging/compose/_line_check.html", lines)
        return super().answer()

    def recipients(self, form: NoticeForm) -> tuple[Recipient, ...]:
        try:
            return recipients_of(self._lines(str(form["numbers"].value() or "")))
        except PasteTooBig as too_big:
            form.add_error("numbers", _too_big(too_big))
            return ()

    def context(self, form: NoticeForm) -> dict[str, Any]:
        # Lazy: of this composer's pages only the first shows them.
        newest = SimpleLazyObject(lambda: newest_of_store(self.membership, limit=NEWEST))
        return {"newest": newest, **self._context_of(str(form["numbers"].value() or ""))}

    def done(self, form: NoticeForm, dispatch: Dispatch) -> HttpResponse:
        typed = form.cleaned_data
        keep_unsent(self.request, dispatch, self._lines(typed["numbers"]), subject=typed["subject"])
        return super().done(form, dispatch)

    def _context_of(self, numbers: str) -> dict[str, Any]:
        try:
            lines = self._lines(numbers)
        except PasteTooBig as too_big:
            return {"too_big": _too_big(too_big), "most_lines": MOST_LINES}
        shown = shown_lines(lines, self.membership)
        return {
            "lines": shown,
            "attention": [line for line in shown if line.needs_attention],
            "in_order": [line for line in shown if not line.needs_attention],
            "totals": totals_of([known.line for known in lines]),
            "most_lines": MOST_LINES,
        }

    def _lines(self, numbers: str) -> list[RecognisedLine]:
        """The verdicts of what was pasted, read once a request. Raises PasteTooBig."""
        if self._read[0] != numbers:
            lines = pasted_lines(pasted=numbers, store=self.membership.store, purpose=Purpose.NOTICE)
            self._read = (numbers, recognised_lines(lines))
        return self._read[1]


def _too_big(too_big: PasteTooBig) -> str:
    match too_big:
        case TooManyLines(lines=lines):
            return _(
                "These are %(lines)s lines; up to %(most)s go at once. Nothing was sent. Please split the list."
            ) % {"lines": f"{lines:,}", "most": f"{MOST_LINES:,}"}
        case TooManyCharacters(characters=characters):
            return _(
                "These are %(characters)s characters; up to %(most)s can be read at once. Nothing was sent. "
                "Please paste the numbers only, or split the list."
            ) % {"characters": f"{characters:,}", "most": f"{MOST_CHARACTERS:,}"}
    raise AssertionError("a paste is too big in one of two ways")
