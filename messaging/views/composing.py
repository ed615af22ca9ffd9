"""The way of every composer: compose, confirm, maybe one more question, send. One address, and a step in the form.

All that was typed travels in the form itself from page to page, and each step reads it anew, so that a reload, a
second click or an old tab can neither lose a text nor send it twice.
"""

import uuid
from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from messaging.domain.compose import Recipient, Wish, compose
from messaging.domain.obstacle import obstacle_to_sending, reason_sentence
from messaging.domain.plan import KeyTaken
from messaging.domain.problems import Level, Refused
from messaging.domain.send import Preview, preview, send
from messaging.forms.notice_form import NoticeForm, typed_key
from messaging.models import Dispatch, GatewayAccount, Message, Purpose
from messaging.queries.access_history import message_to_view
from messaging.queries.dispatches import dispatch_with_key
from messaging.queries.repeats import sent_already
from accounts.web.addresses import id_in
from messaging.views.figures import figures_of, typed_figures

REFUSED, TAKEN = 422, 409
# Within this time the same text to the same number is pointed out before it goes.
_SAME_TEXT_WITHIN = timedelta(hours=24)


class Composing(ABC):
    """One request of one composer. A kind of composer says who gets the text, and shows its own."""

    form_class: type[NoticeForm]
    source: Dispatch.Source

    def __init__(self, request: StoreRequest) -> None:
        self.request = request
        self.membership = request.membership

    @property
    @abstractmethod
    def kept_as(self) -> str:
        """Where the browser keeps what is typed until it is sent: of this person and this composer only."""

    @abstractmethod
    def recipients(self, form: NoticeForm) -> tuple[Recipient, ...]:
        """Who would get it. May add errors to the form."""

    @abstractmethod
    def context(self, form: NoticeForm) -> dict[str, Any]:
        """What the pages of this kind show beside what all show."""

    def obstacle(self) -> str:
        """Why nothing can be sent now, in words; empty when nothing is in the way."""
        return obstacle_to_sending(self.membership)

    def written_again(self, message: Message) -> dict[str, str]:
        """What stands in the fields when a message is to be sent once more: a new one, with the old one's text."""
        return {"body": message.text.body, "memo": message.dispatch.memo}

    def ready_fields(self) -> dict[str, str]:
        """What stands in the fields when the address asks for a text that is ready; empty for none."""
        return {}

    def changed_since_shown(self) -> str:
        """What is not as the page showed it on which somebody confirmed, in words; empty when all is."""
        return ""

    def done(self, form: NoticeForm, dispatch: Dispatch) -> HttpResponse:
        """Off to the page that says what was sent."""
        return redirect("send:done", self.membership.store.slug, dispatch.pk)

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._opened()
        step = self.request.POST.get("step")
        if step == "edit":
            return self._composer(self._refilled(self.request.POST))
        return self._sent() if step == "send" else self._confirmed()

    def _opened(self) -> HttpResponse:
        typed = unpark_form(self.request)
        if typed is None:
            again = self._message_again()
            if again is None:
                ready = self.ready_fields()
                return self._composer(self.form_class.fresh(ready), {"restores": not ready})
            return self._composer(self.form_class.fresh(self.written_again(again)), {"again": again})
        messages.warning(
            self.request,
            _(
                "Nothing has been sent. What you had typed is here again: please check it and press the button."
            ),
        )
        return self._composer(self._refilled(typed))

    def _message_again(self) -> Message | None:
        """The message of the address (`again`) whose text is to be sent once more. Raises Http404 for a foreign one."""
        given = id_in(self.request.GET.get("again", ""))
        return None if given is None else message_to_view(self.membership, given)

    def _refilled(self, typed: QueryDict) -> NoticeForm:
        return self.form_class.fresh(typed.dict(), key=typed_key(typed))

    def _confirmed(self) -> HttpResponse:
        form, wish, ahead = self._checked()
        before = dispatch_with_key(wish.key)
        if before is not None:
            return self._taken(before)
        if form.errors:
            return self._refused(form)
        return self._page("confirm.html", form, self._shown_ahead(ahead))

    def _sent(self) -> HttpResponse:
        form, wish, ahead = self._checked()
        if form.errors:
            return self._refused(form)
        changed = self.changed_since_shown()
        # What was sent already is answered as such: the number may have changed after it.
        if changed and dispatch_with_key(wish.key) is None:
            return self._page("confirm.html", form, self._shown_ahead(ahead) | {"changed": changed}, REFUSED)
        if self.membership.asks_before_sending and self.request.POST.get("certain") != "yes":
            return self._page("ask.html", form, self._shown_ahead(ahead))
        try:
            planned = send(actor=self.membership, wish=replace(wish, acknowledged=_shown_warnings(ahead)))
        except Refused as refused:
            form.add_problems(refused.problems)
            return self._refused(form)
        except KeyTaken as taken:
            return self._taken(taken.dispatch)
        if not planned.fresh:
            messages.info(self.request, _("This was sent already. Nothing was sent a second time."))
        return self.done(form, planned.dispatch)

    def _checked(self) -> tuple[NoticeForm, Wish, Preview]:
        """The form with every error in it, and what would happen if it were sent now."""
        typed = self.request.POST.copy()
        is_whole = typed_key(typed) is not None
        if not is_whole:
            typed["key"] = str(uuid.uuid4())
        form = self.form_class(typed)
        if form.is_valid() and not is_whole:
            form.add_error(
                None,
                _(
                    "This page was not complete. Nothing was sent; please check it and press the button again."
                ),
            )
        wish = compose(
            key=form.cleaned_data["key"],
            source=self.source,
            purpose=Purpose.NOTICE,
            body=form.cleaned_data.get("body", ""),
            recipients=self.recipients(form),
            subject=form.cleaned_data.get("subject", ""),
            memo=form.cleaned_data.get("memo", ""),
        )
        ahead = preview(actor=self.membership, wish=wish)
        form.add_problems(ahead.problems)
        return form, wish, ahead

    def _shown_ahead(self, ahead: Preview) -> dict[str, Any]:
        first, account, reasons = ahead.renderings[0], ahead.account, set(ahead.verdicts)
        only_reason = reasons.pop() if len(reasons) == 1 else None
        return {
            "text": first.text,
            "figures": figures_of(first.count, account),
            "warnings": [problem for problem in ahead.problems if problem.level is Level.WARNING],
            "going": ahead.verdicts.count(None),
            # The one reason why nothing may go; several stand beside their lines.
            "held_back": reason_sentence(only_reason) if only_reason else "",
            "repeated": self._repeated(ahead),
            "line_is_paused": account is not None and account.status == GatewayAccount.Status.PAUSED,
        }

    def _repeated(self, ahead: Preview) -> str:
        """Who got the same text a short while ago, in words; empty for nobody."""
        going = [
            (rendering.recipient.phone, rendering.text)
            for rendering, reason in zip(ahead.renderings, ahead.verdicts, strict=True)
            if reason is None
        ]
        before = sent_already(self.membership, going, within=_SAME_TEXT_WITHIN)
        if not before:
            return ""
        newest = max(before.values()).astimezone(self.membership.store.zone)
        said = {"time": f"{newest:%Y-%m-%d %H:%M}", "count": f"{len(before):,}"}
        if len(going) == 1:
            return _("The same text was sent to this person at %(time)s.") % said
        words = ngettext(
            "The same text was sent to %(count)s of these numbers within 24 hours, last at %(time)s.",
            "The same text was sent to %(count)s of these numbers within 24 hours, last at %(time)s.",
            len(before),
        )
        return words % said

    def _refused(self, form: NoticeForm) -> HttpResponse:
        return self._composer(form, status=REFUSED)

    def _taken(self, before: Dispatch) -> HttpResponse:
        """The form was sent before: what it holds now stands in a form of its own, and nothing is sent."""
        form = self.form_class.fresh(self.request.POST.dict())
        return self._composer(form, {"before": before}, status=TAKEN)

    def _composer(
        self, form: NoticeForm, further: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        store = self.membership.store
        shown: dict[str, Any] = {
            "figures": typed_figures(str(form["body"].value() or ""), store),
            "limit": store.body_limit,
            "obstacle": self.obstacle(),
        }
        return self._page("composer.html", form, shown | (further or {}), status)

    def _page(self, name: str, form: NoticeForm, shown: dict[str, Any], status: int = 200) -> HttpResponse:
        context = {"form": form, "kept_as": self.kept_as, **self.context(form), **shown}
        return render(self.request, f"messaging/compose/{name}", context, status=status)


def _shown_warnings(ahead: Preview) -> frozenset[str]:
    """The confirm page shows every one of them above its button."""
    return frozenset(problem.code for problem in ahead.problems if problem.level is Level.WARNING)
