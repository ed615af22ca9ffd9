"""Names of templates in use: one each."""

from collections.abc import Collection
from itertools import count

import psycopg
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from templates_app.models import Template

LONGEST_NAME: int = Template._meta.get_field("name").max_length or 0


def written_once(template: Template) -> None:
    """Save it. Raises ValidationError for "name" where another template in use is called so."""
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        # Two people gave the same name at the same moment: neither saw the other's.
        cause = error.__cause__
        if isinstance(cause, psycopg.Error) and cause.diag.constraint_name == "templates_app_template_name":
            raise ValidationError({"name": name_taken()}) from error
        raise


def is_taken(name: str, *, template: Template) -> bool:
    """Whether another template in use is called so."""
    others = Template.objects.filter(name=name, archived_at__isnull=True)
    return bool(others.exclude(pk=template.pk).exists())


def name_taken() -> str:
    return _("There is a template of this name already.")


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or with the first number behind it that is not taken: 車検のご案内 (2)."""
    if name not in taken:
        return name
    return next(free for number in count(2) if (free := f"{name} ({number})") not in taken)
