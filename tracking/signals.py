"""What tracking tells the apps above it."""

from django.dispatch import Signal

# People tapped links of theirs. Sent in the transaction that moves the tallies, for all stores at once; a receiver
# touches the database only. What proves later to have been a scanner is not told again.
# kwargs: taps (dict: id that a link keeps as `recipient` > time of the last tap).
people_tapped = Signal()
