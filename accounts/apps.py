from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        # Imported here: it needs models, which are not loaded before the apps are.
        from accounts.panels.navigation import add_navigation  # noqa: PLC0415

        add_navigation()
