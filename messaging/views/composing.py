"""The way of every composer: compose, confirm, maybe one more question, send. One address, and a step in the form.

All that was typed travels in the form itself from page to page, and each step reads it anew, so that a reload, a
second click or an old tab can neither lose a text nor send it twice.
"""

import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.web.addresses import id_in
from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from customers.models import Customer
from messaging.domain.compose import Recipient, Wish, compose
from messaging.domain.drafts.delete_draft import delete_draft
from messaging.domain.drafts.save_draft import (
    LONGEST_DRAFT,
    MOST_DRAFTS,
    DraftTooLong,
    TooManyDrafts,
    save_draft,
)
from messaging.domain.obstacle import obstacle_to_sending
from messaging.domain.plan import KeyTaken
from messaging.domain.problems import Level, Refused
from messaging.domain.send import Preview, preview, send
from messaging.forms.notice_form import NoticeForm, typed_key
from messaging.models import Dispatch, Message, Purpose
from messaging.queries.access import dispatch_to_cancel
from messaging.queries.access_drafts import draft_still_there
from messaging.queries.dispatches import dispatch_with_key
from messaging.views.composer.ahead import acknowledged_in, ahead_context
from messaging.views.composer.openings import opening_in, usual_fields, version_of_form
from messaging.views.composer.page import live_context, page_context, test_context
from messaging.views.composer.test_send import tested

REFUSED, TAKEN = 422, 409


