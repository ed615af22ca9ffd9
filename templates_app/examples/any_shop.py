"""For every trade: greetings, appointments, payments, what must be said soon, events, thanks."""

from templates_app.examples.example import Example, Text, Trade

_GREETING = ("ごあいさつ", "Greetings")
_APPOINTMENT = ("予約", "Appointments")
_NOTICE = ("ご連絡", "Notices")
_INVITATION = ("ご案内", "Invitations")


def _example(
    key: str, purpose: str, category: tuple[str, str], ja: tuple[str, str], en: tuple[str, str]
) -> Example:
    texts = {"ja": Text(ja[0], category[0], ja[1]), "en": Text(en[0], category[1], en[1])}
    return Example(key, Trade.ANY, purpose, texts, for_appointments=category is _APPOINTMENT)


ANY_SHOP = (
    _example(
        "greeting_shop",
        "notice",
        _GREETING,
        (
            "はじめてのごあいさつ(店舗名)",
            "[[店舗名]]です。[[宛名]]、今後の大切なご連絡をこの番号からSMSでお送りします。",
        ),
        (
            "First greeting from the shop",
            "[[shop]]: [[salutation]], our notices will come from here.",
        ),
    ),
    _example(
        "greeting_staff",
        "notice",
        _GREETING,
        (
            "はじめてのごあいさつ(担当者名)",
            "[[店舗名]]の[[担当者|担当]]です。[[宛名]]の担当になりました。どうぞよろしくお願いいたします。",
        ),
        (
            "First greeting from the staff in charge",
            "[[shop]]: [[salutation]], [[staff|our staff]] now looks after you.",
        ),
    ),
    _example(
        "booking_reminder",
        "reminder",
        _APPOINTMENT,
        (
            "ご予約の確認",
            "[[店舗名]]です。[[宛名]]のご予約は[[予約日時]]です。変更はお早めにご連絡ください。",
        ),
        (
            "Appointment reminder",
            "[[shop]]: your appointment: [[appointment]]. Call to change.",
        ),
    ),
    _example(
        "online_meeting",
        "reminder",
        _APPOINTMENT,
        (
            "オンライン接客のご案内",
            "[[店舗名]]です。[[予約日時]]にこちらからご参加ください。[[オンライン接客URL]]",
        ),
        ("Online meeting", "[[shop]]: [[appointment]] [[meeting url]]"),
    ),
    _example(
        "payment",
        "notice",
        _NOTICE,
        (
            "お支払いの確認",
            "[[店舗名]]です。[[宛名]]、お支払いの確認がまだ取れておりません。行き違いの際はご容赦ください。",
        ),
        (
            "Payment not received",
            "[[shop]]: we have not received your payment yet. Please check.",
        ),
    ),
    _example(
        "urgent_call",
        "notice",
        _NOTICE,
        (
            "至急のご連絡のお願い",
            "[[店舗名]]の[[担当者|担当]]です。[[宛名]]、急ぎお伝えしたいことがございます。折り返しお電話ください。",
        ),
        ("Please call back", "[[shop]]: [[salutation]], please call us back. It is urgent."),
    ),
    _example(
        "apology",
        "notice",
        _NOTICE,
        (
            "お詫び",
            "[[店舗名]]です。[[宛名]]、このたびはご不便をおかけし申し訳ございません。改めてご連絡いたします。",
        ),
        ("Apology", "[[shop]]: [[salutation]], we are sorry. We will contact you soon."),
    ),
    _example(
        "event",
        "promotion",
        _INVITATION,
        ("催しのご案内", "[[店舗名]]です。今月、店頭で催しを行います。停止は[[配信停止URL]]"),
        ("Event", "[[shop]]: event soon. Stop: [[opt-out URL]]"),
    ),
    _example(
        "referral",
        "promotion",
        _INVITATION,
        ("ご紹介のお願い", "[[店舗名]]です。お知り合いをご紹介ください。停止は[[配信停止URL]]"),
        ("Referral", "[[shop]]: know anyone? Stop: [[opt-out URL]]"),
    ),
)
