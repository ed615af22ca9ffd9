"""How values of records are written into a text."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import Store
from customers.models import Attribute
from templates_app.merge.moments import day_words
from templates_app.merge.names import as_key


def today_in(store: Store) -> date:
    """The day of the store's calendar."""
    return timezone.now().astimezone(store.zone).date()


def keys_of(prefix: str, attributes: Iterable[Attribute]) -> dict[str, Attribute]:
    """The attributes by the key of their merge field: `顧客属性:趣味`. Of two that are written alike the first."""
    keyed: dict[str, Attribute] = {}
    for attribute in attributes:
        keyed.setdefault(f"{prefix}:{as_key(attribute.name)}", attribute)
    return keyed


def attribute_words(attribute: Attribute, kept: Mapping[str, Any], language: str, today: date) -> str:
    """The value of an attribute in a record's `attributes`; empty where there is none.

    Numbers stand as they are, without separators: a year of manufacture is one too.
    """
    value = kept.get(str(attribute.pk))
    if value is None:
        return ""
    if attribute.kind == Attribute.Kind.DATE:
        return day_words(date.fromisoformat(value), language, today)
    return str(value)


_EXAMPLES = {
    Attribute.Kind.TEXT.value: {"ja": "ご紹介", "en": "a friend"},
    Attribute.Kind.NUMBER.value: {"ja": "12000", "en": "12000"},
}


def attribute_example(attribute: Attribute, today: date) -> dict[str, str]:
    """A typical value by language."""
    if attribute.kind == Attribute.Kind.DATE:
        return {language: day_words(today, language, today) for language in ("ja", "en")}
    if attribute.choices:
        return dict.fromkeys(("ja", "en"), max(attribute.choices, key=len))
    return _EXAMPLES[attribute.kind]
