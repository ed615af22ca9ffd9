"""Whom the fault runs write to: a number of its own for every message, none with a fate of the simulator's table."""

FIRST_SERIES = 10
LAST_SERIES = 99
_ENDINGS = 900  # 900 and above have fates (simulator/fates.py)


def phones_of(series: int, first: int, count: int) -> list[str]:
    """`count` numbers of a series from the `first` on; a series has 900,000."""
    beginning = beginning_of(series)
    return [
        f"{beginning}{place // _ENDINGS:03d}{place % _ENDINGS:03d}" for place in range(first, first + count)
    ]


def beginning_of(series: int) -> str:
    """What the numbers of a series have in common."""
    if not FIRST_SERIES <= series <= LAST_SERIES:
        raise ValueError(f"{series}: there are no more numbers")
    return f"+8190{series}"


def text_of(mark: str) -> str:
    return f"さくら自動車です。お預かりの車の整備が終わりました。（{mark}）"
