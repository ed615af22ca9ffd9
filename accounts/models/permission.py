"""What a person may do in a store, and what each role brings along."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    STAFF = "staff", _("staff")
    MANAGER = "manager", _("manager")
    OWNER = "owner", _("owner")


class Permission(models.TextChoices):
    CUSTOMERS_VIEW = "customers.view", _("see customers")
    CUSTOMERS_EDIT = "customers.edit", _("change customers")
    CUSTOMERS_BULK = "customers.bulk", _("change many customers at once")
    CUSTOMERS_IMPORT = "customers.import", _("import customers")
    CUSTOMERS_EXPORT = "customers.export", _("export customers")
    CUSTOMERS_DEFINE = "customers.define", _("define fields, kinds and dates of customers")
    CONSENTS_RECORD = "consents.record", _("record consent")
    CONSENTS_PROVE = "consents.prove", _("prove and export consent")
    SIGN_UP_MANAGE = "sign_up.manage", _("keep the sign-up page")
    PRIVACY_ERASE = "privacy.erase", _("export and erase a person, and set how long data are kept")
    SUPPRESSIONS_ADD = "suppressions.add", _("stop messages to a number")
    SUPPRESSIONS_LIFT = "suppressions.lift", _("lift a stop")
    MESSAGES_VIEW = "messages.view", _("see messages")
    MESSAGES_SEND = "messages.send", _("send messages")
    MESSAGES_EXPORT = "messages.export", _("export messages")
    TEMPLATES_EDIT = "templates.edit", _("change templates")
    SENDING_DEFINE = "sending.define", _("set how messages are checked and introduced")
    PRICES_DEFINE = "prices.define", _("set what messages cost")
    LINKS_DEFINE = "links.define", _("set the domain of short links")
    AUDIT_VIEW = "audit.view", _("see the audit log")
    TOKENS_MANAGE = "tokens.manage", _("let programs in")


_STAFF = frozenset(
    {
        Permission.CUSTOMERS_VIEW,
        Permission.CUSTOMERS_EDIT,
        Permission.CONSENTS_RECORD,
        Permission.SUPPRESSIONS_ADD,
        Permission.MESSAGES_VIEW,
        Permission.MESSAGES_SEND,
    }
)
_MANAGER = _STAFF | {
    Permission.CUSTOMERS_BULK,
    Permission.CUSTOMERS_IMPORT,
    Permission.CUSTOMERS_EXPORT,
    Permission.CUSTOMERS_DEFINE,
    Permission.CONSENTS_PROVE,
    Permission.SIGN_UP_MANAGE,
    Permission.SUPPRESSIONS_LIFT,
    Permission.MESSAGES_EXPORT,
    Permission.TEMPLATES_EDIT,
    Permission.SENDING_DEFINE,
    Permission.AUDIT_VIEW,
}

PERMISSIONS_OF_ROLE: dict[Role, frozenset[Permission]] = {
    Role.STAFF: _STAFF,
    Role.MANAGER: _MANAGER,
    Role.OWNER: frozenset(Permission),
}
