"""What a message is for. The purpose decides what the law and the recipient ask of it (mission.md D6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    NOTICE = "notice", _("notice")  # an order, a contract, a visit at hand
    REMINDER = "reminder", _("reminder")  # something the customer has with the store
    PROMOTION = "promotion", _("promotion")  # soliciting
