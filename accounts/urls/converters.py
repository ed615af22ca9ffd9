"""Parts of addresses that all apps have."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class RowIdConverter(IntConverter):
    """`<row_id:...>`: each row has one address, without zeros before it, and an address has an end."""

    regex = "[1-9][0-9]{0,18}"


register_converter(RowIdConverter, "row_id")
