"""When a message is to go: the store's own clock, to the minute (mission.md A6)."""

from datetime import UTC, datetime
from typing import Any

from django.forms import ValidationError
from django.utils.translation import gettext_lazy as _

from customers.forms.store_moment import StoreMomentField


class SendMomentField(StoreMomentField):
    """Cleaned to an aware datetime, or None. What the clock there never shows is refused: nobody knows what is meant.

    An hour that comes twice in autumn is the first of the two; the confirm page says so (`comes_twice`).
    """

    default_error_messages = {
        "skipped": _(
            "There is no such time on that day: the clocks are put forward then. Choose another one, please."
        ),
    }

    def to_python(self, value: Any) -> datetime | None:
        read = super().to_python(value)
        if read is None:
            return None
        read = read.replace(second=0, microsecond=0)
        if read.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None) != read.replace(tzinfo=None):
            raise ValidationError(self.error_messages["skipped"], code="skipped")
        return read


def comes_twice(moment: datetime) -> bool:
    """Whether the clock of the moment's zone shows this time twice on that day."""
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
