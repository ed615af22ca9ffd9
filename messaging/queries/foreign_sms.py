"""What to tell a customer whose handset refuses SMS from abroad. Pure.

Carriers rename and move their menus, so the words name the setting and not every step. Sources: the carriers'
help pages on refusing SMS (docomo "SMS拒否設定", au "迷惑SMSブロック", SoftBank "迷惑メール対策",
Rakuten Mobile "国際SMS拒否設定"); second hand, to be looked through once a year.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOREIGN_SMS_WORDS: tuple[tuple[str | Promise, Promise], ...] = (
    (
        "docomo",
        _("Open “SMS拒否設定” in My docomo and switch off the refusal of international SMS (国際SMS拒否)."),
    ),
    ("au", _("Open the settings of “迷惑SMSブロック” in My au and allow SMS from abroad.")),
    (
        "SoftBank",
        _("Open “迷惑メール対策” in My SoftBank and allow SMS (電話番号メール) from abroad."),
    ),
    (_("Rakuten Mobile"), _("Open my Rakuten Mobile and switch off “国際SMS拒否設定”.")),
)
