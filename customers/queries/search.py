"""One search box over everything a customer is known by, and the order in which its finds are fetched.

A common family name is found thousands of times among a million, hence two rules. Numbers are looked for only in
words of ASCII, so that the grams of all other words stand in one condition, and the index meets only the rows that
have all of them. And finds that the grams bring are sorted by an expression that no index has: PostgreSQL would
else walk the whole list in its order, taking サトウ to be spread over it, where it stands together.
"""

from collections.abc import Sequence

from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from customers.models import Customer
from customers.text_search import SearchWord, search_words


def matching(customers: QuerySet[Customer], typed: str) -> QuerySet[Customer]:
    """The customers in whom every word is found: in name, kana or company, at the start of the customer number,
    or at the end of a phone number. One letter of kana finds who begins with it. Nobody where nothing searchable
    was typed.
    """
    words = search_words(typed)
    if not words:
        return customers.none()
    of_names = [word for word in words if not word.text.isascii() and not _is_one_kana(word)]
    if of_names:
        customers = customers.filter(_in_names(of_names))
    for word in words:
        if _is_one_kana(word):
            customers = customers.filter(sort_key__startswith=word.text)
        elif word.text.isascii():
            customers = customers.filter(_in_names([word]) | _as_number(word))
    return customers


def find_order(typed: str) -> Combinable:
    """What the finds are sorted by, always to the same effect as sort_key."""
    if all(word.text.isascii() or _is_one_kana(word) for word in search_words(typed)):
        return F("sort_key")
    return Concat("sort_key", Value(""))


def _in_names(words: Sequence[SearchWord]) -> Q:
    grams = sorted({gram for word in words for gram in word.grams})
    condition = Q(search_grams__contains=grams)
    for word in words:
        if len(word.grams) > 1:
            # All pairs may be there without standing together.
            condition &= Q(search_text__contains=word.text)
    return condition


def _as_number(word: SearchWord) -> Q:
    condition = Q(search_number__startswith=word.text)
    if word.tail:
        condition |= Q(mobile_reversed__startswith=word.tail) | Q(landline_reversed__startswith=word.tail)
    return condition


def _is_one_kana(word: SearchWord) -> bool:
    return len(word.text) == 1 and "ァ" <= word.text <= "ヿ"
