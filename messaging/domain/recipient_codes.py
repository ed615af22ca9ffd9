"""Codes by which a recipient comes to pages of their own: `[[配信停止URL]]` and `[[お客様ページURL]]` in a text.

They follow from the installation's secret, the send's one-time key and the recipient. So the confirm page shows the
very address that will go out, and the same form sent twice has the same codes.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection

from accounts.tenancy.statements import rows_of
from messaging.models import RecipientCode
from messaging.queries.recipients.bearer import LENGTHS
from tracking.domain.code_secret import code_secret
from tracking.links import distinct_codes

Kind = RecipientCode.Kind

_PATHS: dict[str, str] = {Kind.OPT_OUT: "/o/", Kind.PAGE: "/r/"}

_TAKEN = "SELECT code FROM messaging_recipientcode WHERE code = ANY(%s)"


@dataclass(frozen=True, slots=True)
class NewRecipientCode:
    code: str
    kind: RecipientCode.Kind
    message_id: int


def free_codes(kind: RecipientCode.Kind, owners: Sequence[tuple[UUID, str, str]]) -> list[str]:
    """A code that nobody has for each send's key, number (E.164) and topic, in order. One query."""
    keys = [(kind.value, key.hex, phone, topic) for key, phone, topic in owners]
    return distinct_codes(code_secret(), LENGTHS[kind], keys, taken_codes)


def taken_codes(codes: Collection[str]) -> set[str]:
    """Those of them that a message has already. One query."""
    return {row[0] for row in rows_of(_TAKEN, [list(codes)])} if codes else set()


def url_of(kind: RecipientCode.Kind, code: str) -> str:
    """The whole address, as it stands in a text; with an empty code, what all of a kind begin with."""
    return f"{settings.BASE_URL}{_PATHS[kind]}{code}"


def write_codes(*, store_id: int, codes: Iterable[NewRecipientCode]) -> None:
    """Keep codes of this store's messages. By COPY, in the transaction that plans the messages.

    Raises psycopg.errors.UniqueViolation for a code that is taken (taken_codes, asked for in the same transaction).
    """
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY messaging_recipientcode (store_id, code, kind, message_id) FROM STDIN") as rows,
    ):
        for one in codes:
            rows.write_row((store_id, one.code, one.kind.value, one.message_id))
