"""What the store chose for columns of earlier files."""

from customers.models import Import, ImportMemory


def remembered_columns() -> dict[str, str]:
    """{column's name: target}; empty for a column that was left out on purpose."""
    memory = ImportMemory.objects.filter(kind=Import.Kind.CUSTOMERS).first()
    return dict(memory.mapping) if memory is not None else {}
