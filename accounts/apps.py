from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        # Imported here: they need models, which are not loaded before the apps are.
        from accounts.panels.audit_words import add_words  # noqa: PLC0415
        from accounts.panels.navigation import add_navigation  # noqa: PLC0415

        add_navigation()
        add_words()
