"""For estate agents and landlords."""

from templates_app.examples.example import Example, Text, Trade

_LEASE = ("賃貸", "Leases")
_VIEWING = ("内見", "Viewings")


def _example(
    key: str, purpose: str, category: tuple[str, str], ja: tuple[str, str], en: tuple[str, str]
) -> Example:
    texts = {"ja": Text(ja[0], category[0], ja[1]), "en": Text(en[0], category[1], en[1])}
    return Example(key, Trade.ESTATE, purpose, texts)


ESTATE = (
    _example(
        "rent",
        "notice",
        _LEASE,
        (
            "家賃のお支払い",
            "[[店舗名]]です。[[宛名]]、今月分の家賃が未入金です。お心当たりのない場合はご連絡ください。",
        ),
        ("Rent not received", "[[shop]]: this month's rent has not reached us yet. Please check."),
    ),
    _example(
        "renewal",
        "reminder",
        _LEASE,
        (
            "契約更新のお知らせ",
            "[[店舗名]]です。[[管理対象|お部屋]]の契約は[[期日]]に満了します。更新のご意向をお知らせください。",
        ),
        (
            "Renewal of the lease",
            "[[shop]]: the lease of [[asset|your flat]] ends on [[due date]]. Renew?",
        ),
    ),
    _example(
        "viewing",
        "reminder",
        _VIEWING,
        (
            "内見の待ち合わせ",
            "[[店舗名]]です。内見は[[予約日時]]、[[予約場所|現地]]でお待ちしております。お気をつけてお越しください。",
        ),
        ("Viewing", "[[shop]]: viewing on [[appointment]], [[appointment place|on site]]."),
    ),
)
