"""What a search asks: a small typed tree, read from JSON and written to it. Pure (docs/searches.md)."""

from customers.criteria.days import day_range
from customers.criteria.fields import FieldType, Of, Operator, SearchField, Shape
from customers.criteria.reading import CriteriaRefused, Fault, read
from customers.criteria.tree import All, Any, Comparison, HasAsset, Node, Not, comparisons, written

__all__ = [
    "All",
    "Any",
    "Comparison",
    "CriteriaRefused",
    "Fault",
    "FieldType",
    "HasAsset",
    "Node",
    "Not",
    "Of",
    "Operator",
    "SearchField",
    "Shape",
    "comparisons",
    "day_range",
    "read",
    "written",
]
