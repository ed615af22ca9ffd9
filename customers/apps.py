from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "customers"
    verbose_name = _("customers")

    def ready(self) -> None:
        # Models are loaded by now, not before.
        from customers.domain.privacy.sources import add_sources  # noqa: PLC0415
        from customers.panels.appointments import add_panels as add_appointment_panels  # noqa: PLC0415
        from customers.panels.audit_words import add_words  # noqa: PLC0415
        from customers.panels.consents import add_panels as add_consent_panels  # noqa: PLC0415
        from customers.panels.flags import add_panels as add_flag_panels  # noqa: PLC0415
        from customers.panels.import_audit_words import add_words as add_import_words  # noqa: PLC0415
        from customers.panels.list_words import add_words as add_list_words  # noqa: PLC0415
        from customers.panels.lists import add_panels as add_list_panels  # noqa: PLC0415
        from customers.panels.navigation import add_navigation  # noqa: PLC0415
        from customers.panels.privacy import add_panels as add_privacy_panels  # noqa: PLC0415
        from customers.panels.search_words import add_words as add_search_words  # noqa: PLC0415
        from customers.panels.searches import add_panels as add_search_panels  # noqa: PLC0415
        from customers.panels.sign_up_words import add_words as add_sign_up_words  # noqa: PLC0415

        add_navigation()
        add_words()
        add_consent_panels()
        add_flag_panels()
        add_list_panels()
        add_search_panels()
        add_privacy_panels()
        add_sources()
        add_appointment_panels()
        add_import_words()
        add_list_words()
        add_sign_up_words()
        add_search_words()
