"""What is typed in a composer. Texts are kept as typed; what is wrong with them the domain says."""

import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from messaging.domain.problems import Level, Problem
from messaging.models import Dispatch

# As validators, not as max_length: a browser's maxlength would cut a pasted text off without a word.
SUBJECT_LIMIT: int = Dispatch._meta.get_field("subject").max_length or 0
MEMO_LIMIT: int = Dispatch._meta.get_field("memo").max_length or 0

_LINE_NUMBERS = re.compile(r"[1-9][0-9]{0,5}(?:,[1-9][0-9]{0,5}){0,999}", re.ASCII)


class NoticeForm(forms.Form):
    """`key` is the one-time key: made when the composer opens, carried through confirm and send."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        validators=[MaxLengthValidator(SUBJECT_LIMIT)],
        help_text=_("For your own records only; never sent. Left empty, it becomes the time of sending."),
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 7, "data-composer-body": True}),
    )
    memo = forms.CharField(
        label=_("Memo"),
        required=False,
        validators=[MaxLengthValidator(MEMO_LIMIT)],
        widget=forms.Textarea(attrs={"rows": 2, "class": "compose-memo"}),
        help_text=_("For colleagues only; never sent."),
    )

    # The form's name of what the domain calls otherwise.
    field_of: Mapping[str, str] = {"recipients": "__all__"}

    @classmethod
    def fresh(cls, typed: Mapping[str, Any] | None = None, *, key: uuid.UUID | None = None) -> "NoticeForm":
        """An open composer: what was typed before stands in it, with this key or a new one."""
        initial = {name: (typed or {}).get(name, "") for name in cls.base_fields}
        return cls(initial=initial | {"key": key or uuid.uuid4()})

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Each error next to its field; warnings are for the confirm screen."""
        # Where the form itself has found something, what the domain says only follows from it.
        refused = set(self.errors)
        for problem in problems:
            field = self.field_of.get(problem.field, problem.field)
            if problem.level is Level.ERROR and field not in refused:
                self.add_error(None if field == "__all__" else field, problem.message)


class QuickSendForm(NoticeForm):
    numbers = forms.CharField(
        label=_("Mobile numbers, one a line"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "data-phone-lines": True, "class": "compose-numbers"}),
        help_text=_(
            "Paste them as they are: names, tabs, hyphens and full-width digits do no harm. Up to 1,000 lines."
        ),
    )

    # Of lines left over from an earlier paste: what they were called there, with commas between.
    lines_from = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("key", "lines_from", "numbers", "subject", "body", "memo")
    field_of: Mapping[str, str] = {"recipients": "numbers"}


def line_numbers_in(typed: str) -> list[int]:
    """`12,47`: the numbers of pasted lines; nothing for what is no such list."""
    return [int(number) for number in typed.split(",")] if _LINE_NUMBERS.fullmatch(typed) else []


def typed_key(typed: Mapping[str, Any]) -> uuid.UUID | None:
    """The one-time key that a form came with; None for what is none."""
    try:
        return uuid.UUID(str(typed.get("key", "")))
    except ValueError:
        return None
