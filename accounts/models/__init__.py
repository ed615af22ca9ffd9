from accounts.models.actor import Actor
from accounts.models.api_token import PERMISSIONS_OF_SCOPE, ApiToken, Scope
from accounts.models.audit_entry import AuditEntry
from accounts.models.kept_answer import KeptAnswer
from accounts.models.legal_entity import LegalEntity
from accounts.models.membership import Membership
from accounts.models.permission import PERMISSIONS_OF_ROLE, Permission, Role
from accounts.models.store import Store
from accounts.models.user import User

__all__ = [
    "PERMISSIONS_OF_ROLE",
    "PERMISSIONS_OF_SCOPE",
    "Actor",
    "ApiToken",
    "AuditEntry",
    "KeptAnswer",
    "LegalEntity",
    "Membership",
    "Permission",
    "Role",
    "Scope",
    "Store",
    "User",
]
