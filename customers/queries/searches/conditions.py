"""Criteria as conditions of SQL, each by the index that serves it; a comparison is true or false, never NULL.

Rows of other tables are asked for by EXISTS with the key of the row sought: PostgreSQL makes a join of it where that
is cheaper, and beside an OR it asks by index, never against a list of a million ids.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_, or_
from typing import Any as Anything

from django.db.models import Exists, OuterRef, Q, QuerySet

from customers.criteria import All, Any, Comparison, HasAsset, Node, Not, Operator, SearchField, day_range
from customers.models import Asset, AssetDue, ConsentState, Contact, StaticListEntry, Suppression
from customers.queries.searches.attributes import attribute_condition
from customers.queries.searches.names import found_by_name, found_by_number
from customers.queries.suppressions import IN_FORCE
from customers.registries.criteria import Frame, registered_criteria

_ASSET_FIELDS = ("asset.", "due.")
_RAW_TEXTS = {"postal_code", "address", "email", "notes"}


def condition(node: Node, frame: Frame, fields: Mapping[str, SearchField]) -> Q:
    """What the tree asks of the rows that `frame` is about: of customers, or of assets with their customer."""
    match node:
        case Comparison():
            return _comparison(node, frame, fields[node.field])
        case All(children):
            return reduce(and_, (condition(child, frame, fields) for child in children))
        case Any(children):
            return reduce(or_, (condition(child, frame, fields) for child in children))
        case Not(child):
            return ~condition(child, frame, fields)
        case HasAsset(child):
            assets = living_assets().filter(customer_id=frame.outer_id)
            return Q(Exists(assets.filter(condition(child, frame, fields))))


def living_assets() -> QuerySet[Asset]:
    """Those that are still looked after: the only ones that a search sees."""
    found: QuerySet[Asset] = Asset.objects.filter(archived_at__isnull=True)
    return found


def _comparison(comparison: Comparison, frame: Frame, field: SearchField) -> Q:
    name = comparison.field
    if name.startswith(_ASSET_FIELDS):
        return _of_asset(comparison, frame, field)
    if name.startswith("customer.attribute."):
        return attribute_condition(comparison, field, frame.path("attributes"), frame.today)
    if name.startswith("contact."):
        return _moment(comparison, frame, _in_contact(name.removeprefix("contact."), frame))
    if name.startswith("consent."):
        return _consent(comparison, frame)
    if name == "list":
        return _lists(comparison, frame)
    if name.startswith("customer."):
        return _of_record(comparison, frame, name.removeprefix("customer."))
    return registered_criteria()[name].condition(comparison, frame)


def _of_record(comparison: Comparison, frame: Frame, column: str) -> Q:
    path = frame.path(column)
    match column:
        case "name":
            return found_by_name(comparison, frame)
        case "number":
            return found_by_number(comparison, frame)
        case "mobile" | "landline":
            return _phone(comparison, path)
        case "created_at" | "mobile_confirmed_at":
            return _moment(comparison, frame, lambda lookup, value: Q(**{f"{path}__{lookup}": value}))
        case "sms_flag":
            return Q(**{path: comparison.operator == Operator.YES})
        case "stopped":
            stops = Q(Exists(_stops(frame)))
            return stops if comparison.operator == Operator.YES else ~stops
        case "staff":
            return _one_of(comparison, f"{path}_id", Q(**{f"{path}_id__isnull": True}))
        case column if column in _RAW_TEXTS:
            return _text(comparison, path)
        case _:
            return _one_of(comparison, path, Q(**{path: ""}))


def _of_asset(comparison: Comparison, frame: Frame, field: SearchField) -> Q:
    name = comparison.field
    if name.startswith("asset.attribute."):
        own = attribute_condition(comparison, field, "attributes", frame.today)
    elif name.startswith("due."):
        own = _due(comparison, frame, int(name.removeprefix("due.")))
    elif name == "asset.kind":
        own = _one_of(comparison, "kind_id", Q(kind_id__isnull=True))
    elif name == "asset.sms_flag":
        own = Q(sms_flag=comparison.operator == Operator.YES)
    else:
        own = _text(comparison, name.removeprefix("asset."))
    if field.asset_kind is None or comparison.operator not in {Operator.EMPTY, Operator.NONE_OF}:
        return own
    # A flat has no inspection date that could be missing.
    return Q(kind_id=field.asset_kind) & own


def _text(comparison: Comparison, path: str) -> Q:
    """A column kept as it was written; large and small letters are alike."""
    lookups = {Operator.CONTAINS: "icontains", Operator.BEGINS: "istartswith", Operator.EQUALS: "iexact"}
    if comparison.operator in {Operator.EMPTY, Operator.FILLED}:
        empty = Q(**{path: ""})
        return empty if comparison.operator == Operator.EMPTY else ~empty
    return Q(**{f"{path}__{lookups[Operator(comparison.operator)]}": comparison.value})


def _phone(comparison: Comparison, path: str) -> Q:
    if comparison.operator == Operator.ENDS:
        return Q(**{f"{path}_reversed__startswith": str(comparison.value)[::-1]})
    return Q(**{f"{path}__isnull": comparison.operator == Operator.EMPTY})


def _one_of(comparison: Comparison, path: str, empty: Q) -> Q:
    match comparison.operator:
        case Operator.ANY_OF:
            return Q(**{f"{path}__in": comparison.value})
        case Operator.NONE_OF:
            return ~Q(**{f"{path}__in": comparison.value})
        case Operator.EMPTY:
            return empty
        case _:
            return ~empty


def _moment(comparison: Comparison, frame: Frame, holds: Callable[[str, Anything], Q]) -> Q:
    """`holds(lookup, value)`: that the time is there and compares so."""
    operator = comparison.operator
    if operator in {Operator.EMPTY, Operator.FILLED}:
        filled = holds("isnull", False)
        return filled if operator == Operator.FILLED else ~filled
    if operator == Operator.NOT_WITHIN_LAST:
        within = Comparison(comparison.field, Operator.WITHIN_LAST, comparison.value)
        return ~_moment(within, frame, holds)
    first, last = day_range(comparison, frame.today)
    if first is not None:
        # A time of tomorrow there is not, so that the last days have no upper end.
        return holds("gte", frame.start_of(first))
    if last is None:
        raise ValueError(f"{operator} is no question about a time")
    return holds("lt", frame.start_of(last.fromordinal(last.toordinal() + 1)))


def _in_contact(column: str, frame: Frame) -> Callable[[str, Anything], Q]:
    contacts = Contact.objects.filter(customer_id=frame.outer_id)
    return lambda lookup, value: Q(Exists(contacts.filter(**{f"{column}__{lookup}": value})))


def _consent(comparison: Comparison, frame: Frame) -> Q:
    purpose = comparison.field.removeprefix("consent.")
    states = ConsentState.objects.filter(phone=frame.outer("mobile"), purpose=purpose)
    of_word = {
        "granted": Q(Exists(states.filter(granted=True))),
        "withdrawn": Q(Exists(states.filter(granted=False))),
        "none": ~Q(Exists(states)),
    }
    words = comparison.value if isinstance(comparison.value, tuple) else ()
    found = reduce(or_, (of_word[str(word)] for word in words))
    return found if comparison.operator == Operator.ANY_OF else ~found


def _lists(comparison: Comparison, frame: Frame) -> Q:
    entries = StaticListEntry.objects.filter(customer_id=frame.outer_id, list__archived_at__isnull=True)
    if comparison.operator in {Operator.ANY_OF, Operator.NONE_OF}:
        entries = entries.filter(list_id__in=comparison.value)
    on_one = Q(Exists(entries))
    return on_one if comparison.operator in {Operator.ANY_OF, Operator.FILLED} else ~on_one


def _due(comparison: Comparison, frame: Frame, kind_id: int) -> Q:
    dues = AssetDue.objects.filter(asset_id=OuterRef("pk"), kind_id=kind_id)
    if comparison.operator == Operator.EMPTY:
        return ~Q(Exists(dues))
    if comparison.operator != Operator.FILLED:
        first, last = day_range(comparison, frame.today)
        dues = dues.filter(**({"date__gte": first} if first else {}), **({"date__lte": last} if last else {}))
    return Q(Exists(dues))


def _stops(frame: Frame) -> QuerySet[Suppression]:
    """Stops of all messages. One of another store of the legal entity binds this one too (queries/suppressions.py),
    hence not through the store's own manager; that there is one is all that leaves here.
    """
    return QuerySet(Suppression).filter(
        IN_FORCE,
        store__legal_entity_id=frame.store.legal_entity_id,
        phone=frame.outer("mobile"),
        purpose=Suppression.Purpose.ALL,
    )
