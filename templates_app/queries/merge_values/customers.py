"""The person who gets the text, as the record has it: names, number, and the store's own fields."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Store
from customers.models import Customer
from customers.queries.attributes import attributes_of_store
from templates_app.merge.names import without_honorific
from templates_app.queries.merge_values.written import attribute_example, attribute_words, keys_of, today_in
from templates_app.registries.merge_fields import FieldSource, MergeField, Settled

_NAME, _ADDRESSED, _KANA, _COMPANY, _NUMBER = "氏名", "宛名", "フリガナ", "顧客会社名", "顧客番号"
_ATTRIBUTE = "顧客属性"
_ENGLISH_ATTRIBUTE = "attribute"
_NOBODY = {"ja": "お客様", "en": "Customer"}
_COLUMNS = ("id", "kind", "name", "kana", "company_name", "number")


def _fields(store: Store) -> list[MergeField]:
    group = _("Customer")
    today = today_in(store)
    own = [
        MergeField(
            key,
            attribute.name,
            _("Customer: your own fields"),
            attribute_example(attribute, today),
            (f"{_ENGLISH_ATTRIBUTE}:{attribute.name}",),
        )
        for key, attribute in keys_of(_ATTRIBUTE, attributes_of_store()).items()
    ]
    return [
        MergeField(
            _NAME,
            _("name"),
            group,
            {"ja": "山田 太郎", "en": "Taro Yamada"},
            ("顧客名", "お客様名", "お名前", "名前", "name", "customer name"),
        ),
        MergeField(
            _ADDRESSED,
            _("name with 様, or お客様 without one"),
            group,
            {"ja": "山田 太郎様", "en": "Taro Yamada"},
            ("salutation",),
        ),
        MergeField(
            _KANA,
            _("name in kana"),
            group,
            dict.fromkeys(("ja", "en"), "ヤマダ タロウ"),
            ("カナ", "氏名カナ", "kana"),
        ),
        MergeField(
            _COMPANY,
            _("customer's company"),
            group,
            {"ja": "株式会社みどり商会", "en": "Midori Trading"},
            ("customer company",),
        ),
        MergeField(
            _NUMBER, _("customer number"), group, {"ja": "00123", "en": "00123"}, ("customer number",)
        ),
        *own,
    ]


def _fill(
    store: Store, keys: Collection[str], subjects: Sequence[Settled], into: Sequence[dict[str, str]]
) -> None:
    ids = {subject.customer_id for subject in subjects if subject.customer_id is not None}
    attributes = {key: found for key, found in _attributes(keys).items() if key in keys}
    columns = (*_COLUMNS, "attributes") if attributes else _COLUMNS
    known: dict[int, tuple[Any, ...]] = {}
    if ids:
        known = {row[0]: row for row in Customer.objects.filter(pk__in=ids).values_list(*columns)}
    today = today_in(store)
    for subject, values in zip(subjects, into, strict=True):
        row = known.get(subject.customer_id) if subject.customer_id is not None else None
        _put_names(values, keys, subject, row)
        if row is None:
            continue
        for key, attribute in attributes.items():
            if words := attribute_words(attribute, row[6], subject.language, today):
                values[key] = words


def _attributes(keys: Collection[str]) -> dict[str, Any]:
    asked = any(key.startswith(f"{_ATTRIBUTE}:") for key in keys)
    return keys_of(_ATTRIBUTE, attributes_of_store()) if asked else {}


def _put_names(
    values: dict[str, str], keys: Collection[str], subject: Settled, row: tuple[Any, ...] | None
) -> None:
    """What is not asked for is put too: it costs less than to ask."""
    if row is None:
        name, company = without_honorific(subject.name), ""
    else:
        _id, kind, name, kana, company, number = row[:6]
        if kana:
            values[_KANA] = kana
        if company:
            values[_COMPANY] = company
        if number:
            values[_NUMBER] = number
    if name or company:
        values[_NAME] = name or company
    if _ADDRESSED in keys:
        values[_ADDRESSED] = _addressed(name, company, subject.language)


def _addressed(name: str, company: str, language: str) -> str:
    """A company without a person to speak to is addressed as one."""
    if language != "ja":
        return name or company or _NOBODY["en"]
    if name:
        return f"{name}様"
    return f"{company}御中" if company else _NOBODY["ja"]


SOURCE = FieldSource("customer", 20, _fields, _fill)
