"""The SMS flag that new records begin with."""

from django.db import transaction

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from customers.models import CustomerSettings
from customers.queries.settings import customer_settings


@transaction.atomic
def set_flag_defaults(*, actor: Actor, customer_sms_flag: bool, asset_sms_flag: bool) -> bool:
    """Of new customers and new assets; records that are there stay. False where nothing changed.

    Raises PermissionDenied.
    """
    require(actor, Permission.CUSTOMERS_DEFINE)
    wanted = {"customer_sms_flag": customer_sms_flag, "asset_sms_flag": asset_sms_flag}
    if all(getattr(customer_settings(), name) == flag for name, flag in wanted.items()):
        return False
    CustomerSettings.objects.bulk_create([CustomerSettings()], ignore_conflicts=True)
    settings = CustomerSettings.objects.select_for_update().get()
    changed = {name: flag for name, flag in wanted.items() if getattr(settings, name) != flag}
    for name, flag in changed.items():
        setattr(settings, name, flag)
    settings.save()
    record_audit(actor=actor, action="customer_settings.changed", target=settings, details=changed)
    return True
