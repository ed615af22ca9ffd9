"""In which order a file's rows are taken, so that the same file taken again decides the same of each.

What one row changes must not decide anew whom another means: a customer number goes before a mobile number that the
same file may change, and a row that could make a customer before one that could not (it would be refused the first
time and taken the next). A file is read once more for each part that has rows.
"""

from collections.abc import Collection

from customers.intake.convert import Refused, Taken

_BY_NUMBER, _BY_MOBILE = 0, 2
_WHOLE, _LACKING = 0, 1


def passes(targets: Collection[str]) -> list[int | None]:
    """The parts in their order, for the columns that a file has; None stands for all rows at once."""
    if not {"name", "company_name"} & set(targets):
        # No row can make a customer.
        return [_BY_NUMBER + _LACKING, _BY_MOBILE + _LACKING] if "number" in targets else [None]
    by_mobile: list[int | None] = [_BY_MOBILE + _WHOLE, _BY_MOBILE + _LACKING]
    return [_BY_NUMBER + _WHOLE, _BY_NUMBER + _LACKING, *by_mobile] if "number" in targets else by_mobile


def part_of(row: Taken | Refused, *, first: int | None) -> int | None:
    """Of which part a row is, as passes() names them; refused ones are counted with the first."""
    if isinstance(row, Refused):
        return first
    values = row.values
    kind = values.get("kind")
    named = values.get("company_name") if kind == "company" else values.get("name")
    if kind is None:
        named = named or values.get("company_name")
    is_whole = named and (not row.consents or values.get("mobile"))
    return (_BY_NUMBER if values.get("number") else _BY_MOBILE) + (_WHOLE if is_whole else _LACKING)
