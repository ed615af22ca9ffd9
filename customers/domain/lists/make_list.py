"""Making a list, and naming it."""

import psycopg
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Membership, Permission, Store
from accounts.queries.memberships import require
from customers.models import StaticList

NAME_LIMIT: int = StaticList._meta.get_field("name").max_length or 0


@transaction.atomic
def make_list(*, actor: Actor, name: str) -> StaticList:
    """A new list with nobody on it. Raises PermissionDenied; ValidationError for no name, or one that is taken."""
    require(actor, Permission.CUSTOMERS_EDIT)
    made = StaticList(
        store_id=actor.store_id,
        name=_checked(name),
        made_by=actor if isinstance(actor, Membership) else None,
    )
    write_list(made)
    record_audit(actor=actor, action="list.made", target=made)
    return made


@transaction.atomic
def rename_list(*, actor: Actor, static_list: StaticList, name: str) -> StaticList:
    """The list as it is now called. Raises as make_list."""
    require(actor, Permission.CUSTOMERS_EDIT)
    renamed: StaticList = StaticList.objects.select_for_update().get(pk=static_list.pk)
    wanted = _checked(name)
    if renamed.name == wanted:
        return renamed
    renamed.name = wanted
    write_list(renamed)
    record_audit(actor=actor, action="list.renamed", target=renamed)
    return renamed


@transaction.atomic
def usual_list(*, actor: Actor) -> StaticList:
    """The list that is meant where none is named; made on first use. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_EDIT)
    # Two people may need it for the first time at the same moment.
    Store.objects.select_for_update(no_key=True).get(pk=actor.store_id)
    usual: StaticList | None = StaticList.objects.filter(is_default=True).first()
    if usual is not None:
        return usual
    name = _("Usual list")
    # Somebody may have made one of this name by hand: then that is the one.
    named: StaticList | None = StaticList.objects.filter(name=name, archived_at__isnull=True).first()
    made = named or StaticList(store_id=actor.store_id, name=name)
    made.is_default = True
    write_list(made)
    record_audit(actor=actor, action="list.made", target=made, details={"usual": True})
    return made


def write_list(row: StaticList) -> None:
    """Raises ValidationError where another list has the name."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        cause = error.__cause__
        if isinstance(cause, psycopg.Error) and cause.diag.constraint_name == "customers_staticlist_name":
            words = _("There is a list of this name already. Choose another one, please.")
            raise ValidationError({"name": ValidationError(words, code="name_taken")}) from error
        raise


def _checked(name: str) -> str:
    """On one line, blanks as one."""
    written = " ".join(name.split())
    if not written:
        raise ValidationError({"name": ValidationError(_("Give the list a name, please."), code="required")})
    if len(written) > NAME_LIMIT:
        words = _("The name may have %(most)s characters.") % {"most": NAME_LIMIT}
        raise ValidationError({"name": ValidationError(words, code="max_length")})
    return written
