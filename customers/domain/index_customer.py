"""The one place that fills what a customer is searched by."""

from dataclasses import fields

from customers.models import Customer
from customers.text_search import SearchColumns, search_columns


def index_customer(customer: Customer) -> None:
    """Set the search columns from the record. For every row before it is written; saves nothing."""
    columns = search_columns(
        name=customer.name,
        kana=customer.kana,
        company_name=customer.company_name,
        number=customer.number,
        mobile=customer.mobile,
        landline=customer.landline,
    )
    for column in fields(SearchColumns):
        setattr(customer, column.name, getattr(columns, column.name))
