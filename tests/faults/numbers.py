"""Whom the fault runs write to: a number of its own for every message, none with a fate of the simulator's table."""

_ENDINGS = 900  # 900 and above have fates (simulator/fates.py)


def phones_of(series: int, first: int, count: int) -> list[str]:
    """`count` numbers of a series (10 to 99) from the `first` on; a series has 900,000."""
    return [
        f"+8190{series:02d}{place // _ENDINGS:03d}{place % _ENDINGS:03d}"
        for place in range(first, first + count)
    ]


def text_of(mark: str) -> str:
    return f"さくら自動車です。お預かりの車の整備が終わりました。（{mark}）"
