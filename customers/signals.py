"""What customers tells the apps above it."""

from django.dispatch import Signal

# A number was stopped. Sent inside the stop's transaction, so that what a receiver cancels is cancelled with it;
# a receiver touches the database only, and opens each store's scope itself.
# kwargs: phone (E.164), purpose (Suppression.Purpose value), reason, ends_at (of a pause; None: a stop), store_ids
# (tuple of ints: every store that the stop binds, the recording one among them).
number_suppressed = Signal()

# Consent was withdrawn, in the ledger's own transaction; a receiver takes back there what waits.
# kwargs: store_id, withdrawn (list of pairs: phone in E.164, purpose).
consent_withdrawn = Signal()

# An appointment was made, moved, changed or cancelled. Sent inside the transaction of the change; a receiver touches
# the database only, in the store's scope, which is open. It reads the row itself.
# kwargs: store_id, appointment_id.
appointment_changed = Signal()

# A code is to be brought to a number (customers/domain/number_checks). Sent inside the transaction that made the
# check; a receiver answers True once it has planned the message: a check that nobody brings is taken back.
# kwargs: store_id, check_id, key (UUID), occasion (NumberCheck.Occasion value), phone (E.164), code (six digits),
# language ("ja" or "en"), expires_at, customer (Customer or None), actor (Actor or None: the sign-up page's visitor).
number_check_made = Signal()

# Somebody has signed up, and the code has proved the number. Sent inside that transaction.
# kwargs: store_id, check_id, key, phone, language.
sign_up_completed = Signal()
