"""Fields of requests that take JSON as it is meant: nothing is guessed, nothing unknown is passed over."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.problems import FieldError, field_error

_FIRST_YEAR, _LAST_YEAR = 2000, 2199
# Of one request, or one item of a batch; who mends so many asks again.
_MOST_ERRORS = 10


class Text(serializers.CharField):
    """A string of any characters that PostgreSQL can keep; blanks at its ends are the domain's matter."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"trim_whitespace": False, "allow_blank": True} | kwargs))

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        text: str = super().to_internal_value(data)
        return text


class Choice(serializers.ChoiceField):
    """One of the words, as a string."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        word: str = super().to_internal_value(data)
        return word


class RowId(serializers.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"min_value": 1, "max_value": 2**63 - 1} | kwargs))

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        number: int = super().to_internal_value(data)
        return number


class Flag(serializers.BooleanField):
    """true or false, as JSON has them."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


@extend_schema_field(OpenApiTypes.DATE)
class Day(serializers.Field[date, Any, str, Any]):
    """A day of the calendar, as ISO 8601 has it."""

    default_error_messages = {"invalid": gettext_lazy("A day looks like 2026-11-23.")}

    def to_internal_value(self, data: Any) -> date:
        if not isinstance(data, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", data):
            self.fail("invalid")
        try:
            day = date.fromisoformat(data)
        except ValueError:
            self.fail("invalid")
        if not 1900 <= day.year <= _LAST_YEAR:
            self.fail("invalid")
        return day

    def to_representation(self, value: date) -> str:
        return value.isoformat()


@extend_schema_field(OpenApiTypes.DATETIME)
class Moment(serializers.Field[datetime, Any, str, Any]):
    """ISO 8601 with its offset: a time without one would be nobody's."""

    default_error_messages = {
        "invalid": gettext_lazy("A time looks like 2026-11-23T15:04:05+09:00."),
        "no_offset": gettext_lazy("Say the time's offset, like +09:00 or Z."),
    }

    def to_internal_value(self, data: Any) -> datetime:
        if not isinstance(data, str) or len(data) > 40:
            self.fail("invalid")
        # In an address a plus that was not escaped arrives as a blank.
        try:
            moment = parse_datetime(data.replace(" ", "+") if "T" in data else data)
        except ValueError:
            moment = None
        if moment is None:
            self.fail("invalid")
        if moment.tzinfo is None:
            self.fail("no_offset")
        # Of years that no message knows, some cannot be reckoned with.
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            self.fail("invalid")
        return moment.astimezone(UTC)

    def to_representation(self, value: datetime) -> str:
        return value.isoformat()


class ShortList(serializers.ListField):
    """Refused by its length before each item is looked at: a body may hold millions."""

    def to_internal_value(self, data: Any) -> list[Any]:
        if isinstance(data, list):
            self.run_validators(data)
        items: list[Any] = super().to_internal_value(data)
        return items


class StrictRequest(serializers.Serializer[Any]):
    """Refuses fields that it does not know: a misspelt one must not pass for left out."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = [str(name) for name in data if name not in self.fields]
            if unknown:
                error = serializers.ErrorDetail(_("There is no such field."), "unknown_field")
                raise serializers.ValidationError({name: [error] for name in unknown[:_MOST_ERRORS]})
        return super().to_internal_value(data)


def errors_in(found: Any) -> list[FieldError]:
    """The first of REST framework's errors, nested by field, as a flat list; of items by position: `numbers.3`."""
    return list(islice(_flat(found, ""), _MOST_ERRORS))


def _flat(found: Any, field: str) -> Iterator[FieldError]:
    if isinstance(found, Mapping):
        for name, inner in found.items():
            own = "" if name == "non_field_errors" else str(name)
            yield from _flat(inner, ".".join(part for part in (field, own) if part))
    elif isinstance(found, list):
        for one in found:
            yield from _flat(one, field)
    else:
        yield field_error(field, getattr(found, "code", None) or "invalid", found)
