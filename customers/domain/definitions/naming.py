"""Names of definitions: one each, and such as a template can name."""

from typing import Any

import psycopg
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from customers.models import AssetKind, Attribute, DueKind

LONGEST_NAME = 40
_ONCE = {"customers_attribute_name", "customers_assetkind_name", "customers_duekind_name"}


def checked_name(given: str) -> str:
    """Blanks of all widths as one blank each. Raises ValidationError for "name"."""
    name = " ".join(given.split())
    if not name:
        raise ValidationError({"name": _("Enter a name, please.")})
    if len(name) > LONGEST_NAME:
        raise ValidationError({"name": _("Up to %(most)s characters, please.") % {"most": LONGEST_NAME}})
    # Templates name it: [[顧客属性:name]].
    if "[" in name or "]" in name:
        raise ValidationError({"name": _("A name cannot have square brackets, since templates use them.")})
    return name


def written_once(row: Attribute | AssetKind | DueKind) -> None:
    """Save it. Raises ValidationError for "name" where another definition beside it is called so."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        cause: Any = error.__cause__
        if isinstance(cause, psycopg.Error) and cause.diag.constraint_name in _ONCE:
            raise ValidationError({"name": _("There is one of this name already.")}) from error
        raise
