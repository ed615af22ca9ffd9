"""Merge fields of a whole batch: values fetched in one go, addresses of the recipients' own pages made."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Store
from messaging.domain.compose import Recipient
from messaging.domain.recipient_codes import free_codes, url_of
from messaging.models import RecipientCode
from messaging.queries.merge_fields import LINK, OPT_OUT_PAGE, RECIPIENTS_PAGE
from messaging.text import composed_kana
from templates_app.merge import Compiled, Merged
from templates_app.queries.values import values_for
from templates_app.registries.merge_fields import Subject
from tracking.links import plain_address

_PAGES = {OPT_OUT_PAGE: RecipientCode.Kind.OPT_OUT, RECIPIENTS_PAGE: RecipientCode.Kind.PAGE}
_JAPANESE = re.compile("[ぁ-ヿ]")


@dataclass(frozen=True, slots=True)
class Part:
    """One text that one person is to get. `key` and `link` are the wish's."""

    key: UUID
    link: str
    recipient: Recipient
    compiled: Compiled
    language: str


@dataclass(frozen=True, slots=True)
class MergedText:
    """values: by field, of those that the text names. codes: of the recipient's own pages, by kind."""

    merged: Merged
    values: Mapping[str, str]
    codes: Mapping[RecipientCode.Kind, str]


_NOTHING: Mapping[str, str] = {}
_NO_CODES: Mapping[RecipientCode.Kind, str] = {}


def language_of(body: str) -> str:
    """ "ja" where there are kana in it; else empty: the person's own."""
    return "ja" if _JAPANESE.search(body) else ""


def subject_of(recipient: Recipient, *, language: str = "", given: Mapping[str, str] = _NOTHING) -> Subject:
    """Whom the text is for, as merge fields want to know it. `given` comes beside the recipient's own values."""
    is_nobody = recipient.values_of is None and recipient.customer_id is None
    return Subject(
        customer_id=recipient.values_of,
        name=recipient.typed_name or (recipient.name if is_nobody else ""),
        asset_id=recipient.asset_id,
        appointment_id=recipient.appointment_id,
        due_kind_id=recipient.due_kind_id,
        language=language,
        given={**recipient.values, **given} if given else recipient.values,
    )


def merged_texts(*, store: Store, parts: Sequence[Part]) -> list[MergedText]:
    """Each part's text, in order. The same number of queries for any number of them; none without fields."""
    filled = [index for index, part in enumerate(parts) if part.compiled.fields]
    values, codes = _values(store, [parts[index] for index in filled])
    by_index = dict(zip(filled, zip(values, codes, strict=True), strict=True))
    # What names no field is the same for everybody.
    plain = {
        compiled: MergedText(compiled.render(_NOTHING), _NOTHING, _NO_CODES)
        for compiled in {part.compiled for part in parts}
        if not compiled.fields
    }
    return [
        plain.get(part.compiled) or _merged(part.compiled, *by_index[index])
        for index, part in enumerate(parts)
    ]


def _merged(
    compiled: Compiled, values: Mapping[str, str], codes: Mapping[RecipientCode.Kind, str]
) -> MergedText:
    merged = compiled.render(values)
    if composed_kana(merged.text) != merged.text:
        values = {field: composed_kana(value) for field, value in values.items()}
        merged = compiled.render(values)
    return MergedText(merged, {f: values[f] for f in compiled.fields if f in values}, codes)


def _values(
    store: Store, parts: Sequence[Part]
) -> tuple[list[dict[str, str]], list[Mapping[RecipientCode.Kind, str]]]:
    if not parts:
        return [], []
    codes = _page_codes(parts)
    subjects = [
        subject_of(part.recipient, language=part.language, given=_given(part, own))
        for part, own in zip(parts, codes, strict=True)
    ]
    fields = {field for compiled in {part.compiled for part in parts} for field in compiled.fields}
    return values_for(store=store, fields=fields, subjects=subjects), codes


def _given(part: Part, codes: Mapping[RecipientCode.Kind, str]) -> dict[str, str]:
    given = {field: url_of(kind, codes[kind]) for field, kind in _PAGES.items() if kind in codes}
    if part.link:
        given[LINK] = plain_address(part.link)
    return given


def _page_codes(parts: Sequence[Part]) -> list[Mapping[RecipientCode.Kind, str]]:
    """For each part the codes that its text names; a recipient's texts share theirs. No query where none names any."""
    kinds_of = {
        compiled: [kind for field, kind in _PAGES.items() if field in compiled.fields]
        for compiled in {part.compiled for part in parts}
    }
    if not any(kinds_of.values()):
        return [_NO_CODES] * len(parts)
    owners = [
        [(kind, part.key, part.recipient.phone, part.recipient.topic) for kind in kinds_of[part.compiled]]
        for part in parts
    ]
    codes = _free_codes({owner for own in owners for owner in own})
    return [{owner[0]: codes[owner] for owner in own} for own in owners]


# A kind of page, the wish's key, number and topic of the recipient.
_Owner = tuple[RecipientCode.Kind, UUID, str, str]


def _free_codes(owners: Collection[_Owner]) -> dict[_Owner, str]:
    """One each, that nobody has. One query a kind, and one more for the one in millions whose code exists."""
    found: dict[_Owner, str] = {}
    for kind in sorted({owner[0] for owner in owners}):
        own = sorted(owner for owner in owners if owner[0] == kind)
        codes = free_codes(kind, [(key, phone, topic) for _, key, phone, topic in own])
        found |= dict(zip(own, codes, strict=True))
    return found
