"""What is handed to the ledger."""

from dataclasses import dataclass
from datetime import datetime

from customers.models import ConsentWording, Upload


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody said about one purpose.

    phone: E.164. purpose, source: values of ConsentPurpose and ConsentSource. given_at: aware, when it was said.
    ip, user_agent: of a web form. evidence: a kept file (keep_upload), of which the ledger remembers the SHA-256.
    """

    phone: str
    purpose: str
    granted: bool
    given_at: datetime
    source: str
    name: str = ""
    wording: ConsentWording | None = None
    note: str = ""
    ip: str | None = None
    user_agent: str = ""
    evidence: Upload | None = None
