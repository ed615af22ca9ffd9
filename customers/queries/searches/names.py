"""Names and customer numbers in a search: by the folded columns, so that width, kana and case do not matter."""

from itertools import pairwise

from django.db.models import Q

from customers.criteria import Comparison, Operator
from customers.registries.criteria import Frame
from customers.text_search import folded

# Stands between name, kana and company in search_text, and in no folded text.
_BETWEEN = "\n"


def found_by_name(comparison: Comparison, frame: Frame) -> Q:
    """Name, kana or company. The pairs of characters lead to the rows by index; the text then says whether so."""
    word, text = folded(str(comparison.value)), frame.path("search_text")
    grams = [first + second for first, second in pairwise(word)]
    match comparison.operator:
        case Operator.CONTAINS:
            found = Q(**{f"{text}__contains": word})
        case Operator.BEGINS:
            grams.append(f"^{word[0]}")
            found = Q(**{f"{text}__startswith": word}) | Q(**{f"{text}__contains": _BETWEEN + word})
        case _:
            grams.append(f"^{word[0]}")
            found = (
                Q(**{text: word})
                | Q(**{f"{text}__startswith": word + _BETWEEN})
                | Q(**{f"{text}__endswith": _BETWEEN + word})
                | Q(**{f"{text}__contains": _BETWEEN + word + _BETWEEN})
            )
    return Q(**{f"{frame.path('search_grams')}__contains": grams}) & found if grams else found


def found_by_number(comparison: Comparison, frame: Frame) -> Q:
    """The customer number; its beginning and the whole by index."""
    path = frame.path("search_number")
    if comparison.operator in {Operator.EMPTY, Operator.FILLED}:
        empty = Q(**{frame.path("number"): ""})
        return empty if comparison.operator == Operator.EMPTY else ~empty
    lookups = {Operator.CONTAINS: "contains", Operator.BEGINS: "startswith", Operator.EQUALS: "exact"}
    return Q(**{f"{path}__{lookups[Operator(comparison.operator)]}": folded(str(comparison.value))})
