"""The links of a send: one target an address, and the codes that people get."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from accounts.tenancy.statements import rows_of


@dataclass(frozen=True, slots=True)
class NewTarget:
    """`url` with what is appended to it; `position` which address of the text it is, from 1."""

    url: str
    position: int
    unique_codes: bool
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewCode:
    """`target_index`: into the targets given beside it. `recipient`: the message's id; None where all share it."""

    code: str
    target_index: int
    recipient: int | None


@dataclass(frozen=True, slots=True)
class LinksOfSend:
    """`origin`: the dispatch's id."""

    origin: int
    targets: Sequence[NewTarget]
    codes: Sequence[NewCode]


_KNOWN = """
SELECT origin, url, position, id FROM tracking_linktarget WHERE store_id = %s AND origin = ANY(%s)
"""

# Ids are drawn in the order of the arrays, which the rows' numbers name.
_NEW = """
WITH drawn AS MATERIALIZED (
    SELECT row.*, nextval(pg_get_serial_sequence('tracking_linktarget', 'id')) AS id
    FROM unnest(%(origins)s::bigint[], %(urls)s::text[], %(positions)s::int[], %(uniques)s::bool[],
                %(ends)s::timestamptz[]) WITH ORDINALITY
        AS row (origin, url, position, unique_codes, expires_at, number)
), written AS (
    INSERT INTO tracking_linktarget (id, store_id, origin, url, position, unique_codes, expires_at, made_at)
    SELECT id, %(store)s, origin, url, position, unique_codes, expires_at, now() FROM drawn
)
SELECT id FROM drawn ORDER BY number
"""

_COLUMNS = "store_id, code, target_id, recipient"


def write_links(
    *, store_id: int, origin: int, targets: Sequence[NewTarget], codes: Sequence[NewCode]
) -> list[int]:
    """As write_links_of_sends, for one send. The targets' ids in their order."""
    (ids,) = write_links_of_sends(store_id=store_id, sends=[LinksOfSend(origin, targets, codes)])
    return ids


@transaction.atomic
def write_links_of_sends(*, store_id: int, sends: Sequence[LinksOfSend]) -> list[list[int]]:
    """Write what is not there yet; each send's target ids in the order given. At most three statements.

    A send that is written in several batches keeps one target an address (url and position). A code that exists is an
    IntegrityError: ask taken_codes before.
    """
    if not any(send.targets for send in sends):
        return [[] for _ in sends]
    ids = _targets(store_id, sends)
    with (
        # COPY's own errors are not Django's.
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY tracking_shortlink ({_COLUMNS}) FROM STDIN") as rows,
    ):
        for send, own in zip(sends, ids, strict=True):
            for code in send.codes:
                rows.write_row((store_id, code.code, own[code.target_index], code.recipient))
    return ids


def _targets(store_id: int, sends: Sequence[LinksOfSend]) -> list[list[int]]:
    wanted = [(send.origin, target) for send in sends for target in send.targets]
    origins = sorted({origin for origin, _ in wanted})
    known = {(row[0], row[1], row[2]): int(row[3]) for row in rows_of(_KNOWN, [store_id, origins])}
    fresh = {
        key: target
        for origin, target in wanted
        if (key := (origin, target.url, target.position)) not in known
    }
    if fresh:
        values = {
            "store": store_id,
            "origins": [origin for origin, _, _ in fresh],
            "urls": [url for _, url, _ in fresh],
            "positions": [position for _, _, position in fresh],
            "uniques": [str(target.unique_codes).lower() for target in fresh.values()],
            "ends": [target.expires_at for target in fresh.values()],
        }
        known |= {key: row[0] for key, row in zip(fresh, rows_of(_NEW, values), strict=True)}
    return [[known[send.origin, one.url, one.position] for one in send.targets] for send in sends]


def taken_codes(codes: Collection[str]) -> set[str]:
    """Which of these exist already, in any store. One statement."""
    found = rows_of("SELECT code FROM tracking_shortlink WHERE code = ANY(%s)", [list(codes)])
    return {row[0] for row in found}
