"""What staff mark on the page of unclear messages, and what they decide about it."""

import re
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from messaging.domain.decide import MOST_DECIDED, Decision

_MARK = re.compile(r"([0-9]{1,18})\.([0-9]{1,9})", re.ASCII)


class DecisionForm(forms.Form):
    """`mark` of each message (id and attempt as it was shown), a field each or several in one; bound to a QueryDict."""

    decision = forms.ChoiceField(
        choices=[(decision.value, decision.value) for decision in Decision],
        error_messages={
            "required": _("Choose what becomes of them."),
            "invalid_choice": _("Choose what becomes of them."),
        },
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        given = [mark for field in cast(QueryDict, self.data).getlist("mark") for mark in field.split(",")]
        found = [_MARK.fullmatch(mark) for mark in given]
        if not given or not all(found):
            self.add_error(None, _("Mark at least one message first."))
        elif len(given) > MOST_DECIDED:
            self.add_error(None, _("Up to %(most)s messages at once.") % {"most": f"{MOST_DECIDED:,}"})
        cleaned["shown"] = {int(mark[1]): int(mark[2]) for mark in found if mark}
        return cleaned

    @property
    def decided(self) -> Decision:
        return Decision(self.cleaned_data["decision"])

    @property
    def shown(self) -> dict[int, int]:
        """Attempts by message id, as somebody saw them."""
        shown: dict[int, int] = self.cleaned_data["shown"]
        return shown
