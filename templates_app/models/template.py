"""Templates (雛形), each save a version (mission.md C1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key
from customers.models import ConsentPurpose


class Language(models.TextChoices):
    JAPANESE = "ja", _("Japanese")
    ENGLISH = "en", _("English")


class Template(StoreRow):
    """What lists show and pickers ask for; the text itself stands in its versions, the newest being `version`.

    Name, category, purpose, language and the flag are those of the newest version.
    """

    name = models.CharField(_("template name"), max_length=100)
    category = models.CharField(_("category"), max_length=40, blank=True)
    # What a message is for; the same words as of a consent.
    purpose = models.CharField(_("purpose"), max_length=10, choices=ConsentPurpose, default="notice")
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.JAPANESE)
    # The appointment's form opens the composer with the first of these (mission.md B11).
    for_appointments = models.BooleanField(_("for appointments"), default=False)
    version = models.PositiveIntegerField(default=1)
    # Of the library that it was copied from; empty for the store's own.
    example = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("template")
        constraints = [
            store_row_key("templates_app_template"),
            models.UniqueConstraint(
                fields=["store", "name"],
                condition=models.Q(archived_at__isnull=True),
                name="templates_app_template_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(StoreRow):
    """One save, never changed. Messages keep the version that they were made from."""

    template = StoreForeignKey(Template, on_delete=models.DO_NOTHING, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    # Internal only, of the message that is made from it; may hold merge fields as the body.
    subject = models.CharField(_("subject"), max_length=100, blank=True)
    body = models.TextField(_("text"))
    purpose = models.CharField(max_length=10, choices=ConsentPurpose)
    language = models.CharField(max_length=2, choices=Language)
    # Who saved it: a person, a program, or neither (the demo, the command line).
    saved_by = StoreForeignKey(
        "accounts.Membership", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    token = StoreForeignKey(
        "accounts.ApiToken", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("version of a template")
        constraints = [
            store_row_key("templates_app_templateversion"),
            models.UniqueConstraint(
                fields=["store", "template", "number"], name="templates_app_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
