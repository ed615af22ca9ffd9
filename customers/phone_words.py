"""What a person is told about a number that was refused."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.phone import Refusal

REFUSAL_WORDS: dict[Refusal, Promise] = {
    Refusal.EMPTY: _("There is no number here."),
    Refusal.DAMAGED: _(
        "A spreadsheet has shortened this number (like 9.01E+10). Please enter it again from the original."
    ),
    Refusal.INVALID: _("This is not a complete phone number. Please check the digits."),
    Refusal.NOT_MOBILE: _("SMS reaches mobile numbers only (060, 070, 080, 090)."),
    Refusal.FOREIGN: _("This number belongs to a country that this store does not text."),
    Refusal.SEVERAL: _("There are two mobile numbers here. Please leave one."),
    Refusal.TOO_LONG: _("This line is too long: one number a line, please."),
}
