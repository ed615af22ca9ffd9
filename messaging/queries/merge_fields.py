"""Merge fields that only a send knows: its address, and the recipient's own pages."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from accounts.models import Store
from templates_app.registries.merge_fields import FieldSource, MergeField, add_field_source

# The names under which render gives their values.
LINK = "URL"
OPT_OUT_PAGE = "配信停止URL"
RECIPIENTS_PAGE = "お客様ページURL"
# Addresses of the installation's own pages: never shortened, and no value that a message is kept with.
OWN_PAGES = frozenset({OPT_OUT_PAGE, RECIPIENTS_PAGE})

_GROUP = _("Links")
_SHOP = "https://shop.example.jp/"
_BASE = "https://sms.example.jp"

_FIELDS = (
    MergeField(
        key=LINK,
        label=_("The link of the message"),
        group=_GROUP,
        example={"ja": _SHOP, "en": _SHOP},
        names=("リンク", "link"),
    ),
    MergeField(
        key=OPT_OUT_PAGE,
        label=_("Page to stop messages"),
        group=_GROUP,
        example=dict.fromkeys(("ja", "en"), f"{_BASE}/o/Ab3dEf7hJk"),
        names=("配信停止", "opt-out URL", "unsubscribe URL"),
    ),
    MergeField(
        key=RECIPIENTS_PAGE,
        label=_("The recipient's own page"),
        group=_GROUP,
        example=dict.fromkeys(("ja", "en"), f"{_BASE}/r/Ab3dEf7hJkmNp9rStUv2wXy"),
        names=("受信者ページURL", "recipient page URL"),
    ),
)


def _fields(_store: Store) -> Sequence[MergeField]:
    return _FIELDS


def add_fields() -> None:
    add_field_source(FieldSource(slug="messaging", position=60, fields=_fields))
