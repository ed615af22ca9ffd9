"""The proof of one number's consent, to hand on: as PDF for people, as CSV for programs.

In the language in force. Both hold all that is needed to reckon every hash again (docs/consent.md).
"""

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Store
from customers.documents.paper import Paper
from customers.ledger.entry import canonical, canonical_wording
from customers.models import ConsentRecord, ConsentWording
from customers.phone import national_form
from customers.queries.consent_ledger import LedgerRow, Proof, entry_of
from customers.queries.consent_words import answer_word
from customers.sheets.text_mark import spreadsheet_safe

# Excel takes UTF-8 for what it is only with this mark.
_BYTE_ORDER_MARK = "\ufeff"


def proof_as_pdf(proof: Proof, *, store: Store, now: datetime) -> bytes:
    """A4, with its font; `now` is when it was made."""
    number = national_form(proof.phone)
    paper = Paper(
        name=_("Proof of consent: %(number)s") % {"number": number},
        foot=f"{store.legal_entity.formal_name} · {number} · {_moment(now, store)}",
        language=get_language() or "ja",
    )
    paper.title_line(_("Proof of consent"))
    entity = store.legal_entity
    paper.pairs(
        [
            (_("Sender"), entity.formal_name),
            (_("Store"), store.name),
            (_("Address"), entity.address),
            (_("Contact"), entity.contact),
            (_("Phone number"), number),
            (_("Made at"), _moment(now, store)),
        ]
    )
    _write_standings(paper, proof, store)
    paper.heading(_("Entries in the ledger"))
    if not proof.rows:
        paper.paragraph(_("There is no entry on this number."))
    shown: dict[int, int] = {}
    for row in proof.rows:
        _write_entry(paper, row, store, shown)
    _write_check(paper, proof)
    return paper.written()


def _write_standings(paper: Paper, proof: Proof, store: Store) -> None:
    paper.heading(_("What holds now"))
    paper.pairs(
        [
            (
                one.label,
                f"{one.word} ({_moment(one.since, store)})" if one.since else f"{one.word}. {one.hint}",
            )
            for one in proof.standings
        ]
    )


def _write_entry(paper: Paper, row: LedgerRow, store: Store, shown: dict[int, int]) -> None:
    """`shown`: in which entry each wording stands in full already."""
    record, link = row.record, row.link
    if record is None:
        return
    paper.entry_line(
        _("No. %(position)s  %(purpose)s: %(answer)s")
        % {
            "position": f"{record.position:,}",
            "purpose": record.get_purpose_display(),
            "answer": answer_word(record),
        }
    )
    paper.pairs(
        [
            *[(heading, value(record, store)) for heading, value in _facts()],
            (_("Wording that was shown"), _wording_words(record, shown)),
            (_("Written down at"), _moment(link.at, store)),
        ]
    )
    paper.pairs(
        [
            (_("Salt"), bytes(record.salt).hex()),
            (_("Digest of the entry"), bytes(link.digest).hex()),
            (_("Hash of the link before"), bytes(link.previous).hex()),
            (_("Hash of this link"), row.hash_form),
        ],
        size=7.5,
    )


def _wording_words(record: ConsentRecord, shown: dict[int, int]) -> str:
    wording: ConsentWording | None = record.wording
    if wording is None:
        return ""
    if wording.pk in shown:
        return _("Version %(version)s, as in no. %(position)s") % {
            "version": wording.version,
            "position": f"{shown[wording.pk]:,}",
        }
    shown[wording.pk] = record.position
    return "\n".join([_("Version %(version)s") % {"version": wording.version}, wording.text])


