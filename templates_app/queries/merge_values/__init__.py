"""The merge fields of a store's own records: one module for each group, each a source of the registry."""

from templates_app.queries.merge_values import appointments, assets, customers, dues, shop, staff
from templates_app.registries.merge_fields import add_field_source


def add_sources() -> None:
    for module in (shop, customers, staff, assets, dues, appointments):
        add_field_source(module.SOURCE)
