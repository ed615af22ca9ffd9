"""Short links: what they lead to, and the code that one person or everybody gets (mission.md F1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key


class LinkTarget(StoreRow):
    """One address that a send leads to. Its click page counts all of its codes together.

    `origin` names the send and `ShortLink.recipient` the message; what these ids mean the higher app knows, and
    nothing here refers to its tables (docs/structure.md).
    """

    url = models.CharField(_("target"), max_length=2000)
    origin = models.BigIntegerField(null=True)
    # Which of the addresses of the text, from 1.
    position = models.PositiveSmallIntegerField(default=1)
    # A code for each recipient; else one for all, and who tapped cannot be known (mission.md A7).
    unique_codes = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    # From then on the link says that it has ended; empty: never.
    expires_at = models.DateTimeField(null=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("link")
        constraints = [store_row_key("tracking_linktarget")]
        indexes = [
            # The links of one send.
            models.Index(fields=["store", "origin"], name="tracking_targets_of_origin"),
            # The store's links, the newest first.
            models.Index(fields=["store", "-id"], name="tracking_targets_newest"),
        ]

    def __str__(self) -> str:
        return self.url


class ShortLink(StoreRow):
    """A code of 8 characters, unguessable, and what came of it. Written by COPY with a send of a million.

    The tallies follow the hits within seconds (domain/apply_hits.py); no index looks at them but the last, which has
    only what was tapped, so that the others' pages are left alone.
    """

    store = models.ForeignKey(
        "accounts.Store", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    code = models.CharField(max_length=8, unique=True)
    target = StoreForeignKey(LinkTarget, on_delete=models.DO_NOTHING, related_name="codes", db_index=False)
    # The message whose text holds it; empty for a code that everybody gets.
    recipient = models.BigIntegerField(null=True)
    hits = models.PositiveIntegerField(default=0, db_default=0)
    # Taps of a person, however often; previews and scanners apart.
    taps = models.PositiveIntegerField(default=0, db_default=0)
    previews = models.PositiveIntegerField(default=0, db_default=0)
    scans = models.PositiveIntegerField(default=0, db_default=0)
    first_tap_at = models.DateTimeField(null=True)
    last_tap_at = models.DateTimeField(null=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("short link")
        constraints = [store_row_key("tracking_shortlink")]
        indexes = [
            # A target's figures; everybody who got it.
            models.Index(fields=["store", "target", "id"], name="tracking_links_of_target"),
            # The links of a message.
            models.Index(
                fields=["store", "recipient"],
                name="tracking_links_of_recipient",
                condition=models.Q(recipient__isnull=False),
            ),
            # Who tapped, the newest first.
            models.Index(
                fields=["store", "target", "-last_tap_at"],
                name="tracking_links_tapped",
                condition=models.Q(last_tap_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class HitKind(models.TextChoices):
    """By evidence (facts.md 4); every hit is kept."""

    PERSON = "person", pgettext_lazy("hit", "person")
    PREVIEW = "preview", pgettext_lazy("hit", "preview")
    SCANNER = "scanner", pgettext_lazy("hit", "scanner")
    UNKNOWN = "unknown", pgettext_lazy("hit", "unclear")


class Hit(StoreRow):
    """Somebody or something asked for a code. Written before the redirect is answered."""

    store = models.ForeignKey(
        "accounts.Store", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    link = StoreForeignKey(ShortLink, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    at = models.DateTimeField()
    method = models.CharField(max_length=8)
    # What agent and method alone say, at once; put right by time and address when the tallies move.
    kind = models.CharField(max_length=8, choices=HitKind)
    # Why: a code of tracking/links/evidence.py.
    evidence = models.CharField(max_length=20, blank=True)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, blank=True)
    # Not yet in the tallies.
    is_new = models.BooleanField(default=True, db_default=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("hit")
        indexes = [
            models.Index(fields=["id"], name="tracking_hits_new", condition=models.Q(is_new=True)),
            # A link's hits in order; a target's over time through its links.
            models.Index(fields=["store", "link", "at"], name="tracking_hits_of_link"),
            # How many codes one address asked for lately.
            models.Index(fields=["address", "at"], name="tracking_hits_of_address"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M:%S}"
