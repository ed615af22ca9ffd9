"""The settings of the sign-up page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Store
from customers.domain.consents.save_wording import LONGEST_TEXT
from customers.models import ConsentWording, SignUpPage
from customers.queries.sign_up.words import LANGUAGES, PURPOSE_WORDS, default_wording

# As many fit on the leaflet.
_MOST_LINES = 15


class SignUpPageForm(forms.Form):
    intro = forms.CharField(
        label=_("A sentence of your own"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands at the top of the page and on the leaflet, in the words in which you write it."),
    )
    asks_name = forms.BooleanField(
        label=_("Ask for the name"),
        required=False,
        help_text=_("People may leave it empty. Whoever is new is entered with it as a customer."),
    )
    purposes = forms.MultipleChoiceField(
        label=_("What people can sign up for"),
        widget=forms.CheckboxSelectMultiple,
        choices=list(PURPOSE_WORDS.items()),
        help_text=_("Each is a tick of its own on the page, and empty at first."),
        error_messages={"required": _("Choose at least one, please.")},
    )
    text_ja = forms.CharField(
        label=_("Wording in Japanese"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 14})
    )
    text_en = forms.CharField(
        label=_("Wording in English"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Shown to people whose phone is not set to Japanese."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        store: Store,
        page: SignUpPage,
        wordings: dict[str, ConsentWording],
    ) -> None:
        super().__init__(data, initial=_initial(store, page, wordings))

    def clean_intro(self) -> str:
        intro = str(self.cleaned_data["intro"]).replace("\r\n", "\n").strip()
        if len(intro.splitlines()) > _MOST_LINES:
            raise ValidationError(_("Up to %(most)s lines, please."), params={"most": _MOST_LINES})
        return intro

    @property
    def texts(self) -> dict[str, str]:
        return {language: self.cleaned_data[f"text_{language}"] for language in LANGUAGES}

    @property
    def values(self) -> dict[str, Any]:
        """What was typed in a valid form, for save_sign_up_page."""
        cleaned = self.cleaned_data
        return {
            "intro": cleaned["intro"],
            "asks_name": cleaned["asks_name"],
            "purposes": cleaned["purposes"],
            "texts": self.texts,
        }

    def show_refusal(self, refused: ValidationError) -> None:
        """What the domain refused; its words name their field where there is one of the kind here."""
        for field, errors in refused.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)


def _initial(store: Store, page: SignUpPage, wordings: dict[str, ConsentWording]) -> dict[str, Any]:
    ours = wordings.get("ja") or next(iter(wordings.values()), None)
    texts = {
        f"text_{language}": wordings[language].text
        if language in wordings
        else default_wording(store, language=language)
        for language in LANGUAGES
    }
    return {
        "intro": page.intro,
        "asks_name": page.asks_name,
        "purposes": ours.purposes if ours else list(PURPOSE_WORDS),
        **texts,
    }
