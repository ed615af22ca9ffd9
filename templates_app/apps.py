from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TemplatesConfig(AppConfig):
    name = "templates_app"
    verbose_name = _("templates")

    def ready(self) -> None:
        # Models are loaded by now, not before.
        from templates_app.panels.audit_words import add_words  # noqa: PLC0415
        from templates_app.panels.navigation import add_navigation  # noqa: PLC0415
        from templates_app.queries.merge_values import add_sources  # noqa: PLC0415

        add_navigation()
        add_words()
        add_sources()
