"""Naming a list, choosing one, filling one from pasted lines or a file."""

from collections.abc import Sequence
from typing import cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from customers.models import StaticList

NEW = "new"
USUAL = "usual"
# Of a file of numbers; a hundred bytes a line are many.
MOST_BYTES = 1_000_000


class ListNameForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the list"),
        required=False,
        max_length=200,
        help_text=_("For your store only: “Tyre change, spring”, “Visited the fair”."),
    )


class ChooseListForm(forms.Form):
    """One of the store's lists, the usual one before it was made, or a new one with its name."""

    list = forms.ChoiceField(label=_("List"))
    name = forms.CharField(label=_("Name of the new list"), required=False, max_length=200)

    def __init__(
        self, data: QueryDict | None = None, *, lists: Sequence[StaticList], may_be_new: bool = True
    ) -> None:
        super().__init__(data)
        choices = [(str(one.pk), one.name) for one in lists]
        if not any(one.is_default for one in lists):
            choices.insert(0, (USUAL, str(_("Usual list"))))
        if may_be_new:
            choices.append((NEW, str(_("A new list"))))
        else:
            del self.fields["name"]
        cast(forms.ChoiceField, self.fields["list"]).choices = choices


class FillForm(forms.Form):
    numbers = forms.CharField(
        label=_("Mobile numbers or customer numbers, one a line"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Paste them as they are; names beside them do no harm. Up to 10,000 lines. Lines that fit nobody stay "
            "here, so that you can correct them."
        ),
    )


class UnreadableFile(ValueError):
    """Neither UTF-8 nor the Japanese encoding of Windows."""


def text_of(upload: UploadedFile) -> str:
    """A text or CSV file as text, whichever of the two usual encodings it is in. Raises UnreadableFile."""
    content = upload.read()
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text: str = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile
