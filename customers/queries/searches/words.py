"""A search in words: its comparisons, and what is wrong with one."""

from collections.abc import Mapping
from typing import Any as Anything

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from customers.criteria import All, Any, Comparison, Fault, HasAsset, Node, Not, Operator, SearchField

OPERATOR_WORDS = {
    Operator.CONTAINS: gettext_lazy("contains"),
    Operator.BEGINS: gettext_lazy("begins with"),
    Operator.ENDS: gettext_lazy("ends with"),
    Operator.EQUALS: gettext_lazy("is exactly"),
    Operator.LESS: gettext_lazy("is less than"),
    Operator.MORE: gettext_lazy("is more than"),
    Operator.BETWEEN: gettext_lazy("is between"),
    Operator.ON: pgettext_lazy("date", "is on"),
    Operator.BEFORE: pgettext_lazy("date", "is before"),
    Operator.AFTER: pgettext_lazy("date", "is after"),
    Operator.WITHIN_NEXT: gettext_lazy("is within the next … days"),
    Operator.WITHIN_LAST: gettext_lazy("was within the last … days"),
    Operator.NOT_WITHIN_LAST: gettext_lazy("was not within the last … days"),
    Operator.OVERDUE: gettext_lazy("is past"),
    Operator.ANY_OF: gettext_lazy("is one of"),
    Operator.NONE_OF: gettext_lazy("is none of"),
    Operator.YES: pgettext_lazy("flag", "is on"),
    Operator.NO: pgettext_lazy("flag", "is off"),
    Operator.EMPTY: gettext_lazy("is not entered"),
    Operator.FILLED: gettext_lazy("is entered"),
}
_SENTENCES = {
    Operator.CONTAINS: gettext_lazy("%(field)s contains “%(value)s”"),
    Operator.BEGINS: gettext_lazy("%(field)s begins with “%(value)s”"),
    Operator.ENDS: gettext_lazy("%(field)s ends with “%(value)s”"),
    Operator.EQUALS: gettext_lazy("%(field)s is “%(value)s”"),
    Operator.LESS: gettext_lazy("%(field)s is less than %(value)s"),
    Operator.MORE: gettext_lazy("%(field)s is more than %(value)s"),
    Operator.BETWEEN: gettext_lazy("%(field)s is from %(value)s to %(other)s"),
    Operator.ON: gettext_lazy("%(field)s is on %(value)s"),
    Operator.BEFORE: gettext_lazy("%(field)s is before %(value)s"),
    Operator.AFTER: gettext_lazy("%(field)s is after %(value)s"),
    Operator.WITHIN_NEXT: gettext_lazy("%(field)s is within the next %(value)s days"),
    Operator.WITHIN_LAST: gettext_lazy("%(field)s was within the last %(value)s days"),
    Operator.NOT_WITHIN_LAST: gettext_lazy("%(field)s was not within the last %(value)s days"),
    Operator.OVERDUE: gettext_lazy("%(field)s is past"),
    Operator.ANY_OF: gettext_lazy("%(field)s is one of: %(value)s"),
    Operator.NONE_OF: gettext_lazy("%(field)s is none of: %(value)s"),
    Operator.YES: gettext_lazy("%(field)s is on"),
    Operator.NO: gettext_lazy("%(field)s is off"),
    Operator.EMPTY: gettext_lazy("%(field)s is not entered"),
    Operator.FILLED: gettext_lazy("%(field)s is entered"),
}
_FAULTS = {
    "not_a_condition": gettext_lazy("This is no condition."),
    "no_conditions": gettext_lazy("There is no condition yet. Choose what to search by."),
    "too_deep": gettext_lazy("Conditions are nested more than %(most)s deep."),
    "too_many": gettext_lazy("There are more than %(most)s conditions."),
    "asset_within_asset": gettext_lazy("Conditions on an asset cannot stand here."),
    "unknown_field": gettext_lazy("“%(name)s” is no longer there. Remove this condition, or choose another."),
    "unknown_choice": gettext_lazy("“%(choice)s” is no longer to be chosen for “%(label)s”."),
    "wrong_place": gettext_lazy("“%(label)s” cannot be asked about here."),
    "unknown_operator": gettext_lazy("Choose how to compare “%(label)s”."),
    "no_value_wanted": gettext_lazy("“%(label)s” takes no value here."),
    "text_missing": gettext_lazy("Enter what to look for in “%(label)s”."),
    "text_too_long": gettext_lazy("Up to %(most)s characters for “%(label)s”, please."),
    "digits_wanted": gettext_lazy("Enter the last digits of “%(label)s”, at least %(fewest)s."),
    "number_wanted": gettext_lazy("Enter a number for “%(label)s”."),
    "date_wanted": gettext_lazy("Enter a date for “%(label)s”."),
    "days_wanted": gettext_lazy("Enter a number of days from 0 to %(most)s for “%(label)s”."),
    "two_wanted": gettext_lazy("Enter both ends for “%(label)s”."),
    "wrong_order": gettext_lazy("The first value for “%(label)s” is after the second."),
    "nothing_chosen": gettext_lazy("Choose at least one for “%(label)s”."),
    "too_many_chosen": gettext_lazy("Choose up to %(most)s for “%(label)s”."),
}


def fault_words(fault: Fault) -> str:
    return str(_FAULTS[fault.code]) % fault.params


def described(node: Node, fields: Mapping[str, SearchField]) -> str:
    """The whole search as one line: A; B; an asset that (C; D)."""
    match node:
        case Comparison():
            return _compared(node, fields[node.field])
        case All(children):
            return _joined(children, fields, pgettext("between conditions", " and "))
        case Any(children):
            return _joined(children, fields, pgettext("between conditions", " or "))
        case Not(child):
            return _("not (%(conditions)s)") % {"conditions": described(child, fields)}
        case HasAsset(child):
            return _("has an asset for which %(conditions)s") % {"conditions": described(child, fields)}


def _joined(children: tuple[Node, ...], fields: Mapping[str, SearchField], between: str) -> str:
    parts = [
        f"({described(child, fields)})"
        if isinstance(child, All | Any) and len(child.children) > 1 and len(children) > 1
        else described(child, fields)
        for child in children
    ]
    return between.join(parts)


def _compared(comparison: Comparison, field: SearchField) -> str:
    value: Anything = comparison.value
    other = None
    if isinstance(value, tuple):
        if comparison.operator == Operator.BETWEEN:
            value, other = value
        else:
            value = "、".join(field.choices.get(one, str(one)) for one in value if isinstance(one, str | int))
    sentence = str(_SENTENCES[Operator(comparison.operator)])
    return sentence % {"field": field.full_label, "value": _shown(value), "other": _shown(other)}


def _shown(value: Anything) -> str:
    return "" if value is None else str(formats.localize(value)) if not isinstance(value, str) else value
