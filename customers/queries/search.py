"""One search box over everything a customer is known by."""

from django.db.models import Q, QuerySet

from customers.models import Customer
from customers.text_search import SearchWord, search_words


def matching(customers: QuerySet[Customer], typed: str) -> QuerySet[Customer]:
    """The customers in whom every word is found: in name, kana or company, at the start of the customer number,
    or at the end of a phone number. Nobody where nothing searchable was typed.
    """
    words = search_words(typed)
    if not words:
        return customers.none()
    for word in words:
        customers = customers.filter(_found(word))
    return customers


def _found(word: SearchWord) -> Q:
    in_names = Q(search_grams__contains=list(word.grams))
    if len(word.grams) > 1:
        # All pairs may be there without standing together.
        in_names &= Q(search_text__contains=word.text)
    condition = in_names | Q(search_number__startswith=word.text)
    if word.tail:
        condition |= Q(mobile_reversed__startswith=word.tail) | Q(landline_reversed__startswith=word.tail)
    return condition
