"""Foreign keys that cannot leave their store."""

from typing import Any

from django.db import models


class StoreForeignKey(models.ForeignKey[Any, Any]):
    """A reference between two rows of the same store.

    Django's own constraint is left out (it would compare the id alone); the migration adds
    `accounts.tenancy.operations.LinkWithinStore`, which compares (store_id, id). A test reads pg_constraint and
    fails for a key without its link.
    """

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs
