"""What the sign-up page says by itself, and what a store may begin its own wording with."""

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import LegalEntity, Store
from customers.models import ConsentPurpose

# As people outside the shop read them.
PURPOSE_WORDS: dict[str, Promise] = {
    ConsentPurpose.NOTICE.value: gettext_lazy("Messages about your orders, bookings and contracts"),
    ConsentPurpose.REMINDER.value: gettext_lazy("Reminders of bookings, inspections and renewals"),
    ConsentPurpose.PROMOTION.value: gettext_lazy("News and offers from the shop (advertising)"),
}
LANGUAGES = ("ja", "en")


def default_wording(store: Store, *, language: str) -> str:
    """A text with all that the law asks for: who sends, what for, that it can be stopped, whom to ask."""
    entity = store.legal_entity
    with translation.override(language):
        purposes = "\n".join(_("- %(purpose)s") % {"purpose": words} for words in PURPOSE_WORDS.values())
        return _(
            "I agree that %(entity)s (shop: %(shop)s) sends SMS of the kinds that I have ticked to my mobile number.\n"
            "\n"
            "Kinds of messages:\n"
            "%(purposes)s\n"
            "\n"
            "The number is used for these messages only. I can stop all of them or one kind at any time, free of "
            "charge, by telling the contact below.\n"
            "\n"
            "Sender: %(entity)s\n"
            "Address: %(address)s\n"
            "Contact: %(contact)s"
        ) % {
            "entity": entity.formal_name,
            "shop": store.name,
            "purposes": purposes,
            "address": entity.address or "-",
            "contact": entity.contact or "-",
        }


def site_words(store: Store, *, address: str, language: str) -> str:
    """A few lines for the shop's own site, to be copied."""
    entity = store.legal_entity
    with translation.override(language):
        return _(
            "%(shop)s sends messages by SMS to those who wish for them.\n"
            "Sign up here: %(address)s\n"
            "You choose which kinds of messages you get, and can stop them at any time.\n"
            "Sender: %(entity)s, %(place)s\n"
            "Contact: %(contact)s"
        ) % {
            "shop": store.name,
            "address": address,
            "entity": entity.formal_name,
            "place": entity.address,
            "contact": entity.contact,
        }


def missing_of(entity: LegalEntity) -> list[str]:
    """What the law asks to be shown and the legal entity has not given, in words."""
    given = {
        _("formal name"): entity.formal_name,
        _("address"): entity.address,
        _("contact"): entity.contact,
    }
    return [word for word, value in given.items() if not value.strip()]
