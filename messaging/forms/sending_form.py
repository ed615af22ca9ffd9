"""What a store chooses for its messages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from messaging.domain.define_sending import (
    FEWEST_LINK_DAYS,
    MOST_LINK_DAYS,
    SendingChoices,
)
from messaging.domain.preflight.checks import CHECKS, Check
from messaging.models import PreflightLevel, SendingSettings
from messaging.text import LONGEST, ONE_PART

_LEVEL = "level_"


class SendingForm(forms.Form):
    """One field for each check beside those named here."""

    body_limit = forms.IntegerField(
        label=_("Longest text"),
        min_value=ONE_PART,
        max_value=LONGEST,
        help_text=_("From 70 (one part with every carrier) to 660 characters."),
    )
    asks_before_sending = forms.BooleanField(
        label=_("Ask “send?” once more after the confirm screen"),
        required=False,
        help_text=_("A person's own choice goes before this one."),
    )
    introduction = forms.ChoiceField(
        label=_("What a number gets that the store has never written to"),
        choices=SendingSettings.Introduction.choices,
        widget=forms.RadioSelect,
    )
    introduction_text = forms.CharField(
        label=_("Introduction"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "For example: “This is Sakura Motors, Shizuoka. We send notices about your car by SMS.” "
            "Up to 200 characters; merge fields may stand in it."
        ),
    )
    track_links = forms.BooleanField(
        label=_("Count clicks: the first two addresses become short links"), required=False
    )
    unique_links = forms.BooleanField(
        label=_("Each recipient has a link of their own, so that you see who tapped"), required=False
    )
    link_days = forms.IntegerField(
        label=_("Links end after"),
        min_value=FEWEST_LINK_DAYS,
        max_value=MOST_LINK_DAYS,
        help_text=_("From 30 to 3,650 days after the send. After that a tap shows that the link has ended."),
    )

    def __init__(self, data: QueryDict | None, *, choices: SendingChoices) -> None:
        initial: dict[str, Any] = {name: getattr(choices, name) for name in self.base_fields}
        super().__init__(data, initial=initial)
        for check in CHECKS:
            self.fields[_LEVEL + check.code] = forms.ChoiceField(
                label=str(check.title),
                choices=PreflightLevel.Level.choices,
                initial=choices.levels[check.code].value,
            )

    def levels(self) -> list[tuple[Check, forms.BoundField, bool]]:
        """Each check with its field, and whether what is chosen is what stores usually have."""
        return [
            (check, field, str(field.value()) == check.level.value)
            for check in CHECKS
            for field in [self[_LEVEL + check.code]]
        ]

    @property
    def choices(self) -> SendingChoices:
        """What was typed, once it is valid."""
        typed = self.cleaned_data
        return SendingChoices(
            body_limit=typed["body_limit"],
            asks_before_sending=typed["asks_before_sending"],
            introduction=SendingSettings.Introduction(typed["introduction"]),
            introduction_text=typed["introduction_text"],
            track_links=typed["track_links"],
            unique_links=typed["unique_links"],
            link_days=typed["link_days"],
            levels={check.code: PreflightLevel.Level(typed[_LEVEL + check.code]) for check in CHECKS},
        )

    def show_refusal(self, refused: ValidationError) -> None:
        """Put what the domain refused next to its fields."""
        for name, errors in refused.message_dict.items():
            for error in errors:
                self.add_error(name, error)
