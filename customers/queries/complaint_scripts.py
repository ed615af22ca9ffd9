"""What to say to somebody who complains of our messages, to be read out loud."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Store


@dataclass(frozen=True, slots=True)
class Script:
    """When it fits, and the words, in the language in force."""

    occasion: str
    words: str


def complaint_scripts(store: Store) -> list[Script]:
    """Three short ones, with the store's name in them."""
    name = {"store": store.name}
    return [
        Script(
            _("The messages are a nuisance"),
            _(
                "I am sorry that our messages disturbed you. I have stopped them just now: you get no more SMS from "
                "%(store)s. If you ever want them again, please tell us."
            )
            % name,
        ),
        Script(
            _("The message was meant for somebody else"),
            _(
                "I am sorry, that message was not meant for you. I have stopped all SMS from %(store)s to your number, "
                "and we are correcting our records. Please delete the message."
            )
            % name,
        ),
        Script(
            _("Where do you have my number from?"),
            _(
                "You are right to ask. We look up when and how %(store)s was given your number, and call you back. "
                "Until then nothing is sent to you. When may we call?"
            )
            % name,
        ),
    ]
