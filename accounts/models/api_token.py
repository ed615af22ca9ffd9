"""What lets a program in, and how far."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.permission import Permission
from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key


class Scope(models.TextChoices):
    """What a token was given for; each brings permissions, as a person's role does."""

    SEND = "send", _("send messages")
    READ = "read", _("read messages and customers")
    CUSTOMERS = "customers", _("keep customers and stops")
    CAMPAIGNS = "campaigns", _("prepare and run campaigns")
    ADMIN = "admin", _("everything an owner may do, but hand out tokens")


PERMISSIONS_OF_SCOPE: dict[Scope, frozenset[Permission]] = {
    Scope.SEND: frozenset({Permission.MESSAGES_SEND}),
    Scope.READ: frozenset({Permission.MESSAGES_VIEW, Permission.CUSTOMERS_VIEW}),
    Scope.CUSTOMERS: frozenset(
        {
            Permission.CUSTOMERS_VIEW,
            Permission.CUSTOMERS_EDIT,
            Permission.CUSTOMERS_BULK,
            Permission.CUSTOMERS_IMPORT,
            Permission.CUSTOMERS_EXPORT,
            Permission.CONSENTS_RECORD,
            Permission.CONSENTS_PROVE,
            Permission.SUPPRESSIONS_ADD,
            Permission.SUPPRESSIONS_LIFT,
        }
    ),
    Scope.CAMPAIGNS: frozenset(),  # its permissions come with the campaigns
    # A program that was let in must not let others in: a stolen token would outlive its revocation.
    Scope.ADMIN: frozenset(Permission) - {Permission.TOKENS_MANAGE},
}


class ApiToken(StoreRow):
    """A program's way in to one store. The token itself is shown once and never kept, only its SHA-256.

    256 random bits need no slow hash: nobody guesses them.
    """

    name = models.CharField(_("name"), max_length=60)
    # The readable beginning, to tell tokens apart in a list.
    prefix = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    # Empty for one made on the command line.
    created_by = StoreForeignKey(
        "accounts.Membership", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # To the minute.
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("API token")
        constraints = [store_row_key("accounts_apitoken")]

    def __str__(self) -> str:
        return f"{self.name} (sms_{self.prefix}_…)"

    @property
    def shown_name(self) -> str:
        """As the sender of a message, and in the audit log."""
        return f"API: {self.name}"

    @property
    def scope_labels(self) -> list[str]:
        return [str(Scope(scope).label) for scope in self.scopes]

    def may(self, permission: Permission) -> bool:
        return self.revoked_at is None and any(
            permission in PERMISSIONS_OF_SCOPE[Scope(scope)] for scope in self.scopes
        )