class Composing(ABC):
    """One request of one composer. A kind of composer says who gets the text, and shows its own."""

    form_class: type[NoticeForm]
    source: Dispatch.Source
    # Whose page it is; None for quick send.
    customer: Customer | None = None

    def __init__(self, request: StoreRequest) -> None:
        self.request = request
        self.membership = request.membership
        self.zone = request.membership.store.zone

    @property
    @abstractmethod
    def kept_as(self) -> str:
        """Where the browser keeps what is typed until it is sent: of this person and this composer only."""

    @abstractmethod
    def recipients(self, form: NoticeForm) -> tuple[Recipient, ...]:
        """Who would get it. May add errors to the form."""

    @abstractmethod
    def first_recipient(self, form: NoticeForm) -> Recipient | None:
        """For whom the merge fields speak while somebody writes; None while there is nobody."""

    @abstractmethod
    def context(self, form: NoticeForm) -> dict[str, Any]:
        """What the pages of this kind show beside what all show."""

    def obstacle(self) -> str:
        """Why nothing can be sent now, in words; empty when nothing is in the way."""
        return obstacle_to_sending(self.membership)

    def written_again(self, message: Message) -> dict[str, Any]:
        """What stands in the fields beside the text when a message is to be sent once more."""
        return {}

    def ready_fields(self) -> dict[str, Any]:
        """What stands in the fields when the address asks for a text that is ready; empty for none."""
        return {}

    def changed_since_shown(self) -> str:
        """What is not as the page showed it on which somebody confirmed, in words; empty when all is."""
        return ""

    def draft_path(self) -> str:
        """Where a draft of this composer is opened."""
        return self.request.path

    def done(self, form: NoticeForm, dispatch: Dispatch) -> HttpResponse:
        """Off to the page that says what was sent."""
        return redirect("send:done", self.membership.store.slug, dispatch.pk)

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._opened()
        match self.request.POST.get("step"):
            case "edit":
                return self._composer(self._refilled(self.request.POST))
            case "live":
                return self._live()
            case "draft":
                return self._kept_as_draft()
            case "test":
                return self._tested()
            case "leaf":
                return self._leafed()
            case "send":
                return self._sent()
        return self._confirmed()

    # Opening

    def _opened(self) -> HttpResponse:
        typed = unpark_form(self.request)
        if typed is None:
            return self._opened_anew()
        messages.warning(
            self.request,
            _(
                "Nothing has been sent. What you had typed is here again: please check it and press the button."
            ),
        )
        return self._composer(self._refilled(typed))

    def _opened_anew(self) -> HttpResponse:
        opening = opening_in(self.request, self.customer)
        fields = dict(opening.fields)
        if opening.again is not None:
            fields |= self.written_again(opening.again)
        if opening.is_empty:
            fields = self.ready_fields()
        shown = {
            "again": opening.again,
            "draft": opening.draft,
            "just_saved": opening.draft is not None and "saved" in self.request.GET,
            "had_left": opening.had_left,
            "restores": not fields,
        }
        return self._composer(self._fresh(usual_fields() | fields), shown)

    def _fresh(self, typed: Mapping[str, Any], *, key: uuid.UUID | None = None) -> NoticeForm:
        return self.form_class.fresh(typed, zone=self.zone, key=key)

    def _refilled(self, typed: QueryDict) -> NoticeForm:
        return self._fresh(typed.dict(), key=typed_key(typed))

    # The steps

    def _confirmed(self) -> HttpResponse:
        form, wish, ahead = self._checked()
        before = dispatch_with_key(wish.key)
        if before is not None:
            return self._taken(before)
        if form.errors:
            return self._refused(form)
        return self._page("confirm.html", form, self._shown_ahead(form, wish, ahead))

    def _leafed(self) -> HttpResponse:
        """The text of another recipient alone."""
        form, wish, ahead = self._checked()
        if form.errors:
            return self._refused(form)
        return self._page("_ahead.html", form, self._shown_ahead(form, wish, ahead))

    def _sent(self) -> HttpResponse:
        form, wish, ahead = self._checked()
        if form.errors:
            return self._refused(form)
        changed = self.changed_since_shown()
        # What was sent already is answered as such: the number may have changed after it.
        if changed and dispatch_with_key(wish.key) is None:
            return self._page(
                "confirm.html", form, self._shown_ahead(form, wish, ahead) | {"changed": changed}, REFUSED
            )
        if self._waits_for_a_tick(wish, ahead):
            return self._page(
                "confirm.html", form, self._shown_ahead(form, wish, ahead, pressed=True), REFUSED
            )
        if self.membership.asks_before_sending and self.request.POST.get("certain") != "yes":
            return self._page("ask.html", form, self._shown_ahead(form, wish, ahead))
        try:
            planned = send(actor=self.membership, wish=wish)
        except Refused as refused:
            form.add_problems(refused.problems)
            return self._refused(form)
        except KeyTaken as taken:
            return self._taken(taken.dispatch)
        if not planned.fresh:
            messages.info(self.request, _("This was sent already. Nothing was sent a second time."))
        draft = draft_still_there(self.membership, form.cleaned_data["draft"])
        if draft is not None:
            delete_draft(actor=self.membership, draft=draft)
        return self.done(form, planned.dispatch)

    def _waits_for_a_tick(self, wish: Wish, ahead: Preview) -> bool:
        """A warning that nobody has acknowledged; what has been sent already waits for nothing."""
        warnings = {problem.code for problem in ahead.problems if problem.level is Level.WARNING}
        return not warnings <= wish.acknowledged and dispatch_with_key(wish.key) is None

    def _live(self) -> HttpResponse:
        """What the server says of a text that is still being written."""
        form, wish, ahead = self._checked()
        return render(
            self.request, "messaging/compose/_live.html", live_context(self.membership, form, wish, ahead)
        )

    def _kept_as_draft(self) -> HttpResponse:
        """Saved as typed, right or wrong; the form goes on in the draft's own address."""
        names = self.form_class.base_fields.keys() - {"key", "draft"}
        try:
            kept = save_draft(
                actor=self.membership,
                draft=draft_still_there(self.membership, id_in(self.request.POST.get("draft", ""))),
                source=self.source,
                customer=self.customer,
                fields={name: self.request.POST.get(name, "") for name in names},
            )
        except TooManyDrafts:
            words = _(
                "You have %(most)s drafts, and no more can be kept. Please delete some you do not need."
            )
            return self._draft_refused(words % {"most": MOST_DRAFTS})
        except DraftTooLong:
            words = _("A draft may have %(most)s characters in all. Please shorten it; nothing was saved.")
            return self._draft_refused(words % {"most": f"{LONGEST_DRAFT:,}"})
        messages.success(self.request, _("The draft is saved. Nothing has been sent."))
        return redirect(f"{self.draft_path()}?draft={kept.pk}&saved=1")

    def _draft_refused(self, words: str) -> HttpResponse:
        messages.error(self.request, words)
        return self._composer(self._refilled(self.request.POST), status=REFUSED)

    def _tested(self) -> HttpResponse:
        """To one's own handset. The composer stays as it is, with a word about it."""
        form = self._form()
        outcome = tested(self.membership, form, self._wish(form), self.request.POST)
        status = 200 if outcome.dispatch is not None else REFUSED
        form = self._refilled(self.request.POST)
        if self.request.htmx:
            context = {"form": form, "tested": outcome, **test_context(self.membership)}
            return render(self.request, "messaging/compose/_test_send.html", context, status=status)
        return self._composer(form, {"tested": outcome}, status)

    # What all steps read and show

    def _form(self) -> NoticeForm:
        """What was typed, looked through; with a one-time key, if it must be a new one."""
        typed = self.request.POST.copy()
        is_whole = typed_key(typed) is not None
        if not is_whole:
            typed["key"] = str(uuid.uuid4())
        form = self.form_class(typed, zone=self.zone)
        if form.is_valid() and not is_whole:
            form.add_error(
                None,
                _(
                    "This page was not complete. Nothing was sent; please check it and press the button again."
                ),
            )
        return form

    def _checked(self) -> tuple[NoticeForm, Wish, Preview]:
        """The form with every error in it, and what would happen if it were sent now."""
        form = self._form()
        wish = self._wish(form)
        ahead = preview(actor=self.membership, wish=wish)
        form.add_problems(ahead.problems)
        return form, wish, ahead

    def _wish(self, form: NoticeForm) -> Wish:
        given = form.cleaned_data
        replaced, version = given.get("replaces"), given.get("template_version")
        old = None if replaced is None else dispatch_to_cancel(self.membership, replaced)
        return compose(
            key=given["key"],
            source=self.source,
            purpose=given.get("purpose", Purpose.NOTICE),
            body=given.get("body", ""),
            recipients=self.recipients(form),
            subject=given.get("subject", ""),
            memo=given.get("memo", ""),
            send_at=form.goes_at,
            template_version_id=version_of_form(self.membership, version),
            link=given.get("link", ""),
            track_links=given.get("track_links", False),
            unique_links=given.get("unique_links", False),
            link_parameters=given.get("link_parameters", ""),
            replaces=old.pk if old else None,
            # A program's: the page does not ask for them, and they hold for what takes its place.
            expires_at=old.expires_at if old else None,
            reference=old.reference if old else "",
            acknowledged=acknowledged_in(self.request.POST),
        )

    def _shown_ahead(
        self, form: NoticeForm, wish: Wish, ahead: Preview, *, pressed: bool = False
    ) -> dict[str, Any]:
        leaf = id_in(self.request.POST.get("leaf", "")) or 0
        return ahead_context(self.membership, form, wish, ahead, leaf=leaf, pressed=pressed)

    def _refused(self, form: NoticeForm) -> HttpResponse:
        return self._composer(form, status=REFUSED)

    def _taken(self, before: Dispatch) -> HttpResponse:
        """The form was sent before: what it holds now stands in a form of its own, and nothing is sent."""
        typed = {name: value for name, value in self.request.POST.dict().items() if name != "replaces"}
        return self._composer(self._fresh(typed), {"before": before}, status=TAKEN)

    def _composer(
        self, form: NoticeForm, further: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        shown = page_context(self.membership, form, self.customer, self.first_recipient(form))
        return self._page(
            "composer.html", form, shown | {"obstacle": self.obstacle()} | (further or {}), status
        )

    def _page(self, name: str, form: NoticeForm, shown: dict[str, Any], status: int = 200) -> HttpResponse:
        context = {"form": form, "kept_as": self.kept_as, **self.context(form), **shown}
        return render(self.request, f"messaging/compose/{name}", context, status=status)
