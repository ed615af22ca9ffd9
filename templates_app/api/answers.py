"""Templates as JSON, and what the domain refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.api.problems import ApiProblem, field_error, refused
from accounts.models import Store
from templates_app.domain.save_template import TemplateRefused
from templates_app.models import Template
from templates_app.queries.compiling import Compilation, TextProblem, compilations
from templates_app.queries.template_list import with_texts

Json = dict[str, Any]


def template_answers(store: Store, templates: Sequence[Template]) -> list[Json]:
    """One for each, in order. A constant number of queries."""
    rows = with_texts(templates)
    read = compilations(store, {row.version.body for row in rows})
    return [
        {
            "id": row.template.pk,
            "version": row.version.number,
            "name": row.template.name,
            "category": row.template.category,
            "purpose": row.template.purpose,
            "language": row.template.language,
            "for_appointments": row.template.for_appointments,
            "subject": row.version.subject,
            "body": row.version.body,
            "merge_fields": _fields(read[row.version.body]),
            "created_at": _moment(store, row.template.made_at),
            "changed_at": _moment(store, row.template.changed_at),
            "archived_at": _moment(store, row.template.archived_at) if row.template.archived_at else None,
        }
        for row in rows
    ]


def template_answer(store: Store, template: Template) -> Json:
    [answer] = template_answers(store, [template])
    return answer


def refusal_of_template(error: TemplateRefused) -> ApiProblem:
    """What is wrong at a place of a text under its own code, the rest as the domain has it."""
    errors = [
        field_error(field, problem.code, _said(problem))
        for field, found in error.problems.items()
        for problem in found
    ]
    told = {problem.message for found in error.problems.values() for problem in found}
    errors += [
        field_error("" if field == "__all__" else field, one.code or "invalid", message)
        for field, found_errors in error.error_dict.items()
        for one in found_errors
        for message in one.messages
        if message not in told
    ]
    return refused(errors[:10])


def _fields(compilation: Compilation) -> list[str]:
    return list(compilation.compiled.fields) if compilation.compiled else []


def _said(problem: TextProblem) -> str:
    """With the place: a program has no cursor."""
    return f"{problem.message} ({problem.start}-{problem.end})"


def _moment(store: Store, moment: datetime) -> str:
    return moment.astimezone(store.zone).isoformat(timespec="milliseconds")
