"""What is typed in a composer. Texts are kept as typed; what is wrong with them the domain says."""

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from messaging.domain.problems import Level, Problem
from messaging.forms.row_id import RowIdField, RowIdsField
from messaging.forms.send_moment import SendMomentField
from messaging.models import Dispatch, Purpose

# As validators, not as max_length: a browser's maxlength would cut a pasted text off without a word.
SUBJECT_LIMIT: int = Dispatch._meta.get_field("subject").max_length or 0
MEMO_LIMIT: int = Dispatch._meta.get_field("memo").max_length or 0
PARAMETERS_LIMIT: int = Dispatch._meta.get_field("link_parameters").max_length or 0

_LINE_NUMBERS = re.compile(r"[1-9][0-9]{0,5}(?:,[1-9][0-9]{0,5}){0,999}", re.ASCII)
_NOW, _LATER = "now", "later"


@dataclass(frozen=True, slots=True)
class About:
    """Ids as the form has them: whether they are the store's, and the customer's, the view asks."""

    asset_ids: tuple[int, ...]
    due_kind_id: int | None
    appointment_id: int | None


class NoticeForm(forms.Form):
    """`key` is the one-time key: made when the composer opens, carried through confirm and send.

    A part that a page does not send is as if it had been left alone; a box that is not ticked is off.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=Purpose.choices,
        initial=Purpose.NOTICE,
        required=False,
        widget=forms.RadioSelect,
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 7, "data-composer-body": True}),
    )
    link = forms.CharField(
        label=_("Link"),
        required=False,
        widget=forms.URLInput(
            attrs={"placeholder": "https://", "autocomplete": "off", "data-composer-link": True}
        ),
    )
    track_links = forms.BooleanField(label=_("Shorten links and count taps"), required=False)
    unique_links = forms.BooleanField(label=_("A link of their own for each recipient"), required=False)
    link_parameters = forms.CharField(
        label=_("Append to the links"),
        required=False,
        validators=[MaxLengthValidator(PARAMETERS_LIMIT)],
        help_text=_("For your web statistics, such as utm_source=sms. Recipients see only the short link."),
    )
    when = forms.ChoiceField(
        label=_("When to send"),
        choices=((_NOW, _("Send now")), (_LATER, _("Set a day and a time"))),
        initial=_NOW,
        required=False,
        widget=forms.RadioSelect,
    )
    send_at = SendMomentField(label=_("Day and time"), required=False)
    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        validators=[MaxLengthValidator(SUBJECT_LIMIT)],
        help_text=_("For your own records only; never sent. Left empty, it becomes the time of sending."),
    )
    memo = forms.CharField(
        label=_("Memo"),
        required=False,
        validators=[MaxLengthValidator(MEMO_LIMIT)],
        widget=forms.Textarea(attrs={"rows": 2, "class": "compose-memo"}),
        help_text=_("For colleagues only; never sent."),
    )
    # What the merge fields speak of: assets (of several, each recipient's own), what falls due, an appointment.
    assets = RowIdsField()
    due_kind = RowIdField()
    appointment = RowIdField()
    # Where it comes from: a template's version, a draft, a scheduled send that this one replaces.
    template_version = RowIdField()
    draft = RowIdField()
    replaces = RowIdField()

    # The form's name of what the domain calls otherwise.
    field_of: Mapping[str, str] = {"recipients": "__all__"}

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        """zone: the store's."""
        super().__init__(*args, **kwargs)
        self._set_zone(zone)

    def _set_zone(self, zone: ZoneInfo) -> None:
        moment = self.fields["send_at"]
        if isinstance(moment, SendMomentField):
            moment.zone = zone

    @classmethod
    def fresh(
        cls, typed: Mapping[str, Any] | None = None, *, zone: ZoneInfo, key: uuid.UUID | None = None
    ) -> "NoticeForm":
        """An open composer: what was typed before stands in it, with this key or a new one.

        What is not among it stands as at first; a box is on where it is "on" or True.
        """
        given = typed or {}
        initial = {name: given.get(name, field.initial or "") for name, field in cls.base_fields.items()}
        for name in cls.boxes():
            initial[name] = given.get(name) in ("on", "True", True)
        return cls(initial=initial | {"key": key or uuid.uuid4()}, zone=zone)

    @classmethod
    def boxes(cls) -> list[str]:
        """Names of the fields that are ticked."""
        return [name for name, field in cls.base_fields.items() if isinstance(field, forms.BooleanField)]

    def clean_purpose(self) -> Purpose:
        return Purpose(self.cleaned_data["purpose"] or Purpose.NOTICE)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("when") != _LATER:
            # What was entered for a later time stays in the form; it is not meant now.
            self.errors.pop("send_at", None)
            typed["send_at"] = None
        elif typed.get("send_at") is None and "send_at" not in self.errors:
            self.add_error("send_at", _("Enter the day and the time."))
        if typed.get("replaces") is None and self["replaces"].value():
            # Else the new one would go, and the old one as well.
            self.add_error(
                None,
                _(
                    "This page was not complete. Nothing was sent; please check it and press the button again."
                ),
            )
        return typed

    @property
    def about(self) -> About:
        """What the merge fields speak of, of an open form as of one that was sent."""
        assets, due_kind, appointment = (
            self.fields[name].clean(self[name].value()) for name in ("assets", "due_kind", "appointment")
        )
        return About(assets, due_kind, appointment)

    @property
    def goes_at(self) -> datetime | None:
        """Of a form that was looked through: when it is to go; None for at once."""
        found: datetime | None = self.cleaned_data.get("send_at")
        return found

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Each error next to its field, above all of them where it has none to be seen; warnings are for the confirm
        screen.
        """
        # Where the form itself has found something, what the domain says only follows from it.
        refused = set(self.errors)
        for problem in problems:
            field = self.field_of.get(problem.field, problem.field)
            if field not in self.fields or self.fields[field].widget.is_hidden:
                field = "__all__"
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
