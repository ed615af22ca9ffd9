from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackingConfig(AppConfig):
    name = "tracking"
    verbose_name = _("links")

    def ready(self) -> None:
        # Models are loaded by now, not before.
        from tracking.domain.erase_hits import add_retention  # noqa: PLC0415
        from tracking.panels.audit_words import add_words  # noqa: PLC0415
        from tracking.panels.navigation import add_navigation  # noqa: PLC0415

        add_words()
        add_navigation()
        add_retention()
