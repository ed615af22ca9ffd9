"""A row's id that travels hidden in a form: what a person cannot type is never said to be wrong."""

from typing import Any

from django import forms

from accounts.web.addresses import id_in


class RowIdField(forms.Field):
    """Cleaned to the id, or None for nothing and for what is no id. Whether the row is one's own the view asks."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> int | None:
        return id_in(str(value or ""))


class RowIdsField(RowIdField):
    """Cleaned to a tuple of ids, as `12,47` has them."""

    def to_python(self, value: Any) -> Any:
        found = (id_in(part) for part in str(value or "").split(",")[:1000])
        return tuple(one for one in found if one is not None)
