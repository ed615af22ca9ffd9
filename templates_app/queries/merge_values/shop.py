"""Who sends: the shop, the company behind it, and its telephone number."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from accounts.models import Store
from templates_app.registries.merge_fields import FieldSource, MergeField, Settled

_SHOP, _COMPANY, _PHONE = "店舗名", "会社名", "電話番号"


def _fields(store: Store) -> list[MergeField]:
    group = _("Your shop")
    return [
        _field(
            _SHOP,
            _("shop's name"),
            group,
            store.name,
            "さくら自動車",
            "Sakura Motors",
            ("店名", "shop", "store"),
        ),
        _field(
            _COMPANY,
            _("company's formal name"),
            group,
            store.legal_entity.formal_name,
            "さくら自動車株式会社",
            "Sakura Motors K.K.",
            ("正式名称", "company"),
        ),
        _field(
            _PHONE,
            _("shop's telephone number"),
            group,
            store.phone,
            "03-1234-5678",
            "03-1234-5678",
            ("店舗電話番号", "phone"),
        ),
    ]


def _field(
    key: str, label: str, group: str, own: str, ja: str, en: str, names: tuple[str, ...]
) -> MergeField:
    """The shop's own value is its example, if there is one."""
    return MergeField(key, label, group, {"ja": own or ja, "en": own or en}, names)


def _fill(
    store: Store, keys: Collection[str], subjects: Sequence[Settled], into: Sequence[dict[str, str]]
) -> None:
    known = {_SHOP: store.name, _COMPANY: store.legal_entity.formal_name, _PHONE: store.phone}
    values = {key: known[key] for key in keys if known[key]}
    for one in into:
        one.update(values)


SOURCE = FieldSource("shop", 10, _fields, _fill)
