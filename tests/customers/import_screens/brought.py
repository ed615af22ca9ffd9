"""Imports that have ended, for tests that need one there."""

from accounts.models import Membership
from accounts.tenancy.scope import store_scope
from customers.models import Import, ImportFault


def brought(member: Membership) -> Import:
    """One that has ended, with a row that was refused."""
    layout = {"format": "csv", "headers": ["氏名", "携帯電話"], "header_row": 1, "rows": 2}
    with store_scope(member.store_id):
        made: Import = Import.objects.create(
            file_name="customers.csv",
            status="finished",
            layout=layout,
            mapping={"0": "name", "1": "mobile"},
            made_by=member,
            rows=2,
            created=1,
            rejected=1,
            progress=1.0,
        )
        ImportFault.objects.create(
            owner=made,
            row=3,
            reasons=[{"column": 1, "code": "bad_character", "params": {}}],
            cells=["=客", "03-1234-5678"],
        )
    return made
