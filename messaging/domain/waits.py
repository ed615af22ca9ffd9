"""How long is waited for what: attempts, polls, patience."""

from datetime import timedelta

# Waits before the next attempt of what was surely not accepted; after the last one it has failed.
RETRY_AFTER = tuple(timedelta(seconds=s) for s in (2, 5, 10, 20, 40, 60, 120, 300, 600, 900, 1800, 3600))

# Each time a provider says "slower" the wait grows by a second, up to a minute; some thirty hours in all.
LONGEST_THROTTLE = timedelta(seconds=60)
THROTTLED_AT_MOST = 2000
# However long a provider asks us to wait: after this it is asked again.
LONGEST_RETRY_AFTER = timedelta(hours=1)

# A provider that reports only when asked is asked after this; where it pushes, that is for what got lost on the way.
FIRST_POLL = timedelta(seconds=15)
FIRST_POLL_WHERE_PUSHED = timedelta(seconds=90)
# Each further wait is twice the last, up to this one; carriers keep trying for about three days.
LONGEST_POLL_WAIT = timedelta(hours=1)
EXPIRES_AFTER = timedelta(hours=72)

# How long an unclear message is asked about; after that staff decide.
UNCLEAR_ASKED_FOR = timedelta(hours=24)

# However often a provider takes nothing at all: after this it is tried again.
LONGEST_PAUSE = timedelta(seconds=30)
# An account that is free only after this was never paused so long: PostgreSQL's clock was set back.
FARTHEST_PAUSE = LONGEST_RETRY_AFTER + timedelta(minutes=5)

# After a worker was too late with a request, which surely did not leave.
TURN_MISSED = timedelta(seconds=1)

# An unclear message is looked up after this, and then at ever longer intervals up to the second figure.
FIRST_LOOK_UP = timedelta(seconds=5)
LONGEST_LOOK_UP_WAIT = timedelta(hours=1)
