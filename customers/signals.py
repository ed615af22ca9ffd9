"""What customers tells the apps above it."""

from django.dispatch import Signal

# A number was stopped. Sent inside the stop's transaction, so that what a receiver cancels is cancelled with it;
# a receiver touches the database only, and opens each store's scope itself.
# kwargs: phone (E.164), purpose (Suppression.Purpose value), reason, store_ids (tuple of ints: every store that the
# stop binds, the recording one among them).
number_suppressed = Signal()
