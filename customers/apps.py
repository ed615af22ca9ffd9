from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "customers"
    verbose_name = _("customers")

    def ready(self) -> None:
        # Models are loaded by now, not before.
        from accounts.models import Permission  # noqa: PLC0415
        from accounts.registries.navigation import NavigationEntry, add_entry  # noqa: PLC0415

        add_entry(NavigationEntry(20, _("Customers"), "people", "customers:list", Permission.CUSTOMERS_VIEW))
