"""Numbers that the simulator delivers to: mobiles whose last three digits have no fate of their own."""

_PLAIN_ENDINGS = 900  # 900 to 999 have fates (simulator/fates.py)
MOST = 9_000 * 10 * _PLAIN_ENDINGS


def phone_of(number: int) -> str:
    """The E.164 mobile of the n-th person, n from 0 on and below MOST."""
    thousands, ending = divmod(number, _PLAIN_ENDINGS)
    return f"+8190{thousands + 10_000:05}{ending:03}"
