from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = _("messages")

    def ready(self) -> None:
        # Imported here: they need models, which are not loaded before the apps are.
        from messaging import checks, receivers  # noqa: F401, PLC0415
        from messaging.panels.compose import add_panels as add_compose_panels  # noqa: PLC0415
        from messaging.panels.history import add_panels as add_history_panels  # noqa: PLC0415
        from messaging.panels.navigation import add_navigation  # noqa: PLC0415

        add_navigation()
        add_compose_panels()
        add_history_panels()
