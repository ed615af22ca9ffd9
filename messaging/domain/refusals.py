"""How often a message was not accepted before: two questions of its attempts, each written once.

Scalar subqueries for a statement that calls the message's row `message`. What a look-up has not found counts: the
message may have been why the provider cut its request off.
"""

from messaging.models import Reason

# The line's trouble and our own delay: whatever message had been in the request.
SAID_OF_NO_MESSAGE = (Reason.STOOD_STILL, Reason.GATEWAY_UNREACHABLE, Reason.GATEWAY_CREDENTIALS)


def _counted(*left_out: Reason) -> str:
    codes = ", ".join(f"'{reason.value}'" for reason in left_out)
    return f"""
    CASE WHEN message.attempts = 0 THEN 0 ELSE (
        SELECT count(*) FROM messaging_attempt AS earlier
        WHERE earlier.message_id = message.id AND earlier.outcome = 'not_accepted' AND earlier.code NOT IN ({codes})
    ) END"""


# Patience: an unreachable line counts, our own delay does not.
REFUSED_BEFORE = _counted(Reason.STOOD_STILL)
# Suspicion: how often a request that carried it was refused, and it may have been the cause.
SUSPECTED_BEFORE = _counted(*SAID_OF_NO_MESSAGE)
