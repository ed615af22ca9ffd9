"""Copying examples of the library into a store."""

from collections.abc import Sequence

from django.db import transaction

from accounts.domain.record_audit import record_audits
from accounts.models import Actor, Permission, Store
from accounts.queries.memberships import require
from templates_app.domain.naming import free_name
from templates_app.domain.save_template import write_version
from templates_app.examples import EXAMPLES
from templates_app.models import Template
from templates_app.queries.examples import copied_examples


def copy_examples(*, actor: Actor, examples: Sequence[str], language: str) -> list[Template]:
    """The new templates, of these examples (keys) in a language. What the store has copied and still uses, and a key
    that there is not, is passed over; a name that is taken gets a number.

    Raises PermissionDenied. Two people who copy at the same moment wait for each other.
    """
    require(actor, Permission.TEMPLATES_EDIT)
    with transaction.atomic():
        # Whoever comes second sees what the first has copied. Not a full lock: other rows refer to the store.
        Store.objects.select_for_update(no_key=True).get(pk=actor.store_id)
        had = copied_examples(actor.store)
        taken = set(Template.objects.filter(archived_at__isnull=True).values_list("name", flat=True))
        copied = []
        for key in dict.fromkeys(examples):
            if key not in EXAMPLES or key in had:
                continue
            template = _copy(actor, key, language, taken)
            taken.add(template.name)
            copied.append(template)
        record_audits(
            actor=actor,
            action="template.copied",
            lines=[(template, {"name": template.name, "example": template.example}) for template in copied],
        )
    return copied


def _copy(actor: Actor, key: str, language: str, taken: set[str]) -> Template:
    example = EXAMPLES[key]
    text = example.texts[language]
    template = Template(store_id=actor.store_id, example=key)
    write_version(
        actor=actor,
        template=template,
        values={
            "name": free_name(text.name, taken),
            "category": text.category,
            "purpose": example.purpose,
            "language": language,
            "for_appointments": example.for_appointments,
            "subject": "",
            "body": text.body,
        },
    )
    return template
