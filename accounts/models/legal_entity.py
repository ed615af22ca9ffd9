"""The legal entity that owns stores."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalEntity(models.Model):
    """Who is answerable: one company or person with one or several stores.

    A recipient's stop binds all stores of one legal entity; the formal name is what the Act on Regulation of
    Transmission of Specified Electronic Mail asks to be shown.
    """

    formal_name = models.CharField(_("formal name"), max_length=200)
    address = models.CharField(_("address"), max_length=300, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("legal entity")

    def __str__(self) -> str:
        return self.formal_name
