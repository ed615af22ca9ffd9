"""Merge fields of a whole batch: bodies made ready once, values fetched in one go, addresses of one's own pages made."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Store
from messaging.domain.compose import Recipient
from messaging.domain.recipient_codes import code_of, taken_codes, url_of
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


def subject_of(
    recipient: Recipient, *, language: str = "", given: Mapping[str, str] = _NOTHING
) -> Subject:
    """Whom the text is for, as merge fields want to know it. `given` comes beside the recipient's own values."""
    return Subject(
        customer_id=recipient.values_of,
        name="" if recipient.values_of else recipient.name,
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
    nothing = (_NOTHING, _NO_CODES)
    return [
        _merged(part.compiled, *by_index.get(index, nothing)) for index, part in enumerate(parts)
    ]


def _merged(
    compiled: Compiled, values: Mapping[str, str], codes: Mapping[RecipientCode.Kind, str]
) -> MergedText:
    merged = compiled.render(values)
    if not compiled.fields:
        return MergedText(merged, _NOTHING, _NO_CODES)
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
    """For each part the codes that its text names. No query where none does."""
    kinds_of = {
        compiled: [kind for field, kind in _PAGES.items() if field in compiled.fields]
        for compiled in {part.compiled for part in parts}
    }
    if not any(kinds_of.values()):
        return [_NO_CODES] * len(parts)
    found: list[dict[RecipientCode.Kind, str]] = [{} for _ in parts]
    waiting = [(index, kind) for index, part in enumerate(parts) for kind in kinds_of[part.compiled]]
    used: set[str] = set()
    salt = 0
    while waiting:
        tried = [(index, kind, _code(parts[index], kind, salt)) for index, kind in waiting]
        used |= taken_codes([code for _, _, code in tried])
        waiting = []
        for index, kind, code in tried:
            if code in used:
                waiting.append((index, kind))
            else:
                found[index][kind] = code
                used.add(code)
        salt += 1
    return list(found)


def _code(part: Part, kind: RecipientCode.Kind, salt: int) -> str:
    return code_of(kind, key=part.key, phone=part.recipient.phone, topic=part.recipient.topic, salt=salt)
