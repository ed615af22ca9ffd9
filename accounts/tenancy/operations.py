"""Migration operations for tables of a store."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class LinkWithinStore(Operation):
    """FOREIGN KEY (store_id, x_id) REFERENCES other (store_id, id): by COPY or raw SQL either, no way out.

    on_delete: "NO ACTION" (checked at commit) or "SET NULL", which empties only x_id (PostgreSQL 15+).
    """

    reversible = True

    def __init__(self, model_name: str, field_name: str, on_delete: str = "NO ACTION") -> None:
        if on_delete not in {"NO ACTION", "SET NULL"}:
            raise ValueError(f"LinkWithinStore knows NO ACTION and SET NULL, not {on_delete!r}.")
        self.model_name = model_name
        self.field_name = field_name
        self.on_delete = on_delete

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The model's state is that of its field; the link lives in the database only."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table, column, target, name = self._places(app_label, schema_editor, to_state)
        action = "NO ACTION" if self.on_delete == "NO ACTION" else f"SET NULL ({column})"
        schema_editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (store_id, {column}) "
            f"REFERENCES {target} (store_id, id) ON DELETE {action} DEFERRABLE INITIALLY DEFERRED"
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table, _, _, name = self._places(app_label, schema_editor, from_state)
        schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    def _places(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        state: ProjectState,
    ) -> tuple[str, str, str, str]:
        quote = schema_editor.quote_name
        model: Any = state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.field_name)
        table, target = model._meta.db_table, field.related_model._meta.db_table
        name = f"{table}_{field.column}_within_store"
        return quote(table), quote(field.column), quote(target), quote(name)

    def describe(self) -> str:
        return f"Keep {self.model_name}.{self.field_name} within its store"


# Set to 'on' for the transaction that erases (SET LOCAL).
ERASING = "smsnotify.erasing"


class AppendOnly(Operation):
    """Row triggers that refuse UPDATE and DELETE on a table, for every role (docs/tenancy.md: what is left).

    erasable: a transaction that says so (ERASING) may DELETE, for personal data that the law wants gone. UPDATE stays
    refused.
    """

    reversible = True

    def __init__(self, model_name: str, erasable: bool = False) -> None:
        self.model_name = model_name
        self.erasable = erasable

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing changes for the ORM."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        function = "smsnotify_erasable_only" if self.erasable else "smsnotify_append_only"
        erasing = (
            f"IF TG_OP = 'DELETE' AND current_setting('{ERASING}', true) = 'on' THEN RETURN OLD; END IF; "
            if self.erasable
            else ""
        )
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {erasing}RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME "
            "USING ERRCODE = 'restrict_violation'; END $$",
            params=None,
        )
        schema_editor.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {schema_editor.quote_name(table)} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(f"DROP TRIGGER append_only ON {schema_editor.quote_name(table)}")

    def describe(self) -> str:
        return f"Make {self.model_name} append-only"
