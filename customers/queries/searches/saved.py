"""Saved searches as they are kept: the tree, and what its fields were called when it was saved.

`Segment.criteria` is {"tree": ..., "names": {"customer.attribute.12": "車種", "list=5": "得意客"}}: when a field or a
list is removed, its row is gone, and the name says which it was.
"""

from collections.abc import Mapping
from typing import Any

from customers.criteria import CriteriaRefused, Fault, SearchField, comparisons
from customers.models import Segment
from customers.queries.searches.found import Search, as_json, search_in


def kept(search: Search) -> dict[str, Any]:
    """What is written to Segment.criteria."""
    names: dict[str, str] = {}
    for comparison in comparisons(search.criteria):
        field = search.fields[comparison.field]
        names[field.name] = field.full_label
        if isinstance(comparison.value, tuple):
            for one in comparison.value:
                if isinstance(one, int) and one in field.choices:
                    names[f"{field.name}={one}"] = field.choices[one]
    return {"tree": as_json(search), "names": names}


def search_of(segment: Segment, fields: Mapping[str, SearchField] | None = None) -> Search:
    """In the store's scope. Raises CriteriaRefused where a field, kind, list or choice is there no more; its faults
    carry the names of old.
    """
    names: Mapping[str, str] = segment.criteria.get("names", {})
    try:
        return search_in(segment.criteria.get("tree"), of=segment.of, fields=fields)
    except CriteriaRefused as refused:
        raise CriteriaRefused([_named(fault, names) for fault in refused.faults]) from refused


def _named(fault: Fault, names: Mapping[str, str]) -> Fault:
    params = dict(fault.params)
    if fault.code == "unknown_field":
        params["name"] = names.get(params["name"], params["name"])
    if fault.code == "unknown_choice":
        params["choice"] = names.get(f"{params['field']}={params['choice']}", params["choice"])
    return Fault(fault.place, fault.code, params)
