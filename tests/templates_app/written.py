"""Templates, as tests write them."""

import uuid

from accounts.models import Membership
from accounts.tenancy.scope import store_scope
from templates_app.domain.save_template import TemplateValues, save_template
from templates_app.models import Template

BODY = "[[宛名]]、整備が完了しました。[[店舗名]]"


def a_template(
    actor: Membership,
    name: str = "",
    *,
    template: Template | None = None,
    body: str = BODY,
    category: str = "整備",
) -> Template:
    """Made, or changed, as the editor does it; by somebody who may."""
    values = TemplateValues(name=name or uuid.uuid4().hex, body=body, category=category)
    with store_scope(actor.store_id):
        return save_template(actor=actor, template=template, values=values)
