"""A person in a store."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.permission import PERMISSIONS_OF_ROLE, Permission, Role
from accounts.tenancy.rows import store_row_key


class Membership(models.Model):
    """One user's role in one store. Read across stores at sign-in, hence not a StoreRow (docs/tenancy.md)."""

    store = models.ForeignKey(
        "accounts.Store",
        on_delete=models.CASCADE,
        related_name="memberships",
        db_index=False,
    )
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.STAFF)
    # Taken away from what the role brings, one by one.
    withheld_permissions = ArrayField(
        models.CharField(max_length=40, choices=Permission), default=list, blank=True
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        constraints = [
            store_row_key("accounts_membership"),
            models.UniqueConstraint(fields=["store", "user"], name="accounts_membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()}, {self.store})"

    @property
    def shown_name(self) -> str:
        """As the sender of a message, and in the audit log."""
        return str(self.user)

    def may(self, permission: Permission) -> bool:
        return (
            permission in PERMISSIONS_OF_ROLE[Role(self.role)] and permission not in self.withheld_permissions
        )

    @property
    def asks_before_sending(self) -> bool:
        own = self.user.asks_before_sending
        return self.store.asks_before_sending if own is None else own
