"""For garages and dealers: what falls due for a vehicle, and the work on it."""

from templates_app.examples.example import Example, Text, Trade

_DUE = ("車検・点検", "Inspections")
_WORK = ("整備", "Maintenance")


def _example(
    key: str, purpose: str, category: tuple[str, str], ja: tuple[str, str], en: tuple[str, str]
) -> Example:
    texts = {"ja": Text(ja[0], category[0], ja[1]), "en": Text(en[0], category[1], en[1])}
    return Example(key, Trade.GARAGE, purpose, texts)


GARAGE = (
    _example(
        "inspection",
        "reminder",
        _DUE,
        (
            "車検満了日のお知らせ",
            "[[店舗名]]です。[[宛名]]の[[管理対象|お車]]は[[期日]]が車検の満了日です。ご予約を承ります。",
        ),
        (
            "Inspection falls due",
            "[[shop]]: [[asset|your car]], inspection due on [[due date]].",
        ),
    ),
    _example(
        "maintenance",
        "reminder",
        _DUE,
        (
            "定期点検のお知らせ",
            "[[店舗名]]です。[[管理対象|お車]]の定期点検の時期([[期日]])が近づきました。ご予約をお待ちします。",
        ),
        ("Regular check", "[[shop]]: [[asset|your car]], regular check due on [[due date]]."),
    ),
    _example(
        "oil",
        "reminder",
        _WORK,
        (
            "オイル交換の目安",
            "[[店舗名]]です。[[管理対象|お車]]のオイル交換の目安は[[期日]]です。ご都合のよい日をお知らせください。",
        ),
        ("Oil change", "[[shop]]: [[asset|your car]], oil change due by [[due date]]."),
    ),
    _example(
        "tyres",
        "reminder",
        _WORK,
        (
            "冬タイヤへの履き替え",
            "[[店舗名]]です。[[宛名]]の冬タイヤをお預かりしています。履き替えのご希望日をお知らせください。",
        ),
        ("Winter tyres", "[[shop]]: we keep your winter tyres. Which day suits you?"),
    ),
    _example(
        "work_done",
        "notice",
        _WORK,
        (
            "整備の完了",
            "[[店舗名]]です。[[宛名]]、[[管理対象|お車]]の整備が終わりました。ご来店の時刻をお知らせください。",
        ),
        ("Work is done", "[[shop]]: [[asset|your car]] is ready. When will you collect it?"),
    ),
)
