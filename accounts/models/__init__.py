from accounts.models.audit_entry import AuditEntry
from accounts.models.legal_entity import LegalEntity
from accounts.models.membership import Membership
from accounts.models.permission import PERMISSIONS_OF_ROLE, Permission, Role
from accounts.models.store import Store
from accounts.models.user import User

__all__ = [
    "PERMISSIONS_OF_ROLE",
    "AuditEntry",
    "LegalEntity",
    "Membership",
    "Permission",
    "Role",
    "Store",
    "User",
]
