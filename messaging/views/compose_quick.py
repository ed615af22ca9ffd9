"""`send/`: quick send, to numbers pasted one a line."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.request import StoreRequest
from customers.phone import national_form
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
from messaging.forms.notice_form import NoticeForm, QuickSendForm, line_numbers_in
from messaging.models import Dispatch, Message, Purpose
from messaging.queries.history import newest_of_store
from messaging.queries.message_rows import person_shown
from messaging.queries.text_about import WrittenAbout, assets_by_customer
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
        self._asked: tuple[str, str, Purpose] | None = None
        self._read: list[RecognisedLine] = []

    @property
    def kept_as(self) -> str:
        return kept_as(self.membership)

    def written_again(self, message: Message) -> dict[str, Any]:
        name, _customer = person_shown(message, self.membership)
        return {"numbers": f"{national_form(message.text.phone)} {name}".strip()}

    def answer(self) -> HttpResponse:
        """`check` beside the steps of every composer: the verdicts alone, while somebody still pastes."""
        if self.request.POST.get("step") == "check":
            form = self.form_class(self.request.POST, zone=self.zone)
            lines = self._context_of(*_pasted(form))
            return render(self.request, "messaging/compose/_line_check.html", lines)
        return super().answer()

    def recipients(self, form: NoticeForm) -> tuple[Recipient, ...]:
        try:
            lines = self._lines(*_pasted(form))
        except PasteTooBig as too_big:
            form.add_error("numbers", _too_big(too_big))
            return ()
        found = self._about(recipients_of(lines), form)
        if lines and not found:
            form.add_error("numbers", _("None of these lines has a number that can be used; each says why."))
        return found

    def first_recipient(self, form: NoticeForm) -> Recipient | None:
        try:
            return next(iter(self._about(recipients_of(self._lines(*_pasted(form))), form)), None)
        except PasteTooBig:
            return None

    def _about(self, recipients: tuple[Recipient, ...], form: NoticeForm) -> tuple[Recipient, ...]:
        """Each with what of theirs was ticked in a list of what falls due; of several what falls due first.

        Who may not see customers gets nothing of a record into a text either: it would show it.
        """
        if not self.membership.may(Permission.CUSTOMERS_VIEW):
            return tuple(replace(one, values_of=None) for one in recipients)
        about = form.about
        if not (recipients and about.asset_ids):
            return recipients
        of_customer = assets_by_customer(self.membership, about.asset_ids, about.due_kind_id)
        return tuple(
            _writing_about(one, of_customer[one.customer_id][0], about.due_kind_id)
            if one.customer_id in of_customer
            else one
            for one in recipients
        )

    def context(self, form: NoticeForm) -> dict[str, Any]:
        # Lazy: of this composer's pages only the first shows them.
        newest = SimpleLazyObject(lambda: newest_of_store(self.membership, limit=NEWEST))
        return {"newest": newest, **self._context_of(*_pasted(form))}

    def done(self, form: NoticeForm, dispatch: Dispatch) -> HttpResponse:
        typed = form.cleaned_data
        keep_unsent(self.request, dispatch, self._lines(*_pasted(form)), subject=typed["subject"])
        return super().done(form, dispatch)

    def draft_path(self) -> str:
        return reverse("send:quick", args=[self.membership.store.slug])

    def _context_of(self, numbers: str, lines_from: str, purpose: Purpose) -> dict[str, Any]:
        try:
            lines = self._lines(numbers, lines_from, purpose)
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

    def _lines(self, numbers: str, lines_from: str, purpose: Purpose) -> list[RecognisedLine]:
        """The verdicts of what was pasted, read once a request. Raises PasteTooBig."""
        if self._asked != (numbers, lines_from, purpose):
            lines = pasted_lines(
                pasted=numbers,
                store=self.membership.store,
                purpose=purpose,
                numbers=line_numbers_in(lines_from),
            )
            self._asked = (numbers, lines_from, purpose)
            self._read = recognised_lines(lines)
        return self._read


def _writing_about(recipient: Recipient, asset_id: int, due_kind_id: int | None) -> Recipient:
    about = WrittenAbout(asset_id, due_kind_id)
    return replace(recipient, asset_id=asset_id, due_kind_id=due_kind_id, topic=about.topic)


def _pasted(form: NoticeForm) -> tuple[str, str, Purpose]:
    """The paste, what its lines were called before, and what for."""
    purpose = str(form["purpose"].value() or "")
    return (
        str(form["numbers"].value() or ""),
        str(form["lines_from"].value() or ""),
        Purpose(purpose) if purpose in Purpose.values else Purpose.NOTICE,
    )


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
