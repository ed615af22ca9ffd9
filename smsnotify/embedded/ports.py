"""Which network ports a start wants, and whether they are to be had."""

import errno
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from smsnotify.embedded.refusal import Refused

_EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104  recognised, not bound


@dataclass(frozen=True, kw_only=True)
class Listeners:
    """Where the product and the simulator listen; `reach` is the address at which this machine finds them."""

    bind: str
    port: int
    simulator_port: int

    @property
    def everywhere(self) -> bool:
        return self.bind in _EVERY_ADDRESS

    @property
    def reach(self) -> str:
        return "127.0.0.1" if self.everywhere else self.bind

    @property
    def names(self) -> tuple[str, ...]:
        """What a browser may call this machine; bound to every address, any name."""
        if self.everywhere:
            return ("*",)
        return tuple(dict.fromkeys(("localhost", "127.0.0.1", "[::1]", _bracketed(self.bind))))

    @property
    def base_url(self) -> str:
        return f"http://{_bracketed(self.reach)}:{self.port}"

    @property
    def simulator_url(self) -> str:
        return f"http://{_bracketed(self.reach)}:{self.simulator_port}"


def listeners_of(environment: Mapping[str, str]) -> Listeners:
    """From BIND, PORT and SIMULATOR_PORT. Raises Refused for what is no port, or one port for both."""
    listeners = Listeners(
        bind=environment.get("BIND") or "127.0.0.1",
        port=_port(environment, "PORT", 8000),
        simulator_port=_port(environment, "SIMULATOR_PORT", 8001),
    )
    if listeners.port == listeners.simulator_port:
        raise Refused(f"PORT and SIMULATOR_PORT are both {listeners.port}; each needs its own.")
    return listeners


def refuse_taken(listeners: Listeners) -> None:
    """Raises Refused that names every port in use, and the command that moves each."""
    taken = []
    moves = []
    for name, port in (("PORT", listeners.port), ("SIMULATOR_PORT", listeners.simulator_port)):
        if not is_free(listeners.bind, port):
            taken.append(f"Port {port} is used by another program ({name}).")
            moves.append(f"{name}={_free_port(listeners, above=port)}")
    if taken:
        raise Refused(
            "\n".join((*taken, f"End that program, or choose another port: {' '.join(moves)} make run"))
        )


def is_free(bind: str, port: int) -> bool:
    """Raises Refused when the address is not this machine's, or the port not ours to take."""
    try:
        families = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM)
    except socket.gaierror as problem:
        raise Refused(f"BIND={bind} is no address: {problem.strerror}") from problem
    for family, kind, protocol, _, address in families:
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(address)
            except OSError as problem:
                if problem.errno == errno.EADDRINUSE:
                    return False
                raise Refused(f"Port {port} on {bind}: {os.strerror(problem.errno or 0)}") from problem
    return True


def _free_port(listeners: Listeners, *, above: int) -> int:
    wanted = (listeners.port, listeners.simulator_port)
    return next(
        port for port in range(above + 80, 65536) if port not in wanted and is_free(listeners.bind, port)
    )


def _port(environment: Mapping[str, str], name: str, usual: int) -> int:
    text = environment.get(name) or str(usual)
    if text.isascii() and text.isdecimal() and 1 <= int(text) <= 65535:
        return int(text)
    raise Refused(f"{name}={text} is no port: a number from 1 to 65535.")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
