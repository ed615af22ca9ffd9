"""One row of those that an access function lets somebody reach."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

Row = TypeVar("Row", bound=Model)


def one_of(rows: QuerySet[Row], row_id: int) -> Row:
    """Raises Http404 where it is not among them: another store's row as one that there is not."""
    row = rows.filter(pk=row_id).first()
    if row is None:
        raise Http404
    return row
