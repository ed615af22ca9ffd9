"""A spreadsheet to fill in: our columns, the store's own fields, and two made-up customers."""

import csv
from datetime import date
from io import StringIO

from django.utils import timezone

from accounts.models import Store
from customers.models import Attribute
from customers.queries.attributes import attributes_of_store
from customers.queries.imports.targets import targets_of_store
from customers.sheets.text_mark import spreadsheet_safe

# Excel takes UTF-8 for what it is only with this mark.
BYTE_ORDER_MARK = "\ufeff"
# By target, in the order of the columns. What a store may have no use for is not among them.
_PEOPLE: dict[str, tuple[str, str]] = {
    "number": ("A-0001", "A-0002"),
    "name": ("山田 太郎", "鈴木 花子"),
    "kana": ("ヤマダ タロウ", "スズキ ハナコ"),
    "company_name": ("", "有限会社見本商店"),
    "mobile": ("090-1234-5678", "080-1234-5678"),
    "landline": ("03-1234-5678", ""),
    "email": ("taro@example.com", "hanako@example.com"),
    "postal_code": ("100-0001", ""),
    "address": ("東京都千代田区千代田1-1", ""),
}


def example_file(store: Store) -> str:
    """CSV as the importer itself would understand it without help."""
    labels = {target.key: str(target.label) for target in targets_of_store()}
    today = timezone.now().astimezone(store.zone).date()
    columns = [(labels[key], *cells) for key, cells in _PEOPLE.items()]
    columns += [(one.name, _value(one, today), "") for one in attributes_of_store()]
    sheet = StringIO(newline="")
    sheet.write(BYTE_ORDER_MARK)
    csv.writer(sheet).writerows(
        [spreadsheet_safe(cell) for cell in row] for row in zip(*columns, strict=True)
    )
    return sheet.getvalue()


def _value(attribute: Attribute, today: date) -> str:
    match attribute.kind:
        case Attribute.Kind.CHOICE:
            return str(attribute.choices[0])
        case Attribute.Kind.DATE:
            return today.isoformat()
        case Attribute.Kind.NUMBER:
            return "12"
    return "見本"
