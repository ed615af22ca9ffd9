"""Ctrl-C, SIGTERM and SIGHUP as a request, answered between two steps and never in the middle of one."""

import signal
from types import FrameType, TracebackType
from typing import Self

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class EndAsked(Exception):
    """Somebody wants this to end; `signal` is how it was said."""

    def __init__(self, asked_by: signal.Signals) -> None:
        super().__init__(f"ended by {asked_by.name}")
        self.signal = asked_by


class Ending:
    """Notes the requests while it is entered. A signal that was ignored before (nohup, `&`) stays so."""

    def __init__(self) -> None:
        self.asked: list[signal.Signals] = []
        self._before: dict[signal.Signals, object] = {}

    def check(self) -> None:
        """Raises EndAsked once it has been asked for."""
        if self.asked:
            raise EndAsked(self.asked[0])

    @property
    def urgent(self) -> bool:
        """Asked for a second time: somebody does not want to wait."""
        return len(self.asked) > 1

    def __enter__(self) -> Self:
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.asked.append(signal.Signals(number))
