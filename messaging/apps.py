from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = _("messages")

    def ready(self) -> None:
        # Imported here: they need models, which are not loaded before the apps are.
        from customers.registries.last_reminders import add_source  # noqa: PLC0415
        from messaging import checks, receivers  # noqa: F401, PLC0415
        from messaging.domain.privacy.sources import add_sources  # noqa: PLC0415
        from messaging.panels.appointments import add_panels as add_appointment_panels  # noqa: PLC0415
        from messaging.panels.audit_words import add_words  # noqa: PLC0415
        from messaging.panels.compose import add_panels as add_compose_panels  # noqa: PLC0415
        from messaging.panels.history import add_panels as add_history_panels  # noqa: PLC0415
        from messaging.panels.navigation import add_navigation  # noqa: PLC0415
        from messaging.panels.senders import add_panels as add_senders_panels  # noqa: PLC0415
        from messaging.panels.templates import add_panels as add_template_panels  # noqa: PLC0415
        from messaging.queries.hand_overs import hand_overs  # noqa: PLC0415
        from messaging.queries.last_reminders import last_messages  # noqa: PLC0415
        from messaging.queries.link_people import link_recipients, link_sends  # noqa: PLC0415
        from messaging.queries.merge_fields import add_fields  # noqa: PLC0415
        from messaging.queries.text_weights import weigh  # noqa: PLC0415
        from templates_app.registries.text_weights import set_weigher  # noqa: PLC0415
        from tracking.registries.hand_overs import add_source as add_hand_overs  # noqa: PLC0415
        from tracking.registries.recipients import add_source as add_link_people  # noqa: PLC0415

        add_navigation()
        add_sources()
        add_words()
        add_compose_panels()
        add_history_panels()
        add_senders_panels()
        add_source(last_messages)
        add_fields()
        add_link_people(link_recipients, link_sends)
        add_hand_overs(hand_overs)
        add_appointment_panels()
        add_template_panels()
        set_weigher(weigh)
