"""A store's templates for lists and pickers, with their texts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from accounts.queries.paging import keys_of_page
from templates_app.models import Template, TemplateVersion
from templates_app.queries.versions import current_versions

PAGE_SIZE = 50
LONGEST_TYPED = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """Empty: any. `typed` is looked for in name, category and text. `archived`: only those, or only the others."""

    typed: str = ""
    category: str = ""
    language: str = ""
    purpose: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class TemplateRow:
    template: Template
    version: TemplateVersion


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """By category and name. `before` and `after`: ids to page from, None at either end."""

    rows: list[TemplateRow]
    before: int | None
    after: int | None


def matching(templates: QuerySet[Template], wanted: Wanted) -> QuerySet[Template]:
    """Those that are looked for."""
    chosen = Q(archived_at__isnull=not wanted.archived)
    for name in ("category", "language", "purpose"):
        if asked := getattr(wanted, name):
            chosen &= Q(**{name: asked})
    for word in wanted.typed[:LONGEST_TYPED].split():
        texts = TemplateVersion.objects.filter(body__icontains=word, number=F("template__version"))
        chosen &= (
            Q(name__icontains=word) | Q(category__icontains=word) | Q(pk__in=texts.values("template_id"))
        )
    return templates.filter(chosen)


def template_page(
    templates: QuerySet[Template],
    *,
    before: int | None = None,
    after: int | None = None,
    size: int = PAGE_SIZE,
) -> TemplatePage:
    """The first page, or the one before or after a template; an anchor that is gone gives the first. Three queries."""
    anchor = _anchor(templates, before if before is not None else after)
    backwards = anchor is not None and before is not None
    sign = "-" if backwards else ""
    ordered = templates.order_by(f"{sign}category", f"{sign}name", f"{sign}id")
    if anchor is not None:
        ordered = ordered.filter(_beyond(anchor, "lt" if backwards else "gt"))
    found = list(ordered[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_before = more if backwards else anchor is not None
    has_after = backwards or more
    return TemplatePage(
        with_texts(found),
        before=found[0].pk if found and has_before else None,
        after=found[-1].pk if found and has_after else None,
    )


@dataclass(frozen=True, slots=True)
class NewestTemplates:
    """The newest first. `newer` and `older`: ids to page from, None at either end."""

    templates: list[Template]
    newer: int | None
    older: int | None


def newest_templates(
    templates: QuerySet[Template], *, size: int, below: int | None, above: int | None
) -> NewestTemplates:
    """For programs: what is new or renamed meanwhile shifts nothing. Two queries."""

    def ids_next_to(most: int) -> list[int]:
        if above is not None:
            nearest = templates.filter(pk__gt=above).order_by("pk").values_list("pk", flat=True)[:most]
            return sorted(nearest, reverse=True)
        found = templates if below is None else templates.filter(pk__lt=below)
        return list(found.order_by("-pk").values_list("pk", flat=True)[:most])

    keys = keys_of_page(ids_next_to, size=size, below=below, above=above)
    return NewestTemplates(list(templates.filter(pk__in=keys.ids).order_by("-pk")), keys.newer, keys.older)


def with_texts(templates: Sequence[Template]) -> list[TemplateRow]:
    """Each with its newest text. One query."""
    versions = current_versions([template.pk for template in templates])
    return [TemplateRow(template, versions[template.pk]) for template in templates if template.pk in versions]


def categories_of(templates: QuerySet[Template]) -> list[str]:
    """Those in use, in order; the empty one is none."""
    names = templates.exclude(category="").order_by("category").values_list("category", flat=True)
    return list(names.distinct())


def _anchor(templates: QuerySet[Template], template_id: int | None) -> Template | None:
    if template_id is None:
        return None
    rows: QuerySet[Template] = templates.model._default_manager.filter(pk=template_id)
    return rows.first()


def _beyond(anchor: Template, side: str) -> Q:
    same_category = Q(category=anchor.category)
    return (
        Q(**{f"category__{side}": anchor.category})
        | same_category & Q(**{f"name__{side}": anchor.name})
        | same_category & Q(name=anchor.name) & Q(**{f"pk__{side}": anchor.pk})
    )
