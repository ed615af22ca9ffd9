"""Making and changing a template: every save is a version."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, ApiToken, Membership, Permission
from accounts.queries.memberships import require
from templates_app.domain.naming import is_taken, name_taken, written_once
from templates_app.models import Template, TemplateVersion
from templates_app.queries.compiling import TextProblem, compilations
from templates_app.queries.versions import current_version

# What any route takes at most (mission.md C3); a store's own lower limit is asked when a message is made.
LONGEST_BODY = 660
_TEXTS = ("subject", "body")
_LINE = ("name", "category", "subject")


class TemplateValues(TypedDict, total=False):
    """What is given is set, what is left out stays. purpose, language: codes of their choices."""

    name: str
    category: str
    subject: str
    body: str
    purpose: str
    language: str
    for_appointments: bool


class TemplateRefused(ValidationError):
    """Nothing was saved. A ValidationError by field; `problems` has those at a place of "subject" or "body"."""

    def __init__(self, errors: Mapping[str, Any], problems: Mapping[str, Sequence[TextProblem]]) -> None:
        super().__init__(dict(errors))
        self.problems = dict(problems)


def save_template(
    *, actor: Actor, template: Template | None, values: TemplateValues, seen_version: int | None = None
) -> Template:
    """The template as it is now kept; a new one where `template` is None. What changes nothing makes no version.

    seen_version: the version that was before the eyes of whoever changed it; if somebody else has saved since, it is
    refused ("__all__", code changed_meanwhile). Raises PermissionDenied, and TemplateRefused with everything at once:
    a name that is taken, an unknown field, a bracket that is not closed, a text over 660 characters.
    """
    require(actor, Permission.TEMPLATES_EDIT)
    with transaction.atomic():
        record = _locked(actor, template)
        if seen_version is not None and template is not None and record.version != seen_version:
            raise TemplateRefused({"__all__": _changed_meanwhile()}, {})
        before = _kept(record) if template is not None else None
        given: dict[str, Any] = (before or _NEW) | {
            name: _tidied(name, value) for name, value in values.items()
        }
        if given == before:
            return record
        _check(actor, record, given)
        write_version(actor=actor, template=record, values=given)
        changed = [name for name in given if before is not None and given[name] != before[name]]
        record_audit(
            actor=actor,
            action="template.created" if before is None else "template.changed",
            target=record,
            details={"name": record.name, "version": record.version}
            | ({"fields": changed} if changed else {}),
        )
    return record


def write_version(*, actor: Actor | None, template: Template, values: Mapping[str, Any]) -> None:
    """One version more, and the template as it has it; a new template gets its first. Raises ValidationError by field
    where the name was taken at the same moment. In the caller's transaction.
    """
    for name, value in values.items():
        if name not in _TEXTS:
            setattr(template, name, value)
    if template.pk is not None:
        template.version += 1
    template.changed_at = timezone.now()
    written_once(template)
    TemplateVersion.objects.create(
        store_id=template.store_id,
        template=template,
        number=template.version,
        name=template.name,
        subject=values["subject"],
        body=values["body"],
        purpose=template.purpose,
        language=template.language,
        saved_by=actor if isinstance(actor, Membership) else None,
        token=actor if isinstance(actor, ApiToken) else None,
    )


_NEW: dict[str, Any] = {
    "name": "",
    "category": "",
    "purpose": "notice",
    "language": "ja",
    "for_appointments": False,
    "subject": "",
    "body": "",
}


def _locked(actor: Actor, template: Template | None) -> Template:
    if template is None:
        return Template(store_id=actor.store_id)
    record: Template = Template.objects.select_for_update(of=("self",)).get(pk=template.pk)
    return record


def _kept(record: Template) -> dict[str, Any]:
    version = current_version(record)
    return {
        name: getattr(version if name in _TEXTS else record, name) for name in TemplateValues.__annotations__
    }


def _tidied(name: str, value: Any) -> Any:
    """Names on one line; a text with plain newlines and without blanks around it, as a message is composed."""
    if name in _LINE:
        return " ".join(str(value).split())
    if name == "body":
        return str(value).replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n")
    return value


def _check(actor: Actor, record: Template, given: Mapping[str, Any]) -> None:
    errors: dict[str, Any] = {}
    if not given["name"]:
        errors["name"] = _("Give the template a name, please.")
    elif is_taken(given["name"], template=record):
        errors["name"] = name_taken()
    problems = _text_problems(actor, given)
    for field, found in problems.items():
        errors[field] = [one.message for one in found]
    over = characters_of(given["body"]) - LONGEST_BODY
    if not given["body"]:
        errors["body"] = _("Write the text of the message, please.")
    elif over > 0:
        errors["body"] = [
            *errors.get("body", []),
            _("A text has up to %(limit)s characters; this one has %(over)s more.")
            % {"limit": LONGEST_BODY, "over": f"{over:,}"},
        ]
    errors = _field_errors(record, given) | errors
    if errors:
        raise TemplateRefused(errors, problems)


def characters_of(body: str) -> int:
    """Of a body as it is written, fields by their names: UTF-16 units, as carriers count."""
    return len(body.encode("utf-16-le", "surrogatepass")) // 2


def _text_problems(actor: Actor, given: Mapping[str, Any]) -> dict[str, list[TextProblem]]:
    read = compilations(actor.store, [given[field] for field in _TEXTS])
    found = {field: list(read[given[field]].problems) for field in _TEXTS}
    return {field: problems for field, problems in found.items() if problems}


def _field_errors(record: Template, given: Mapping[str, Any]) -> dict[str, Any]:
    """Too long a name, a purpose that there is not: as the columns have it."""
    as_row = TemplateVersion(
        **{name: given[name] for name in ("name", "subject", "body", "purpose", "language")}
    )
    as_list = Template(name=given["name"], category=given["category"])
    errors: dict[str, Any] = {}
    for row, names in ((as_list, ("category",)), (as_row, ("name", "subject", "purpose", "language"))):
        skipped = [field.name for field in row._meta.fields if field.name not in names]
        try:
            row.clean_fields(exclude=skipped)
        except ValidationError as error:
            errors |= error.update_error_dict({})
    return {name: error for name, error in errors.items() if name != "name" or given["name"]}


def _changed_meanwhile() -> ValidationError:
    return ValidationError(
        _(
            "Somebody has saved this template meanwhile. Look at what it says now, and change it again, please."
        ),
        code="changed_meanwhile",
    )
