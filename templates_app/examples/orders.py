"""For shops that take orders and deliver."""

from templates_app.examples.example import Example, Text, Trade

_ORDER = ("注文・配送", "Orders and deliveries")


def _example(key: str, ja: tuple[str, str], en: tuple[str, str]) -> Example:
    texts = {"ja": Text(ja[0], _ORDER[0], ja[1]), "en": Text(en[0], _ORDER[1], en[1])}
    return Example(key, Trade.ORDERS, "notice", texts)


ORDERS = (
    _example(
        "order_check",
        (
            "ご注文内容の確認",
            "[[店舗名]]です。[[宛名]]、ご注文について確認したい点がございます。お手すきの際にご連絡ください。",
        ),
        ("Question about an order", "[[shop]]: [[salutation]], we have a question about your order."),
    ),
    _example(
        "order_ready",
        ("ご注文品の入荷", "[[店舗名]]です。[[宛名]]、ご注文の品が届きました。店頭でお渡しいたします。"),
        ("Order has arrived", "[[shop]]: [[salutation]], your order is here. Collect it any time."),
    ),
    _example(
        "delivery",
        (
            "お届けの予定",
            "[[店舗名]]です。[[宛名]]、[[予約日時]]にお届けに伺います。ご不在の場合はお知らせください。",
        ),
        ("Delivery", "[[shop]]: we deliver on [[appointment]]. Not in? Tell us."),
    ),
)