def _write_check(paper: Paper, proof: Proof) -> None:
    paper.heading(_("How to check this paper"))
    paper.pairs(
        [
            (_("Last link"), f"{proof.head_position:,}"),
            (_("Hash of the last link"), proof.head),
        ],
        size=8.5,
    )
    paper.paragraph(
        _(
            "Each entry is a link of a chain that is only ever added to. Its digest is the SHA-256 of the salt and of "
            "the entry in its canonical form (JSON with sorted names, in UTF-8), which the CSV file of this proof "
            "holds in full. The hash of a link is the SHA-256 of its version, the hash of the link before, position, "
            "time, action, purpose and digest. Whoever changed, removed or inserted an entry would have to make every "
            "later hash anew; the owners of the store have the hash of the last link by mail from every day on which "
            "there were entries, and the audit log has one for each entry. The command “verify_consents”, and the "
            "page of the consent ledger, reckon the whole chain again."
        ),
        size=8.5,
    )


def proof_as_csv(proof: Proof, *, store: Store, now: datetime) -> bytes:
    """One line an entry, UTF-8 with a byte order mark."""
    sheet = StringIO(newline="")
    writer = csv.writer(sheet)
    columns = _columns()
    writer.writerow([heading for heading, _value in columns])
    for cells in _lines(proof, store, columns):
        writer.writerow([spreadsheet_safe(cell) for cell in cells])
    return (_BYTE_ORDER_MARK + sheet.getvalue()).encode()


_Fact = tuple[str, Callable[[ConsentRecord, Store], str]]
_Column = tuple[str, Callable[[LedgerRow, ConsentRecord, Store], str]]


def _lines(proof: Proof, store: Store, columns: list[_Column]) -> Iterator[list[str]]:
    for row in proof.rows:
        if row.record is not None:
            yield [value(row, row.record, store) for _heading, value in columns]


def _facts() -> list[_Fact]:
    """What the person said, and how: on the paper and in the file."""
    return [
        (_("Name as it was then"), lambda record, store: record.name),
        (_("Said at"), lambda record, store: _moment(record.given_at, store)),
        (_("How"), lambda record, store: str(record.get_source_display())),
        (_("Recorded by"), lambda record, store: record.recorded_by_name),
        (_("Note"), lambda record, store: record.note),
        (_("Evidence"), lambda record, store: record.evidence.name if record.evidence else ""),
        (_("SHA-256 of the evidence"), lambda record, store: record.evidence_sha256),
        (_("IP address"), lambda record, store: record.ip or ""),
        (_("Browser"), lambda record, store: record.user_agent),
    ]


def _columns() -> list[_Column]:
    def of_record(value: Callable[[ConsentRecord, Store], str]) -> Callable[..., str]:
        return lambda row, record, store: value(record, store)

    return [
        (_("No."), lambda row, record, store: str(record.position)),
        (_("Phone number"), lambda row, record, store: national_form(record.phone)),
        (_("Purpose"), lambda row, record, store: str(record.get_purpose_display())),
        (_("Answer"), lambda row, record, store: str(answer_word(record))),
        *[(heading, of_record(value)) for heading, value in _facts()],
        (
            _("Wording: version"),
            lambda row, record, store: str(record.wording.version) if record.wording else "",
        ),
        (
            _("Wording that was shown"),
            lambda row, record, store: record.wording.text if record.wording else "",
        ),
        (_("Wording: canonical form"), lambda row, record, store: _canonical_wording(record.wording)),
        (_("Written down at"), lambda row, record, store: _moment(row.link.at, store)),
        (_("Canonical form"), lambda row, record, store: canonical(entry_of(record)).decode()),
        (_("Salt"), lambda row, record, store: bytes(record.salt).hex()),
        (_("Digest of the entry"), lambda row, record, store: bytes(row.link.digest).hex()),
        (_("Hash of the link before"), lambda row, record, store: bytes(row.link.previous).hex()),
        (_("Hash of this link"), lambda row, record, store: row.hash_form),
    ]


def _canonical_wording(wording: ConsentWording | None) -> str:
    return canonical_wording(wording.text, wording.purposes, wording.language) if wording else ""


def _moment(at: datetime, store: Store) -> str:
    """`2026-11-23 11:55:04+09:00`: the store's time, with the offset of that day."""
    return at.astimezone(store.zone).isoformat(" ", "seconds")
