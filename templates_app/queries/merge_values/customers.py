"""The person who gets the text, as the record has it: names, number, and the store's own fields."""

import json
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from accounts.models import Store
from accounts.tenancy.statements import rows_of
from customers.models import Attribute
from customers.queries.attributes import attributes_of_store
from templates_app.merge.names import without_honorific
from templates_app.queries.merge_values.written import attribute_example, attribute_words, keys_of, today_in
from templates_app.registries.merge_fields import FieldSource, MergeField, Settled

_NAME, _ADDRESSED, _KANA, _COMPANY, _NUMBER = "氏名", "宛名", "フリガナ", "顧客会社名", "顧客番号"
_ATTRIBUTE = "顧客属性"
_ENGLISH_ATTRIBUTE = "attribute"
_NOBODY = {"ja": "お客様", "en": "Customer"}
_KEPT = "SELECT id, attributes::text FROM customers_customer WHERE store_id = %s AND id = ANY(%s)"


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
    addresses = _ADDRESSED in keys
    for subject, values in zip(subjects, into, strict=True):
        _put_names(values, subject, addresses)
    if own := {key: found for key, found in _attributes(keys).items() if key in keys}:
        _put_attributes(store, own, subjects, into)


def _attributes(keys: Collection[str]) -> dict[str, Attribute]:
    asked = any(key.startswith(f"{_ATTRIBUTE}:") for key in keys)
    return keys_of(_ATTRIBUTE, attributes_of_store()) if asked else {}


def _put_attributes(
    store: Store, own: Mapping[str, Attribute], subjects: Sequence[Settled], into: Sequence[dict[str, str]]
) -> None:
    ids = {subject.customer_id for subject in subjects if subject.person}
    known = dict(rows_of(_KEPT, [store.pk, sorted(ids)])) if ids else {}
    today = today_in(store)
    for subject, values in zip(subjects, into, strict=True):
        if kept := known.get(subject.customer_id):
            attributes = json.loads(kept)
            for key, attribute in own.items():
                if words := attribute_words(attribute, attributes, subject.language, today):
                    values[key] = words


def _put_names(values: dict[str, str], subject: Settled, addresses: bool) -> None:
    """What is not asked for is put too: it costs less than to ask."""
    person = subject.person
    if person is None:
        name, company = without_honorific(subject.name), ""
    else:
        name, company = person.name, person.company_name
        if person.kana:
            values[_KANA] = person.kana
        if company:
            values[_COMPANY] = company
        if person.number:
            values[_NUMBER] = person.number
    if name or company:
        values[_NAME] = name or company
    if addresses:
        values[_ADDRESSED] = _addressed(name, company, subject.language)


def _addressed(name: str, company: str, language: str) -> str:
    """A company without a person to speak to is addressed as one."""
    if language != "ja":
        return name or company or _NOBODY["en"]
    if name:
        return f"{name}様"
    return f"{company}御中" if company else _NOBODY["ja"]


SOURCE = FieldSource("customer", 20, _fields, _fill)
