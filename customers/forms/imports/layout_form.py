"""Reading a file otherwise than was found out."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.models import Import
from customers.sheets.layout import MOST_ABOVE

# The first reads a file without the mark as well.
ENCODINGS = (("utf-8-sig", "UTF-8"), ("cp932", "Shift_JIS (Windows)"), ("utf-16", "UTF-16"))
DELIMITERS = (
    (",", _("comma")),
    ("\t", pgettext_lazy("delimiter", "tab")),
    (";", _("semicolon")),
)


class LayoutForm(forms.Form):
    """Only what matters for this file: a CSV's letters and delimiter, a workbook's sheet, and the row of the names."""

    encoding = forms.ChoiceField(label=_("How its letters are written"), choices=ENCODINGS)
    delimiter = forms.ChoiceField(label=_("What stands between the cells"), choices=DELIMITERS)
    sheet = forms.ChoiceField(label=_("Sheet"))
    header_row = forms.IntegerField(
        label=_("Row with the names of the columns"), min_value=1, max_value=MOST_ABOVE + 80
    )

    def __init__(self, data: QueryDict | None = None, *, spreadsheet: Import) -> None:
        layout = spreadsheet.layout
        names = ("encoding", "delimiter", "sheet", "header_row")
        initial = {name: layout.get(name) for name in names}
        if initial["encoding"] == "utf-8":
            initial["encoding"] = "utf-8-sig"
        super().__init__(data, initial=initial)
        for name in ("sheet",) if layout["format"] == "csv" else ("encoding", "delimiter"):
            del self.fields[name]
        if "sheet" in self.fields:
            sheets = [(name, name) for name in layout["sheets"]]
            self.fields["sheet"].choices = sheets  # type: ignore[attr-defined]

    @property
    def reading(self) -> dict[str, Any]:
        """As reread_import takes it; what does not concern this file is None."""
        return {
            name: self.cleaned_data.get(name) for name in ("encoding", "delimiter", "sheet", "header_row")
        }
