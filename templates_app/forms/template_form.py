"""A template as a form. What holds for its texts is the domain's matter (domain/save_template.py)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from customers.models import ConsentPurpose
from templates_app.domain.save_template import TemplateRefused, TemplateValues
from templates_app.models import Language, Template, TemplateVersion
from templates_app.queries.compiling import TextProblem


class TemplateForm(forms.Form):
    """`seen` is the version that the editor was opened with; empty for a new template."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name of the template"), required=True, help_text=_("For staff only; never sent.")
    )
    category = forms.CharField(
        label=_("Category"),
        required=False,
        widget=forms.TextInput(attrs={"list": "template-categories", "autocomplete": "off"}),
        help_text=_("Keeps what belongs together side by side: payment, delivery, inspection."),
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=ConsentPurpose.choices,
        initial=ConsentPurpose.NOTICE,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language of the text"),
        choices=Language.choices,
        initial=Language.JAPANESE,
        widget=forms.RadioSelect,
        help_text=_("Dates and times in the text are written in it."),
    )
    for_appointments = forms.BooleanField(label=_("Use it for messages about appointments"), required=False)
    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        help_text=_("For your own records only; never sent. May hold fields as the text does."),
    )
    body = forms.CharField(
        label=_("Text"), strip=False, widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "true"})
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        template: Template | None = None,
        version: TemplateVersion | None = None,
    ) -> None:
        """`template`: what is changed; None for a new one. `version`: whose texts to begin with."""
        super().__init__(data, initial=_initial(template, version))
        self.problems: Mapping[str, Sequence[TextProblem]] = {}

    @property
    def values(self) -> TemplateValues:
        """Once the form is valid."""
        given = self.cleaned_data
        return TemplateValues(
            name=given["name"],
            category=given["category"],
            purpose=given["purpose"],
            language=given["language"],
            for_appointments=given["for_appointments"],
            subject=given["subject"],
            body=given["body"],
        )

    def show_refusal(self, refused: TemplateRefused) -> None:
        """Put what the domain refused beside its fields."""
        self.problems = refused.problems
        for field, errors in refused.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)


def _initial(template: Template | None, version: TemplateVersion | None) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    if version is not None:
        initial |= {
            "name": version.name,
            "purpose": version.purpose,
            "language": version.language,
            "subject": version.subject,
            "body": version.body,
        }
    if template is not None:
        initial |= {
            "seen": template.version,
            "name": template.name,
            "category": template.category,
            "for_appointments": template.for_appointments,
        }
    return initial
