"""What a page needs to render a text while it is typed (static/js/merge.js)."""

from accounts.models import Store
from templates_app.queries.fields import catalogue_of
from templates_app.queries.values import values_for
from templates_app.registries.merge_fields import Subject


def page_values(*, store: Store, subject: Subject) -> dict[str, dict[str, str]]:
    """{"names": {folded name: field}, "values": {field: value}} of one person, as `merged` of merge.js takes it.

    A constant number of queries.
    """
    catalogue = catalogue_of(store)
    fields = [field.key for field in catalogue.fields]
    [values] = values_for(store=store, fields=fields, subjects=[subject])
    return {"names": dict(catalogue.keys), "values": values}
